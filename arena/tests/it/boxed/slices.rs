//! Boxes of slices: every element is dropped once, whatever happens as they are made.

use core::{
    cell::{Cell, RefCell},
    iter, mem,
};
use std::alloc::Layout;

use arena::{AllocError, Arena};

use super::{Bomb, Counted, NOTHINGS, Noted, Nothing};
use crate::support::{full, never, on_each, panic_of, refuses};

#[test]
fn a_boxed_slice_drops_its_elements_once_and_in_order() {
    on_each!(4096, |_arena, on| {
        let noted = RefCell::default();
        let slice = on.alloc_box_slice((0..5).map(|n| Noted(n, &noted)));
        assert!(slice.iter().map(|element| element.0).eq(0..5));
        assert!(noted.borrow().is_empty());
        drop(slice);
        assert_eq!(*noted.borrow(), [0, 1, 2, 3, 4]);
    });
}

#[test]
fn elements_that_own_memory_move_as_the_slice_grows() {
    on_each!(1 << 16, |_arena, on| {
        // What is allocated in between makes each growth a copy to another place.
        let words = (0..100).map(|n| on.alloc(n).to_string()).filter(|_| true);
        let slice = on.alloc_box_slice(words);
        assert!(slice.iter().map(String::as_str).eq((0..100).map(|n| n.to_string())));
        // And without anything in between, it is done in place.
        let slice = on.alloc_box_slice((0..100).map(|n: u8| vec![n]).filter(|n| n[0] % 2 == 0));
        assert!(slice.iter().map(|n| n[0]).eq((0..100).step_by(2)));
    });
}

#[test]
fn a_panicking_iterator_drops_what_it_has_given() {
    on_each!(4096, |arena, on| {
        for give in [0, 1, 2, 7] {
            let (noted, before) = (RefCell::default(), arena.remaining());
            let next = |n| if n < give { Noted(n, &noted) } else { panic!("mine") };
            // The promise is true, too small, and too small while others allocate.
            assert_eq!(panic_of(|| on.alloc_box_slice((0..19).map(next))).message, "mine");
            panic_of(|| on.alloc_box_slice((0..19).map(next).filter(|_| true)));
            assert_eq!(arena.remaining(), before, "the bytes were not given back");
            panic_of(|| on.alloc_box_slice((0..19).map(|n| next(*on.alloc(n))).filter(|_| true)));
            let once = (0..give).collect::<Vec<_>>();
            assert_eq!(*noted.borrow(), [&once[..]; 3].concat());
        }
    });
}

#[test]
fn an_arena_that_is_full_midway_drops_what_was_made() {
    on_each!(1000, |arena, on| {
        let noted = RefCell::default();
        let endless = (0..).map(|n| Noted(n, &noted)).filter(|_| true);
        let error = on.try_alloc_box_slice(endless).unwrap_err();
        assert!(matches!(error, AllocError::Full { remaining: 0..1000, .. }), "{error:?}");
        let mut dropped = noted.take();
        // The first to go is the one that did not fit.
        let unfit = dropped.remove(0);
        assert!(unfit > 10 && dropped.into_iter().eq(0..unfit));
        assert_eq!(on.alloc_slice_fill_copy(1000, 1_u8).len(), 1000, "bytes were not given back");
        assert_eq!(arena.remaining(), 0);
    });
}

#[test]
fn a_promise_that_does_not_fit_is_refused_before_anything_is_made() {
    on_each!(64, |arena, on| {
        let many = || iter::repeat_with(never::<Vec<u8>>).take(6);
        let error = full(Layout::array::<Vec<u8>>(6).unwrap(), arena);
        refuses!(arena, error, on.try_alloc_box_slice(many()), on.alloc_box_slice(many()));
        let more = || iter::repeat_with(never::<Vec<u8>>).take(usize::MAX);
        let error = AllocError::TooLarge;
        refuses!(arena, error, on.try_alloc_box_slice(more()), on.alloc_box_slice(more()));
        let text = "x".repeat(65);
        let error = full(Layout::new::<[u8; 65]>(), arena);
        refuses!(arena, error, on.try_alloc_box_str(&text), on.alloc_box_str(&text));
    });
}

