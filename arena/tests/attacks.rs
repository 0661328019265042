//! Attempts to break memory safety from safe code, one for each way in which arenas have broken.
//!
//! Each fills what it gets with a pattern and looks whether it is still there; under
//! `AddressSanitizer` and Miri any slip is reported besides. What the compiler refuses is in
//! `tests/ui`.

#![cfg(all(feature = "alloc", feature = "collections"))]
#![forbid(unsafe_code)]
#![expect(clippy::std_instead_of_alloc, clippy::std_instead_of_core, reason = "tests have `std`")]
#![expect(clippy::mem_forget, clippy::forget_non_drop, reason = "to forget is one of the attacks")]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[path = "attacks/callbacks.rs"]
mod callbacks;

use std::{
    cell::{Cell, RefCell},
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hash, Hasher},
    iter, mem,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use arena::{
    Arena, ArenaSafe, Local, LocalArena, Static, Stats,
    collections::{HashMap, Vec as List},
};

/// Blocks with the pattern that each was filled with.
#[derive(Default)]
struct Watched<'a>(Vec<(&'a mut [u8], u8)>);

impl<'a> Watched<'a> {
    fn add(&mut self, block: &'a mut [u8]) {
        let pattern = u8::try_from(self.0.len() % 251).unwrap();
        block.fill(pattern);
        self.0.push((block, pattern));
    }

    fn check(&self) {
        for (block, pattern) in &self.0 {
            assert!(block.iter().all(|byte| byte == pattern), "a block was overwritten");
        }
    }
}

fn arena() -> Arena {
    Arena::new(1 << 16).unwrap()
}

/// Runs what is meant to panic.
fn panics(f: impl FnOnce()) {
    assert!(catch_unwind(AssertUnwindSafe(f)).is_err());
}

#[test]
fn lengths_that_overflow_are_refused_and_take_nothing() {
    let arena = arena();
    for len in [usize::MAX, usize::MAX / 2, usize::MAX / 8, isize::MAX as usize, usize::MAX / 8 + 2]
    {
        assert!(arena.try_alloc_slice_fill_copy(len, 7_u64).is_err());
        assert!(arena.try_alloc_slice_fill_with(len, |_| -> u64 { panic!("never made") }).is_err());
        assert!(arena.try_alloc_slice_uninit::<[u64; 3]>(len).is_err());
        assert!(List::<u64, _>::try_with_capacity_in(len, &arena).is_err());
        assert!(HashMap::<u64, u64, _>::try_with_capacity_in(len, &arena).is_err());
        assert_eq!(arena.alloc_slice_fill_copy(len, ()).len(), len);
    }
    assert_eq!(arena.allocated(), 0);
}

#[test]
fn handles_exchanged_in_a_scope_give_nothing_away_twice() {
    // Handles of any lifetime come from `static` arenas alone.
    arena::static_arena! { static ONE: 1 << 18; }
    arena::static_arena! { static OTHER: 1 << 18; }
    let mut watched = Watched::default();
    let mut local = ONE.local();
    watched.add(local.alloc_slice_fill_copy(100, 0));
    for round in 0..100 {
        local.scope(|inner| {
            let mut elsewhere = OTHER.local();
            inner.alloc_slice_fill_copy(round * 7, 0xEE_u8);
            mem::swap(inner, &mut elsewhere);
            inner.alloc_slice_fill_copy(round * 3, 0xDD_u8);
            elsewhere.alloc_slice_fill_copy(round * 5, 0xCC_u8);
            // The handle of the scope ends on another thread, or never.
            if round % 2 == 0 {
                thread::scope(|threads| _ = threads.spawn(move || drop(elsewhere)));
            } else {
                mem::forget(elsewhere);
            }
            *inner = ONE.local();
            inner.alloc_slice_fill_copy(50, 0xBB_u8);
        });
        watched.add(local.alloc_slice_fill_copy(10, 0));
        watched.add(ONE.alloc_slice_fill_copy(10, 0));
        watched.check();
    }
}

