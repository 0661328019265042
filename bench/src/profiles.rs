//! Two builds of the same benchmark: the tuned one, and cargo's plain `--release`, as users build.

/// The profile that this program was built with.
const BUILT: &str = env!("BENCH_PROFILE");

/// What the groups of the plain profile are called by, after their own names.
pub const PLAIN: &str = "cargo's `--release`";

/// Whether this is the plain build.
pub fn is_plain() -> bool {
    BUILT == "plain"
}

/// What the plain build is made with.
pub const PLAIN_SETTINGS: &str = "`opt-level = 3`, no `lto` between crates, 16 `codegen-units`";

/// What this build was made with.
pub fn settings() -> &'static str {
    if is_plain() {
        PLAIN_SETTINGS
    } else {
        "`opt-level = 3`, `lto = \"fat\"`, `codegen-units = 1`"
    }
}

/// The name of a group in this build.
pub fn label(group: &str) -> String {
    named(group, is_plain())
}

/// The name of a group in the build that `other` was measured by.
pub fn label_beside(group: &str, other: &str) -> String {
    named(group, of_plain(other))
}

fn named(group: &str, by_plain: bool) -> String {
    match (by_plain, group) {
        (false, group) => group.to_owned(),
        (true, "") => PLAIN.to_owned(),
        (true, group) => format!("{group}; {PLAIN}"),
    }
}

/// Whether a group was measured by the plain build.
pub fn of_plain(group: &str) -> bool {
    group.ends_with(PLAIN)
}

/// The group without its profile.
pub fn bare(group: &str) -> &str {
    group.strip_suffix(PLAIN).map_or(group, |group| group.strip_suffix("; ").unwrap_or(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_the_end_of_a_name() {
        assert_eq!(bare(&format!("in a loop; {PLAIN}")), "in a loop");
        assert_eq!(bare(PLAIN), "");
        assert_eq!(bare("in a loop"), "in a loop");
        assert!(of_plain(PLAIN) && !of_plain(""));
        for group in ["", "in a loop"] {
            assert_eq!(bare(&label_beside(group, PLAIN)), group);
            assert_eq!(label_beside(group, "every core"), group);
        }
    }
}