#[test]
fn a_panicking_drop_of_one_element_drops_the_others_once() {
    for armed in 0..4 {
        let (arena, drops) = (Arena::new(4096).unwrap(), Cell::new(0));
        let bombs = || (0..4).map(|n| Bomb { drops: &drops, armed: n == armed });
        let slice = arena.alloc_box_slice(bombs());
        assert_eq!(panic_of(|| drop(slice)).message, "boom");
        assert_eq!(drops.get(), 4);

        // The same while a slice is given up, since the arena is full: its block stays claimed.
        let arena = Arena::new(size_of::<Bomb<'_>>() * 4).unwrap();
        let more = bombs().chain([Bomb { drops: &drops, armed: false }]).filter(|_| true);
        assert_eq!(panic_of(|| arena.try_alloc_box_slice(more)).message, "boom");
        assert_eq!((drops.get(), arena.remaining()), (9, 0));
    }
}

#[test]
fn elements_without_size_are_dropped_and_take_no_room() {
    on_each!(0, |_arena, on| {
        NOTHINGS.set(0);
        let slice = on.alloc_box_slice((0..5).map(|_| Nothing));
        assert_eq!((slice.len(), NOTHINGS.get()), (5, 0));
        drop(slice);
        assert_eq!(NOTHINGS.get(), 5);
        drop(on.alloc_box_slice((0..5).map(|_| Nothing).filter(|_| true)));
        assert_eq!(NOTHINGS.get(), 10);
        panic_of(|| on.alloc_box_slice((0..5).map(|n| if n < 3 { Nothing } else { panic!() })));
        assert_eq!(NOTHINGS.get(), 13);
    });
}

#[test]
fn an_empty_slice_and_text_need_no_room() {
    on_each!(0, |_arena, on| {
        assert!(on.alloc_box_slice(iter::empty::<String>()).is_empty());
        assert!(on.alloc_box_slice((0..9).map(|n| n.to_string()).filter(|_| false)).is_empty());
        assert_eq!(&*on.alloc_box_str(""), "");
    });
}

#[test]
fn forgotten_slices_leak_their_elements_and_nothing_else() {
    let (mut arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    #[expect(clippy::mem_forget, reason = "this is the attack")]
    mem::forget(arena.alloc_box_slice([Counted(&drops), Counted(&drops)]));
    arena.reset();
    assert_eq!((drops.get(), arena.remaining()), (0, 256));
}

#[test]
fn an_iterator_that_boxes_elsewhere_in_the_same_arena_harms_nobody() {
    on_each!(1 << 16, |_arena, on| {
        let noted = RefCell::default();
        let nested = |n| on.alloc_box_slice((0..n).map(|m| Noted(m, &noted)).filter(|_| true));
        let slices = on.alloc_box_slice((0..20).map(nested).filter(|_| true));
        assert!(slices.iter().map(|slice| slice.len()).eq(0..20));
        drop(slices);
        assert!(noted.borrow().iter().copied().eq((0..20).flat_map(|n| 0..n)));
    });
}

#[test]
fn an_element_may_allocate_from_the_arena_as_it_is_dropped() {
    struct Last<'a>(&'a Arena, &'a RefCell<Vec<&'a [u32; 32]>>, u32);
    impl Drop for Last<'_> {
        fn drop(&mut self) {
            self.1.borrow_mut().push(self.0.alloc([self.2; 32]));
        }
    }
    let (arena, words) = (Arena::new(4000).unwrap(), RefCell::default());
    let last = |n| if n < 7 { Last(&arena, &words, n) } else { panic!() };
    panic_of(|| arena.alloc_box_slice((0..9).map(last)));
    drop(arena.alloc_box_slice((0..7).map(last)));
    assert!(words.borrow().iter().map(|words| **words).eq((0..7).chain(0..7).map(|n| [n; 32])));
}