#[test]
fn a_macro_around_a_call_of_ours_makes_two_of_everything() {
    // An attribute sees the call, and not the unsafe code that it stands for. `again` is a copy of
    // the value, with calls of its own.
    #[arena_test_evaluate_again::evaluate_again]
    static ONE: fn() -> (&'static Arena<Static>, Shown<'static>) = || {
        arena::static_arena! { static ARENA: 4096; }
        let text = arena::format_in!(ARENA, "{} and {}", 1, 2);
        let list = arena::vec![in &ARENA; text, "three"];
        (&ARENA, arena::unsize_box!(ARENA.alloc_box((text, list)) => dyn fmt::Debug + Sync))
    };
    let ((one, shown), (other, shown_again)) = (ONE(), again()());
    let (block, other_block) = (one.alloc([1_u8; 100]), other.alloc([2_u8; 100]));
    assert!(!one.contains(other_block) && !other.contains(block));
    assert_eq!((*block, *other_block), ([1; 100], [2; 100]));
    for shown in [shown, shown_again] {
        assert_eq!(format!("{shown:?}"), r#"("1 and 2", ["1 and 2", "three"])"#);
    }
}

type Shown<'a> = arena::Box<'a, dyn fmt::Debug + Sync>;

#[test]
fn whatever_is_forgotten_costs_its_own_bytes_until_the_reset() {
    let mut arena = arena();
    for _ in 0..3 {
        let before = arena.allocated();
        let local = arena.local();
        local.alloc(1_u8);
        mem::forget(local);
        mem::forget(arena.alloc_box(Cell::new(1)));
        let mut list = arena::vec![in &arena; 1, 2, 3];
        mem::forget(list.drain(1..));
        assert!(list.len() <= 3);
        list.push(4);
        mem::forget(list.clone().into_iter());
        mem::forget(list);
        arena.scope(|scope| {
            mem::forget(scope.local());
            let mut local = scope.local();
            local.scope(|inner| mem::forget(mem::replace(inner, scope_less())));
            mem::forget(local);
        });
        assert!(arena.allocated() - before < 2048);
    }
    arena.reset();
    assert_eq!(arena.remaining(), arena.capacity());
}

/// A handle from nowhere, for any lifetime.
fn scope_less<'s>() -> Local<'s> {
    arena::static_arena! { static NOWHERE: 4096; }
    NOWHERE.local()
}

#[test]
fn arenas_for_one_thread_are_exchanged_forgotten_and_put_into_each_other() {
    let (mut one, mut other) = (LocalArena::new(1 << 16).unwrap(), LocalArena::new(1000).unwrap());
    for round in 0..50 {
        one.scope(|scope| {
            let mut watched = Watched::default();
            watched.add(scope.alloc_slice_fill_copy(round, 0));
            for _ in 0..3 {
                let mut part = LocalArena::from_buffer(scope.alloc_slice_uninit(300));
                watched.add(scope.alloc_slice_fill_copy(10, 0));
                part.scope(|inner| while inner.try_alloc(0x5555_u16).is_ok() {});
                // What the scope has left is lent on, by one that is forgotten.
                let boxed = scope.alloc_box(LocalArena::from_buffer(part_of(&mut part)));
                mem::forget(boxed);
                scope.scope(|inner| {
                    part = LocalArena::from_buffer(no_bytes());
                    inner.alloc_slice_fill_copy(1000, 0xEE_u8);
                    // Of another arena, while this one's is open.
                    other.scope(|strange| {
                        let mut list = List::new_in(&*strange);
                        list.extend(inner.alloc_slice_fill_copy(50, 1_u8).iter().copied());
                        mem::forget(list.drain(3..));
                        mem::forget(list);
                    });
                });
                watched.add(scope.alloc_slice_fill_copy(10, 0));
                watched.check();
            }
        });
        assert_eq!((one.allocated(), other.allocated()), (0, 0));
        mem::swap(&mut one, &mut other);
        mem::swap(&mut one, &mut other);
    }
}

/// Some bytes of an arena, for as long as that is borrowed.
fn part_of<M>(arena: &mut LocalArena<M>) -> &mut [mem::MaybeUninit<u8>] {
    arena.reset();
    arena.alloc_slice_uninit(100)
}

/// What fits any lifetime.
fn no_bytes<'b>() -> &'b mut [mem::MaybeUninit<u8>] {
    &mut []
}

#[test]
fn an_arena_for_one_thread_in_a_thread_local_works_while_the_thread_ends() {
    struct Last(RefCell<LocalArena>);
    impl Drop for Last {
        fn drop(&mut self) {
            let mut arena = self.0.borrow_mut();
            arena.scope(|scope| {
                let mut watched = Watched::default();
                watched.add(scope.alloc_slice_fill_copy(100, 0));
                watched.add(scope.alloc_slice_fill_copy(100, 0));
                watched.check();
            });
        }
    }
    thread_local!(static LAST: Last = Last(RefCell::new(LocalArena::new(1000).unwrap())));
    for _ in 0..4 {
        let thread = thread::spawn(|| {
            LAST.with(|last| assert_eq!(last.0.borrow().alloc_str("in use"), "in use"));
        });
        thread.join().unwrap();
    }
}

#[test]
fn what_a_failed_closure_has_claimed_is_not_given_back_with_its_own() {
    let arena = arena();
    let mut watched = Watched::default();
    let mut kept = None;
    for round in 0..50 {
        let failed: Result<&mut [u8; 24], ()> = arena.alloc_try_with(|| {
            let local = arena.local();
            watched.add(local.alloc_slice_fill_copy(round, 0));
            if round % 3 == 0 {
                kept = Some(local);
            }
            Err(())
        });
        assert!(failed.is_err());
        if let Some(local) = &kept {
            watched.add(local.alloc_slice_fill_copy(8, 0));
        }
        watched.add(arena.alloc_slice_fill_copy(8, 0));
    }
    watched.check();
}

#[test]
fn handles_end_in_any_order_on_any_thread() {
    let arena = Arena::new(1 << 20).unwrap();
    for round in 0..20 {
        let mut watched = Watched::default();
        let mut handles: Vec<_> = (0..8).map(|_| arena.local()).collect();
        for size in 1..40 {
            watched.add(handles[size * 7 % 8].alloc_slice_fill_copy(size, 0));
        }
        handles.rotate_left(round % 8);
        let later = handles.split_off(4);
        thread::scope(|threads| {
            for handle in later {
                threads.spawn(move || drop(handle));
            }
        });
        for handle in handles.into_iter().rev() {
            watched.add(handle.alloc_slice_fill_copy(30, 0));
        }
        watched.check();
    }
}

#[test]
fn a_handle_in_a_thread_local_works_while_the_thread_ends() {
    arena::static_arena! { static ARENA: 64 * 1024; }
    struct Last(Local<'static>, &'static mut [u8]);
    impl Drop for Last {
        fn drop(&mut self) {
            let mut watched = Watched::default();
            watched.add(self.0.alloc_slice_fill_copy(100, 0));
            watched.add(ARENA.alloc_slice_fill_copy(100, 0));
            watched.check();
            assert_eq!(self.1, [0x77; 10]);
        }
    }
    thread_local!(static LAST: RefCell<Option<Last>> = const { RefCell::new(None) });
    for _ in 0..8 {
        let thread = thread::spawn(|| {
            let local = ARENA.local();
            let bytes = local.alloc_slice_fill_copy(10, 0x77);
            LAST.set(Some(Last(local, bytes)));
        });
        thread.join().unwrap();
    }
}

#[test]
fn values_may_refer_to_each_other_in_a_circle() {
    #[derive(Default)]
    struct Node<'a> {
        next: Cell<Option<&'a Node<'a>>>,
        number: u32,
    }
    impl ArenaSafe for Node<'_> {}
    let mut arena = arena();
    let nodes = arena.alloc_slice_fill_default::<Node<'_>>(10);
    nodes.iter_mut().zip(0..).for_each(|(node, number)| node.number = number);
    let nodes = &*nodes;
    for (node, next) in nodes.iter().zip(nodes.iter().cycle().skip(1)) {
        node.next.set(Some(next));
    }
    let around = iter::successors(Some(&nodes[0]), |node| node.next.get());
    assert_eq!(around.take(21).last().map(|node| node.number), Some(0));
    arena.reset();
}

