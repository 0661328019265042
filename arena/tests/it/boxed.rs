//! Boxes: what they own is dropped once, by them.

use core::{cell::Cell, error::Error, pin::pin};
use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use arena::{AllocError, Arena, Box};

/// Counts its drops.
struct Counted<'c>(&'c Cell<u32>);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn a_box_drops_its_value_once() {
    let (arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    drop(arena.alloc_box(Counted(&drops)));
    assert_eq!(drops.get(), 1);
    drop(arena.local().alloc_box(Counted(&drops)));
    assert_eq!(drops.get(), 2);
}

#[test]
fn what_is_taken_out_is_dropped_by_its_new_owner_alone() {
    let (arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    let value = arena.alloc_box(Counted(&drops)).into_inner();
    assert_eq!(drops.get(), 0);
    drop(value);
    assert_eq!(drops.get(), 1);
}

#[test]
fn a_refused_value_is_dropped() {
    let (arena, drops) = (Arena::new(4).unwrap(), Cell::new(0));
    assert!(matches!(arena.try_alloc_box(Counted(&drops)), Err(AllocError::Full { .. })));
    assert_eq!(drops.get(), 1);
}

#[test]
fn a_forgotten_box_leaks_its_value_and_nothing_else() {
    let (mut arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    #[expect(clippy::mem_forget, reason = "this is the attack")]
    core::mem::forget(arena.alloc_box(Counted(&drops)));
    arena.reset();
    assert_eq!((drops.get(), arena.remaining()), (0, 256));
}

#[test]
fn boxes_without_size_need_no_room_and_are_dropped() {
    struct Loud;
    impl Drop for Loud {
        fn drop(&mut self) {
            DROPS.set(DROPS.get() + 1);
        }
    }
    std::thread_local!(static DROPS: Cell<u32> = const { Cell::new(0) });
    let arena = Arena::new(0).unwrap();
    drop(arena.alloc_box(Loud));
    assert_eq!(DROPS.get(), 1);
}

#[test]
fn a_panicking_drop_runs_once() {
    struct Bomb<'c>(&'c Cell<u32>);
    impl Drop for Bomb<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
            panic!("boom");
        }
    }
    let (arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    let bomb = arena.alloc_box(Bomb(&drops));
    catch_unwind(AssertUnwindSafe(|| drop(bomb))).unwrap_err();
    assert_eq!(drops.get(), 1);
}

#[test]
fn boxes_in_a_scope_are_dropped_at_its_end() {
    let (mut arena, drops) = (Arena::new(1024).unwrap(), Cell::new(0));
    arena.scope(|scope| {
        let _outer = scope.alloc_box(Counted(&drops));
        scope.scope(|inner| inner.alloc_box(Counted(&drops)).0.set(10));
        assert_eq!(drops.get(), 11);
    });
    assert_eq!(drops.get(), 12);
}

#[test]
fn a_box_behaves_as_its_value() {
    let arena = Arena::new(4096).unwrap();
    let (one, two) = (arena.alloc_box("1".to_string()), arena.alloc_box("2".to_string()));
    assert!(one < two && one == arena.alloc_box("1".to_string()));
    assert_eq!((one.to_string(), format!("{two:?}")), ("1".into(), "\"2\"".into()));
    assert!(HashSet::from([one]).contains(&String::from("1")), "hashed and borrowed alike");
    assert_eq!(arena.alloc_box(1..4).rev().collect::<Vec<_>>(), [3, 2, 1]);
    let error: &dyn Error = &arena.alloc_box(AllocError::TooLarge);
    assert!(error.source().is_none());
}

#[test]
fn a_box_of_a_future_is_one() {
    let arena = Arena::new(256).unwrap();
    let mut future = pin!(arena.alloc_box(core::future::ready(5)));
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    assert_eq!(future.as_mut().poll(&mut context), core::task::Poll::Ready(5));
}

#[test]
fn a_box_may_own_what_borrows_from_elsewhere_and_is_covariant() {
    fn shorter<'s>(long: Box<'static, &'static str>, _: &'s str) -> Box<'s, &'s str> {
        long
    }
    arena::static_arena! { static TEXTS: 64; }
    let local = String::from("local");
    assert_eq!(*shorter(TEXTS.alloc_box("static"), &local), "static");
    assert_eq!(TEXTS.alloc_box(&local).len(), 5);
}
