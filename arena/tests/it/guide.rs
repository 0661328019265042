//! The guide: what its tables are complete in.

use std::collections::BTreeSet;

#[test]
fn the_table_of_methods_names_each_operation() {
    let is_of_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let methods = concat!(
        include_str!("../../src/methods/values.rs"),
        include_str!("../../src/methods/slices.rs"),
        include_str!("../../src/methods/text.rs"),
        include_str!("../../src/methods/raw.rs"),
        include_str!("../../src/methods/owners.rs"),
    );
    let methods = methods.split(" fn ").skip(1);
    let methods = methods.map(|rest| rest.split(|c| !is_of_name(c)).next().unwrap());
    // The others are their twins.
    let operations: BTreeSet<_> = methods.filter(|name| name.starts_with("alloc")).collect();

    let guide = include_str!("../../src/guide/mod.rs");
    let (_, table) = guide.split_once("//! | to make |").unwrap();
    let table = table.split_once("//!\n").unwrap().0;
    let code = table.split('`').skip(1).step_by(2);
    let listed: BTreeSet<_> = code.filter(|code| code.starts_with("alloc")).collect();
    assert_eq!(listed, operations);
    assert!(operations.len() > 20, "{operations:?}");
}