#[test]
fn an_arena_in_an_arena_keeps_to_its_part() {
    let outer = arena();
    let mut watched = Watched::default();
    watched.add(outer.alloc_slice_fill_copy(100, 0));
    let mut inner = outer.alloc_box(Arena::from_buffer(outer.alloc_slice_uninit(1000)));
    watched.add(outer.alloc_slice_fill_copy(100, 0));
    for _ in 0..10 {
        while inner.try_alloc(0x5555_5555_u32).is_ok() {}
        inner.scope(|scope| assert!(scope.try_alloc_str("no room").is_err()));
        watched.check();
        inner.reset();
    }
}

#[test]
fn a_panic_leaves_every_scope_it_passes_as_it_was() {
    let mut arena = arena();
    let mut local = arena.local();
    panics(|| {
        local.scope(|a| {
            a.alloc([1_u8; 3000]);
            a.scope(|b| {
                b.scope(|c| {
                    c.alloc([2_u8; 9000]);
                    panic!("three scopes deep")
                });
            });
        });
    });
    local.scope(|inner| inner.alloc([3_u8; 3000])[0] = 4);
    drop(local);
    assert_eq!(arena.allocated(), 0);
    panics(|| {
        arena.scope(|a| {
            a.scope(|b| {
                b.local().alloc(1);
                panic!("two scopes deep")
            });
        });
    });
    assert_eq!(arena.allocated(), 0);
}

