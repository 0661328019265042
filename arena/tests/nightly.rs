//! The handles as allocators of the standard library, whose trait is not stable yet.
//!
//! `RUSTFLAGS="--cfg arena_nightly" cargo +nightly test -p arena --test nightly`

#![cfg(arena_nightly)]
#![feature(allocator_api)]
#![expect(clippy::std_instead_of_alloc, reason = "tests have `std`")]

use std::{boxed::Box, collections::VecDeque, thread, vec::Vec};

use arena::Arena;

#[test]
fn collections_of_std_stand_on_every_handle() {
    let mut arena = Arena::new(1 << 16).unwrap();
    let mut shared = Vec::new_in(&arena);
    shared.extend(0..1000_u32);
    shared.shrink_to_fit();
    assert_eq!(arena.allocated(), 4000);
    let boxed: Box<dyn Fn(u32) -> u32, &Arena> = Box::new_in(|number| number + 1, &arena);
    assert_eq!(boxed(shared[999]), 1000);
    drop((shared, boxed));

    let mut local = arena.local();
    local.scope(|local| {
        let mut queue = VecDeque::new_in(&*local);
        queue.extend(["a".to_owned(), "b".to_owned()]);
        assert_eq!(queue.pop_front().as_deref(), Some("a"));
    });
    drop(local);
    arena.scope(|scope| assert_eq!(Vec::<u64, _>::with_capacity_in(9, &*scope).capacity(), 9));
}

#[test]
fn a_refusal_is_counted_once() {
    let arena = Arena::new(64).unwrap();
    let mut list = Vec::new_in(&arena);
    list.push(1_u64);
    list.try_reserve(64).unwrap_err();
    assert_eq!(arena.stats().refused, 1);
}

#[test]
fn a_list_moves_to_another_thread_and_grows_there() {
    let arena = Arena::new(1 << 16).unwrap();
    let mut list = Vec::new_in(&arena);
    list.push(1);
    let list = thread::scope(|threads| {
        threads.spawn(move || (list.extend([2, 3]), list).1).join().unwrap()
    });
    assert_eq!(list, [1, 2, 3]);
}
