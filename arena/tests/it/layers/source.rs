//! What a rule sees of a source.

/// The source without its comments.
pub(super) fn without_comments(source: &str) -> String {
    source.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect()
}

pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The path that a text begins with, or every path in a group of them.
pub(super) fn paths(mut text: &str) -> Vec<Vec<&str>> {
    let mut found = Vec::new();
    find_paths(&mut text, &[], &mut found);
    found
}

fn find_paths<'t>(text: &mut &'t str, before: &[&'t str], found: &mut Vec<Vec<&'t str>>) {
    let mut path = before.to_vec();
    loop {
        *text = text.trim_start();
        if let Some(group) = text.strip_prefix('{') {
            *text = group.trim_start();
            while !text.is_empty() && !text.starts_with('}') {
                find_paths(text, &path, found);
                // What is called otherwise here is the same.
                *text = text.trim_start_matches(|c| c != ',' && c != '}');
                *text = text.strip_prefix(',').unwrap_or(text).trim_start();
            }
            *text = text.strip_prefix('}').unwrap_or(text);
            return;
        }
        let word = words(text).next().unwrap_or("");
        path.push(word);
        *text = &text[word.len()..];
        let Some(rest) = text.strip_prefix("::") else { break };
        *text = rest;
    }
    found.push(path);
}

/// The code without the bodies of the modules written inside it.
pub(super) fn without_inner_modules(code: &str) -> String {
    let (mut kept, mut depth) = (String::new(), 0);
    for line in code.lines() {
        let opens = line.matches('{').count();
        let inside = depth > 0;
        if inside || (words(line).any(|word| word == "mod") && opens > 0) {
            depth += opens;
            depth -= line.matches('}').count();
        }
        if !inside {
            kept.extend([line, "\n"]);
        }
    }
    kept
}

#[test]
fn the_rules_see_what_they_look_for() {
    assert_eq!(paths("layout::{LINE, carve}, x"), [["layout", "LINE"], ["layout", "carve"]]);
    assert_eq!(paths("run::go(x)"), [["run", "go"]]);
    assert_eq!(
        paths("{ cases::{self, pool::{Keyed as K}}, sync::Ordering,\n stash }; run"),
        [&["cases", "self"][..], &["cases", "pool", "Keyed"], &["sync", "Ordering"], &["stash"]]
    );
    let code = "use a;\nmod tests {\n    use super::*;\n    fn f() {}\n}\nfn g() {}\n";
    assert_eq!(without_inner_modules(code), "use a;\nmod tests {\nfn g() {}\n");
}