#[test]
fn hashers_and_orders_that_make_no_sense_break_nothing() {
    /// Every hash is random.
    struct Random;
    impl ArenaSafe for Random {}
    impl BuildHasher for Random {
        type Hasher = <RandomState as BuildHasher>::Hasher;
        fn build_hasher(&self) -> Self::Hasher {
            RandomState::new().build_hasher()
        }
    }
    let arena = arena();
    let mut map = HashMap::with_hasher_in(Random, &arena);
    for number in 0..500 {
        map.insert(number % 100, number);
        map.remove(&(number % 7));
    }
    assert!(map.len() <= 500);
    let turn = Cell::new(0_u32);
    let mut list = List::from_iter_in(0..200, &arena);
    _ = catch_unwind(AssertUnwindSafe(|| {
        list.sort_by(|_, _| {
            turn.set(turn.get() + 1);
            [std::cmp::Ordering::Less, std::cmp::Ordering::Greater][turn.get() as usize % 2]
        });
    }));
    list.sort_unstable();
    assert_eq!(list, (0..200).collect::<Vec<_>>()[..]);
}

#[test]
fn keys_that_come_and_go_are_refused_by_a_full_arena_and_nothing_aborts() {
    /// Equals another one every other time that somebody asks.
    struct Moody<'a>(&'a Cell<u32>);
    impl ArenaSafe for Moody<'_> {}
    impl PartialEq for Moody<'_> {
        fn eq(&self, _: &Self) -> bool {
            self.0.set(self.0.get().wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
            self.0.get() >> 31 == 1
        }
    }
    impl Eq for Moody<'_> {}
    impl Hash for Moody<'_> {
        fn hash<H: Hasher>(&self, _: &mut H) {}
    }
    let (arena, mood) = (Arena::new(4096).unwrap(), Cell::new(1));
    let mut map = HashMap::new_in(&arena);
    let mut panicked = 0;
    for round in 0..2000 {
        let mut act = || match round % 3 {
            0 => _ = map.insert(Moody(&mood), round),
            1 => _ = map.try_insert(Moody(&mood), round),
            _ => _ = map.entry(Moody(&mood)).or_insert(round),
        };
        panicked += u32::from(catch_unwind(AssertUnwindSafe(&mut act)).is_err());
        while round > 20 && arena.try_alloc(0_u8).is_ok() {}
    }
    assert!(panicked > 0 && map.len() <= map.capacity());
}

#[test]
fn figures_of_an_arena_in_use_are_only_figures() {
    let arena = arena();
    thread::scope(|threads| {
        let worker = threads.spawn(|| {
            for _ in 0..200 {
                let local = arena.local();
                local.alloc_slice_fill_copy(100, 1_u8);
            }
        });
        while !worker.is_finished() {
            let Stats { capacity, allocated, remaining, .. } = arena.stats();
            assert!(allocated <= capacity && remaining <= capacity);
        }
    });
}
