//! The README's copies: each fact of it is written once.

const README: &str = include_str!("../../../README.md");

#[test]
fn the_crate_has_the_readme_of_the_repository() {
    assert_eq!(include_str!("../../README.md"), README, "copy README.md to arena/README.md");
}

#[test]
fn the_quick_start_is_the_example() {
    let example = include_str!("../../../examples/quickstart.rs");
    let code = &example[example.find("use ").unwrap()..];
    assert!(README.contains(code), "the README's code is not that of examples/quickstart.rs");
}
