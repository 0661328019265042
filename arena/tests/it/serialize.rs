//! What can be written, by `serde`.

use arena::Arena;
use serde_json::{json, to_value};

#[test]
fn boxes_are_written_as_their_values() {
    let arena = Arena::new(1024).unwrap();
    assert_eq!(to_value(arena.alloc_box((1, "one"))).unwrap(), json!([1, "one"]));
    assert_eq!(to_value(arena.alloc_box_slice([Some(1), None])).unwrap(), json!([1, null]));
    assert_eq!(to_value(arena.alloc_box_str("text")).unwrap(), json!("text"));
}

#[test]
fn figures_are_written_by_their_names() {
    let arena = Arena::new(1024).unwrap();
    arena.alloc([0_u8; 24]);
    let expected = json!({
        "capacity": 1024, "allocated": 24, "remaining": 1000, "peak": 24, "stash": 0, "resets": 0,
        "refused": 0,
    });
    assert_eq!(to_value(arena.stats()).unwrap(), expected);
}

#[cfg(feature = "collections")]
#[test]
fn collections_are_written_as_those_of_std_are() {
    use arena::collections::{CollectIn, HashMap, HashSet, String};

    let arena = Arena::new(4096).unwrap();
    let local = arena.local();
    let list = arena::vec![in &local; String::from_str_in("a", &local), String::new_in(&local)];
    assert_eq!(to_value(&list).unwrap(), json!(["a", ""]));
    let map: HashMap<&str, u8, _> = [("a", 1), ("b", 2)].into_iter().collect_in(&arena);
    assert_eq!(to_value(&map).unwrap(), json!({"a": 1, "b": 2}));
    let set: HashSet<u8, _> = [7, 7].into_iter().collect_in(&arena);
    assert_eq!(to_value(&set).unwrap(), json!([7]));
}
