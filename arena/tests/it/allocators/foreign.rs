//! The collections of other crates, straight on a handle.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashSet},
    ptr,
};

use allocator_api2::{alloc::Allocator, boxed::Box, vec::Vec};
use arena::{
    Arena,
    collections::hashbrown::{DefaultHashBuilder, HashMap},
};

use super::on_every;

#[test]
fn two_lists_grow_in_turn() {
    on_every!(1 << 20, |handle| {
        let (mut numbers, mut bytes) = (Vec::new_in(handle), Vec::new_in(handle));
        for number in 0..3000_u64 {
            numbers.push(number);
            bytes.extend_from_slice(&number.to_le_bytes()[..3]);
            if number % 100 == 0 {
                numbers.shrink_to_fit();
            }
        }
        assert!(numbers.iter().copied().eq(0..3000));
        assert!(bytes.chunks(3).zip(0_u64..).all(|(chunk, n)| chunk == &n.to_le_bytes()[..3]));
    });
}

#[test]
fn a_list_that_is_alone_grows_in_place_and_gives_everything_back() {
    let arena = Arena::new(8 * 1024).unwrap();
    let mut list = Vec::with_capacity_in(1, &arena);
    for number in 0..1000_u64 {
        list.push(number);
    }
    assert_eq!((list.capacity(), arena.allocated()), (1024, 8 * 1024));
    list.shrink_to_fit();
    assert_eq!(arena.allocated(), 8000);
    assert!(list.into_iter().eq(0..1000));
    assert_eq!(arena.allocated(), 0);
}

#[test]
fn a_map_agrees_with_that_of_std() {
    on_every!(1 << 20, |handle| {
        let mut map = HashMap::with_hasher_in(DefaultHashBuilder::default(), handle);
        let mut model = BTreeMap::new();
        for number in 0..2000_u64 {
            let key = number * 7919 % 501;
            assert_eq!(map.insert(key, number), model.insert(key, number));
            if number % 3 == 0 {
                assert_eq!(map.remove(&(key / 2)), model.remove(&(key / 2)));
            }
            if number % 500 == 0 {
                map.shrink_to_fit();
            }
        }
        let all: BTreeMap<_, _> = map.into_iter().collect();
        assert_eq!(all, model);
    });
}

#[test]
fn values_are_dropped_once() {
    struct Counted<'c>(&'c Cell<usize>);
    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    on_every!(1 << 16, |handle| {
        let dropped = Cell::new(0);
        let one = Box::new_in(Counted(&dropped), handle);
        let mut many = Vec::new_in(handle);
        many.extend((0..100).map(|_| Counted(&dropped)));
        many.truncate(90);
        assert_eq!(dropped.get(), 10);
        drop(one);
        let mut rest = many.into_iter();
        rest.next();
        assert_eq!(dropped.get(), 12);
        drop(rest);
        assert_eq!(dropped.get(), 101);
    });
}

#[test]
fn boxes_lie_apart_and_the_last_one_is_reclaimed() {
    let arena = Arena::new(4096).unwrap();
    let boxes: std::vec::Vec<_> = (0..100_u64).map(|n| Box::new_in(n, &arena)).collect();
    let places: HashSet<_> = boxes.iter().map(|one| ptr::from_ref(&**one).addr()).collect();
    assert_eq!((places.len(), arena.allocated()), (100, 800));
    assert!(boxes.iter().map(|one| **one).eq(0..100));
    boxes.into_iter().rev().for_each(drop);
    assert_eq!(arena.allocated(), 0);
    let mut list = Vec::with_capacity_in(100, &arena);
    list.extend_from_slice(b"abc");
    let text = list.into_boxed_slice();
    assert_eq!((&*text, arena.allocated()), (&b"abc"[..], 3));
}

#[test]
fn a_full_arena_is_an_error_where_they_can_say_so() {
    on_every!(1024, |handle| {
        let mut list = Vec::new_in(handle);
        list.try_reserve_exact(1).unwrap();
        list.push(1_u8);
        assert!(list.try_reserve(1024).is_err());
        assert!(Box::try_new_in([0_u8; 1025], handle).is_err());
        assert_eq!(*list, [1]);
    });
}

#[test]
fn a_refusal_is_counted_once() {
    let arena = Arena::new(1024).unwrap();
    let local = arena.local();
    refused_once(&arena, &arena);
    refused_once(&arena, &local);
    drop(local);
    let mut arena = arena;
    let refused = arena.stats().refused;
    arena.scope(|scope| assert!(Box::try_new_in([0_u8; 1025], &*scope).is_err()));
    assert_eq!(arena.stats().refused, refused + 1);
}

fn refused_once<A: Allocator + Copy>(arena: &Arena, handle: A) {
    let mut list = Vec::new_in(handle);
    list.push(1_u64);
    let mut map = HashMap::with_hasher_in(DefaultHashBuilder::default(), handle);
    map.insert(1_u64, 1_u64);
    let once = |what: &str, act: &mut dyn FnMut() -> bool| {
        let before = arena.stats().refused;
        assert!(!act(), "{what}");
        assert_eq!(arena.stats().refused - before, 1, "{what}");
    };
    once("growth", &mut || list.try_reserve(1024).is_ok());
    once("a new block", &mut || Box::try_new_in([0_u8; 1025], handle).is_ok());
    once("zeroes", &mut || Box::<[u8; 1025], _>::try_new_zeroed_in(handle).is_ok());
    once("a table", &mut || map.try_reserve(1024).is_ok());
    let refused = arena.stats().refused;
    assert!(list.try_reserve(usize::MAX / 8).is_err());
    list.try_reserve(3).unwrap();
    list.shrink_to_fit();
    drop(list);
    assert_eq!(arena.stats().refused, refused, "what is no request, or is served");
}
