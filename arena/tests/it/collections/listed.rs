//! Each method that the docs of `std` list for its collections and its `Box` is here, or on the list
//! of those that are not, with a reason.

use std::{fs, path::Path};

/// What is stable in the newest compiler that the tests know.
const STD: [(&str, &str); 5] = [
    (
        "Vec",
        "new with_capacity from_raw_parts capacity reserve reserve_exact try_reserve \
         try_reserve_exact shrink_to_fit shrink_to into_boxed_slice truncate as_slice as_mut_slice \
         set_len swap_remove insert remove retain retain_mut dedup_by_key dedup_by dedup push pop \
         pop_if append drain clear split_off resize_with leak spare_capacity_mut resize \
         extend_from_slice extend_from_within into_flattened splice extract_if",
    ),
    (
        "String",
        "new with_capacity from_utf8 from_utf8_lossy from_utf16 from_utf16_lossy from_raw_parts \
         from_utf8_unchecked into_bytes as_str as_mut_str push_str extend_from_within capacity \
         reserve reserve_exact try_reserve try_reserve_exact shrink_to_fit shrink_to push truncate \
         pop remove retain insert insert_str as_mut_vec split_off clear drain replace_range \
         into_boxed_str leak",
    ),
    (
        "HashMap",
        "new with_capacity with_hasher with_capacity_and_hasher capacity keys into_keys values \
         values_mut into_values iter iter_mut len is_empty drain extract_if retain clear hasher \
         reserve try_reserve shrink_to_fit shrink_to entry get get_key_value get_disjoint_mut \
         get_disjoint_unchecked_mut contains_key get_mut insert remove remove_entry",
    ),
    (
        "HashSet",
        "new with_capacity with_hasher with_capacity_and_hasher capacity iter len is_empty drain \
         extract_if retain clear hasher reserve try_reserve shrink_to_fit shrink_to difference \
         symmetric_difference intersection union contains get insert replace remove take \
         is_disjoint is_subset is_superset",
    ),
    (
        "Box",
        "new new_uninit new_zeroed new_uninit_slice new_zeroed_slice pin assume_init write from_raw \
         into_raw leak into_pin downcast",
    ),
];

fn source(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path);
    let Ok(files) = fs::read_dir(&path) else { return fs::read_to_string(path).unwrap() };
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

#[test]
#[cfg_attr(miri, ignore = "reads files")]
fn what_std_has_is_here_or_listed() {
    let docs = source("collections/mod.rs");
    let rows = docs.lines().filter_map(|line| line.strip_prefix("//! | "));
    let absent: String = rows.filter_map(|row| row.split(" |").next()).collect();
    let files = [
        "collections/vec",
        "collections/string",
        "collections/hash_map",
        "collections/hash_set",
        "boxed.rs",
    ];
    for ((of, names), file) in STD.into_iter().zip(files) {
        let code = source(file);
        for name in names.split_whitespace() {
            let is_here = ["(", "_in(", "<", "_in<", ", try_"]
                .iter()
                .any(|end| code.contains(&format!("fn {name}{end}")));
            let is_listed = absent.contains(&format!("`{of}::{name}`"));
            assert!(is_here || is_listed, "`{of}::{name}` is neither here nor listed");
            assert!(!(is_here && is_listed), "`{of}::{name}` is here, and listed as absent");
        }
    }
}

#[test]
fn what_is_listed_as_absent_has_the_substitute_that_is_named() {
    use arena::{
        Arena,
        collections::{CollectIn, String as Text},
    };

    let arena = Arena::new(1 << 10).unwrap();
    let units = [0x61, 0xD800, 0x62];
    let text: Text<_> = char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect_in(&arena);
    assert_eq!(text, String::from_utf16_lossy(&units));
    let flat = arena::vec![in &arena; [1, 2], [3, 4]].into_slice().as_flattened_mut();
    assert_eq!(flat, [1, 2, 3, 4]);
    let (mut list, mut model) = (arena::vec![in &arena; 1, 2, 3, 4], vec![1, 2, 3, 4]);
    assert!(list.drain(1..3).eq([2, 3]));
    list.extend([7, 8, 9]);
    list[1..].rotate_right(3);
    model.splice(1..3, [7, 8, 9]);
    assert_eq!(list, model);
    let before = arena.allocated();
    let mut list = arena::vec![in &arena; 1_u8; 100];
    list.clear();
    list.shrink_to_fit();
    assert_eq!(arena.allocated(), before);
    drop(arena::vec![in &arena; 1_u8; 100].into_iter());
    assert_eq!(arena.allocated(), before);
}
