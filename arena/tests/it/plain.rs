//! `Plain`: what is `Copy` and of another crate, as an element.

use core::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use arena::{Arena, ArenaSafe, Plain};
use static_assertions::{assert_impl_all, assert_not_impl_any};

/// Stands for a `Copy` type of another crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Foreign(u32);

assert_not_impl_any!(Foreign: ArenaSafe);
assert_impl_all!(Plain<Foreign>: ArenaSafe, Copy, Send, Sync);
assert_impl_all!(Cell<Option<Plain<fn(&mut Foreign) -> &str>>>: ArenaSafe);
assert_not_impl_any!(Plain<*const u8>: Send, Sync);

#[test]
fn it_is_an_element_of_slices() {
    let arena = Arena::new(1024).unwrap();
    let filled = arena.alloc_slice_fill_with(3, |_| Plain(Foreign(1)));
    filled[0].0.0 = 2;
    assert_eq!(filled, [Plain(Foreign(2)), Plain(Foreign(1)), Plain(Foreign(1))]);
    let iterated = arena.local().alloc_slice_fill_iter((0..3).map(Foreign).map(Plain));
    iterated.sort_by(|a, b| b.cmp(a));
    assert_eq!(iterated, [2, 1, 0].map(|n| Plain(Foreign(n))));
    let defaults: &mut [Plain<Foreign>] = arena.alloc_slice_fill_default(2);
    assert_eq!(*defaults[1], Foreign(0));
    let cell = arena.alloc(Cell::new(Plain(Foreign(4))));
    assert_eq!(cell.get().0, Foreign(4));
}

#[cfg(feature = "collections")]
#[test]
fn it_is_an_element_of_lists_and_maps() {
    use arena::collections;

    let arena = Arena::new(4096).unwrap();
    let mut list = collections::Vec::new_in(&arena);
    list.extend((0..3).map(Foreign).map(Plain));
    assert_eq!(list.iter().map(|plain| plain.0.0).sum::<u32>(), 3);
    let mut map = collections::HashMap::new_in(&arena);
    map.insert(Plain(Foreign(1)), Plain(Foreign(2)));
    assert_eq!(map.get(&Foreign(1)), Some(&Plain(Foreign(2))));
}

#[test]
fn it_does_what_its_value_does() {
    let (plain, mut number) = (Plain(Foreign(7)), Plain(255_u8));
    assert_eq!(format!("{plain:?} {number} {number:#x} {number:o}"), "Foreign(7) 255 0xff 377");
    assert_eq!(format!("{:b} {:e}", number, Plain(1.5)), "11111111 1.5e0");
    assert!(plain > Plain(Foreign(6)) && plain == Foreign(7).into());
    assert_eq!("12".parse::<Plain<u8>>().unwrap(), Plain(12));
    assert!("x".parse::<Plain<u8>>().is_err());
    *number -= 5;
    *number.as_mut() -= 50;
    assert_eq!((*number.as_ref(), number.count_ones()), (200, 3));
    assert_eq!(HashMap::from([(plain, 1)]).get(&Foreign(7)), Some(&1));
    assert_eq!(BTreeMap::from([(plain, 1)]).get(&Foreign(7)), Some(&1));
    let error: Box<dyn std::error::Error> = Box::new(Plain(std::fmt::Error));
    assert_eq!(error.to_string(), std::fmt::Error.to_string());
}

#[cfg(feature = "serde")]
#[test]
fn it_is_written_and_read_as_its_value() {
    let value = serde_json::to_value([Plain(1), Plain(2)]).unwrap();
    assert_eq!(value, serde_json::json!([1, 2]));
    assert_eq!(serde_json::from_value::<Plain<u8>>(serde_json::json!(3)).unwrap(), Plain(3));
}
