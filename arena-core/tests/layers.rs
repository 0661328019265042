//! Keeps the layers: a module uses only modules listed above it, atomics come from one file, and
//! unsafe code is where it is known to be.

#![expect(clippy::std_instead_of_alloc, reason = "tests have `std`")]

use std::{collections::BTreeSet, fs};

/// The modules, in order.
const ORDER: &[&str] = &[
    "layout", "error", "sync", "poison", "safe", "piece", "stash", "figures", "cursor", "frame",
    "refill", "run", "memory", "mapped", "region",
];
/// Files that are no layer: the list of modules, and the models of several at once.
const BESIDE: &[&str] = &["lib", "loom_tests"];
/// The files that name core's atomics: `safe` lists those that users may store.
const ATOMICS: &[&str] = &["sync", "safe"];
/// The files that have unsafe code. In `safe` it is only the types of unsafe functions.
const UNSAFE: &[&str] = &[
    "sync", "poison", "safe", "piece", "stash", "cursor", "frame", "refill", "run", "memory",
    "mapped", "region",
];
/// The files that may be longer than 400 lines: all that moves the top is in one, all models in the
/// other.
const LONG: &[&str] = &["cursor", "loom_tests"];

#[test]
fn every_file_is_in_the_list() {
    let files = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
    let found: BTreeSet<String> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let listed = ORDER.iter().chain(BESIDE).map(|module| format!("{module}.rs")).collect();
    assert_eq!(found, listed);
}

#[test]
fn imports_point_up_the_list() {
    for (rank, module) in ORDER.iter().enumerate() {
        let code = code(module);
        for name in
            code.match_indices("crate::").flat_map(|(at, word)| heads(&code[at + word.len()..]))
        {
            let above = ORDER[..rank].contains(&name);
            assert!(above, "`{module}` uses `{name}`, which is not above it");
        }
        // In a module inside the file, `super` is the file.
        assert!(
            !without_inner_modules(&code).contains("super::"),
            "`{module}` looks up at the root"
        );
        assert!(!code.contains("super::super"), "`{module}` looks up at the root");
    }
}

#[test]
fn atomics_come_from_one_file() {
    assert_eq!(modules_with(|code| words(code).any(|word| word == "atomic")), ATOMICS);
}

#[test]
fn unsafe_code_is_where_it_is_known_to_be() {
    assert_eq!(modules_with(|code| words(code).any(|word| word == "unsafe")), UNSAFE);
}

#[test]
fn no_file_is_long() {
    for module in ORDER.iter().chain(BESIDE) {
        let lines = source(module).lines().count();
        assert!(lines <= 400 || LONG.contains(module), "`{module}` has {lines} lines");
    }
}

fn source(module: &str) -> String {
    let path = format!("{}/src/{module}.rs", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).expect("every listed module has a file")
}

/// The source without its comments.
fn code(module: &str) -> String {
    let source = source(module);
    source.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect()
}

fn modules_with(has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let all = ORDER.iter().chain(BESIDE).copied();
    all.filter(|module| *module != "loom_tests" && has(&code(module))).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The first name of a path, or of every path in a group of them.
fn heads(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else { return words(path).take(1).collect() };
    let (mut heads, mut depth, mut fresh) = (Vec::new(), 1, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if c.is_alphabetic() && fresh => {
                heads.extend(words(&group[at..]).next());
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

/// The code without the bodies of the modules written inside it.
fn without_inner_modules(code: &str) -> String {
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
    assert_eq!(heads("layout::{LINE, carve}, x"), ["layout"]);
    assert_eq!(
        heads("{ layout::{LINE, carve}, sync::Ordering,\n stash }; run"),
        ["layout", "sync", "stash"]
    );
    let code = "use a;\nmod tests {\n    use super::*;\n    fn f() {}\n}\nfn g() {}\n";
    assert_eq!(without_inner_modules(code), "use a;\nmod tests {\nfn g() {}\n");
}
