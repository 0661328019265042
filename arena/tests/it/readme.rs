//! The README: its copies, and what it says of the repository. Each fact of it is written once.

use std::path::Path;

const README: &str = include_str!("../../../README.md");

#[test]
fn the_crate_has_the_readme_of_the_repository() {
    assert_eq!(include_str!("../../README.md"), README, "copy README.md to arena/README.md");
}

#[test]
fn the_oldest_rust_is_that_of_the_manifest() {
    let manifest = include_str!("../../../Cargo.toml");
    let (_, rest) = manifest.split_once("\nrust-version = \"").unwrap();
    let oldest = format!("Rust {}", rest.split_once('"').unwrap().0);
    for text in [README, include_str!("../../src/lib.rs")] {
        let is_of_version = |c: char| c.is_ascii_digit() || c == '.';
        let named = text.split("Rust 1.").skip(1).map(|rest| {
            let minor = rest.split(|c| !is_of_version(c)).next().unwrap();
            format!("Rust 1.{}", minor.trim_end_matches('.'))
        });
        let named: Vec<_> = named.collect();
        assert!(!named.is_empty() && named.iter().all(|name| *name == oldest), "{named:?}");
    }
}

/// A registry shows them far from the repository, whose address nobody knows here.
#[test]
fn no_link_of_a_readme_is_relative() {
    let core = include_str!("../../../arena-core/README.md");
    let derive = include_str!("../../../arena-derive/README.md");
    for readme in [README, core, derive] {
        for (at, _) in readme.match_indices("](") {
            let link = readme[at + 2..].split(')').next().unwrap();
            let is_heading = link.strip_prefix('#').is_some_and(|anchor| {
                let mut headings = readme.lines().filter_map(|line| line.strip_prefix("## "));
                headings.any(|heading| heading.to_lowercase().replace(' ', "-") == anchor)
            });
            assert!(is_heading || link.starts_with("https://"), "{link}");
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "looks at files")]
fn every_path_in_the_readme_leads_to_something() {
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let paths: Vec<_> = README
        .split('`')
        .filter(|code| code.chars().all(is_of_path) && (code.contains('/') || code.contains(".md")))
        .collect();
    assert!(paths.len() > 5, "{paths:?}");
    for path in paths {
        assert!(repository.join(path).exists(), "{path}");
    }
}
