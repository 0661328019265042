//! Closures, `Clone`, and `Default` that panic, fail, or use the arena that runs them.

use std::{
    cell::Cell,
    iter,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::LazyLock,
};

use arena::{Arena, ArenaSafe, Local};

use crate::support::{A4096, Cloned, Kept, on_each, panic_of};

#[test]
fn a_panic_in_a_closure_gives_its_claim_back_and_nothing_else() {
    on_each!(1 << 12, |arena, on| {
        let first = on.alloc(5_u64);
        let allocated = arena.allocated();
        let hook = |value| assert!(value < 2);
        let values = [0, 1, 2, 3].map(|value| Cloned { value, hook: &hook });
        let ways: [&dyn Fn(); 6] = [
            &|| _ = on.alloc_with(|| -> u64 { panic!("mine") }),
            &|| _ = on.alloc_try_with(|| -> Result<u64, ()> { panic!("mine") }),
            &|| _ = on.alloc_slice_fill_with(4, |index| [1_u64, 2][index]),
            &|| _ = on.try_alloc_slice_try_fill_with(4, |index| Ok::<u64, ()>([1, 2][index])),
            &|| _ = on.alloc_slice_clone(&values),
            // Some two lines, so that a handle's run need not hold it.
            &|| _ = on.alloc_slice_fill_with(20, |index| [1_u64, 2][index]),
        ];
        for way in ways {
            let next = ptr::from_ref(on.alloc(6_u64));
            for _ in 0..100 {
                panic_of(way);
            }
            // Just below: nothing is left between, and nothing was freed that is in use.
            let after = ptr::from_ref(on.alloc(7_u64));
            assert_eq!(next.addr() - after.addr(), 8);
        }
        assert!(arena.allocated() >= allocated && *first == 5);
    });
}

#[test]
fn a_panic_after_a_claim_of_its_own_leaves_both() {
    on_each!(1 << 12, |arena, on| {
        let kept = Kept::default();
        for _ in 0..10 {
            panic_of(|| {
                on.alloc_with(|| -> u64 {
                    kept.keep(3, on.alloc(3));
                    panic!("mine")
                })
            });
            kept.keep(4, on.alloc(4));
        }
        assert_eq!(kept.assert_intact(), 20);
        assert!(arena.remaining() > 0);
    });
}

#[test]
fn a_panic_may_be_caught_around_every_handle() {
    // Nothing is asserted to be unwind safe here.
    let mut arena = Arena::new(1000).unwrap();
    let local = arena.local();
    catch_unwind(|| _ = arena.alloc_with(|| -> u64 { panic!("mine") })).unwrap_err();
    catch_unwind(|| _ = local.alloc_with(|| -> u64 { panic!("mine") })).unwrap_err();
    catch_unwind(|| _ = local.alloc(1_u64)).unwrap();
    catch_unwind(move || drop(local)).unwrap();
    let arena = catch_unwind(move || {
        arena.scope(|scope| {
            let scope = &*scope;
            catch_unwind(|| _ = scope.alloc_with(|| -> u64 { panic!("mine") })).unwrap_err();
        });
        arena
    });
    assert_eq!(arena.unwrap().allocated(), 8);
}

#[test]
fn closures_may_allocate_from_the_arena_that_runs_them() {
    on_each!(1 << 20, |arena, on| {
        let kept = Kept::default();
        let again = |value: u64| kept.keep(value, on.alloc(value));
        for _ in 0..20 {
            assert_eq!(*on.alloc_with(|| again(1) + again(2)), 3);
            assert_eq!(*on.alloc_try_with(|| Ok::<_, ()>(again(3))).unwrap(), 3);
            assert_eq!(on.alloc_try_with(|| Err::<u64, _>(again(4))), Err(4));
            let filled = on.alloc_slice_fill_with(50, |index| again(index as u64));
            assert!(filled.iter().copied().eq(0..50));
            assert!(on.alloc_slice_fill_iter((0..50).map(again)).iter().copied().eq(0..50));
            let some = (0..50).map(again).filter(|value| value % 2 == 0);
            assert!(on.alloc_slice_fill_iter(some).iter().copied().eq((0..50).step_by(2)));
            let hook = |value| _ = again(value);
            let values: Vec<_> = (0..50).map(|value| Cloned { value, hook: &hook }).collect();
            let cloned = on.alloc_slice_clone(&values);
            assert!(cloned.iter().map(|cloned| cloned.value).eq(0..50));
        }
        assert_eq!(kept.assert_intact(), 20 * 204);
        assert!(arena.remaining() > 0);
    });
}

#[test]
fn values_without_a_size_are_made_one_by_one() {
    // Each may stand for a right that only its own code gives out, so none is made of nothing.
    thread_local!(static LEFT: Cell<u32> = const { Cell::new(3) });
    struct Permit(());
    impl ArenaSafe for Permit {}
    impl Default for Permit {
        fn default() -> Self {
            LEFT.set(LEFT.get().checked_sub(1).expect("permits are left"));
            Self(())
        }
    }
    impl Clone for Permit {
        fn clone(&self) -> Self {
            Self::default()
        }
    }
    let arena = Arena::new(0).unwrap();
    let ways: [&dyn Fn(usize) -> usize; 4] = [
        &|len| arena.alloc_slice_fill_default::<Permit>(len).len(),
        &|len| arena.alloc_slice_fill_with(len, |_| Permit::default()).len(),
        &|len| arena.alloc_slice_fill_iter((0..len).map(|_| Permit::default())).len(),
        &|len| {
            let permits: Vec<_> = iter::repeat_with(|| Permit(())).take(len).collect();
            arena.alloc_slice_clone(&permits).len()
        },
    ];
    for way in ways {
        LEFT.set(3);
        assert_eq!((way(3), LEFT.get()), (3, 0));
        panic_of(|| way(1));
    }
}

#[test]
fn closures_may_recurse() {
    fn arena_depth(arena: &Arena, depth: u64) -> u64 {
        *arena.alloc_with(|| if depth == 0 { 0 } else { 1 + arena_depth(arena, depth - 1) })
    }
    fn local_depth(local: &Local<'_>, depth: u64) -> u64 {
        let deeper = |_| if depth == 0 { 0 } else { 1 + local_depth(local, depth - 1) };
        local.alloc_slice_fill_iter((0..1).map(deeper))[0]
    }

    let arena = Arena::new(1 << 16).unwrap();
    assert_eq!(arena_depth(&arena, 300), 300);
    assert_eq!(local_depth(&arena.local(), 300), 300);
}

#[test]
fn default_may_allocate_from_the_arena_that_runs_it_and_may_panic() {
    #[derive(Debug)]
    struct Busy(&'static u64);
    impl ArenaSafe for Busy {}
    impl Default for Busy {
        fn default() -> Self {
            LEFT.set(LEFT.get().checked_sub(1).expect("no more"));
            Self(LOCAL.with(|local| local.alloc(LEFT.get())))
        }
    }
    static ARENA: LazyLock<Arena> = LazyLock::new(|| Arena::new(1 << 16).unwrap());
    thread_local! {
        static LEFT: Cell<u64> = const { Cell::new(100) };
        static LOCAL: Local<'static> = ARENA.local();
    }

    let ours = LOCAL.with(|local| local.alloc_slice_fill_default::<Busy>(40));
    let shared = ARENA.alloc_slice_fill_default::<Busy>(40);
    assert!(ours.iter().map(|busy| *busy.0).eq((60..100).rev()));
    assert!(shared.iter().map(|busy| *busy.0).eq((20..60).rev()));
    let panic = panic_of(|| LOCAL.with(|local| local.alloc_slice_fill_default::<Busy>(40)));
    assert_eq!((panic.message.as_str(), LEFT.get()), ("no more", 0));
}

#[test]
fn a_failed_closure_gives_its_bytes_back() {
    on_each!(4096, |arena, on| {
        on.alloc(0_u64);
        let before = (arena.allocated(), ptr::from_mut(on.alloc(0_u64)).addr());
        for round in 0..100 {
            assert_eq!(on.alloc_try_with(|| Err::<[u64; 6], _>(round)), Err(round));
            assert_eq!(on.try_alloc_try_with(|| Err::<u8, _>(round)), Ok(Err(round)));
        }
        assert_eq!(ptr::from_mut(on.alloc(0_u64)).addr(), before.1 - 8);
        assert!(arena.allocated() <= before.0 + 16);
    });
}

#[test]
fn a_failed_closure_that_allocated_keeps_what_it_made() {
    on_each!(4096, |_arena, on| {
        let made = Cell::new(None);
        let failed = on.alloc_try_with(|| {
            made.set(Some(on.alloc_slice_fill_copy(20, 9_u64)));
            Err::<[u64; 6], ()>(())
        });
        assert_eq!(failed, Err(()));
        let others: Vec<_> = (0..20).map(|_| on.alloc([1_u64; 6])).collect();
        assert_eq!(made.take().unwrap(), [9; 20]);
        assert!(others.iter().all(|other| **other == [1; 6]));
    });
}

#[test]
fn a_failed_closure_gives_a_large_value_back() {
    on_each!(1 << 16, |arena, on| {
        assert_eq!(on.alloc_try_with(|| Err::<[u8; 5000], _>(())), Err(()));
        assert_eq!(arena.allocated(), 0);
    });
}

#[test]
fn a_failed_closure_loses_no_padding() {
    let arena = Arena::new(10_000).unwrap();
    arena.alloc(1_u8);
    assert_eq!(arena.alloc_try_with(|| Err::<A4096, _>(())), Err(()));
    assert_eq!(arena.allocated(), 1);
}

#[test]
fn a_failed_closure_loses_no_padding_of_a_run() {
    let arena = Arena::new(1 << 14).unwrap();
    let local = arena.local();
    let byte = || ptr::from_mut(local.alloc(1_u8)).addr();
    let mut last = byte(); // in a run of 512 bytes
    for filler in [0, 503] {
        // Of the second run, seven bytes are left: for the word it grows in place.
        last -= local.alloc_slice_uninit::<u8>(filler).len();
        assert_eq!(local.alloc_try_with(|| Err::<u64, _>(())), Err(()));
        last -= 1;
        assert_eq!(byte(), last);
    }
}

#[test]
fn the_arena_survives_unwinding_through_its_owner() {
    let mut arena = Arena::new(4096).unwrap();
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let local = arena.local();
        local.alloc(1_u64);
        std::panic::resume_unwind(Box::new(()));
    }));
    assert!(unwound.is_err());
    assert_eq!(arena.allocated(), 8);
    arena.reset();
    assert_eq!(arena.remaining(), 4096);
}

#[test]
fn a_slice_that_ends_in_an_error_gives_its_bytes_back() {
    on_each!(1 << 10, |_arena, on| {
        let address = || ptr::from_mut(on.alloc(0_u8)).addr();
        let before = address();
        let fail = |index: usize| if index < 5 { Ok(7_u8) } else { Err(index) };
        assert_eq!(on.alloc_slice_try_fill_with(9, fail), Err(5));
        assert_eq!(on.try_alloc_slice_try_fill_with(9, fail), Ok(Err(5)));
        assert_eq!(on.alloc_slice_try_fill_iter((0..9).map(fail)), Err(5));
        let untold = (0..90).map(|index| fail(index / 10)).filter(|_| true);
        assert_eq!(on.try_alloc_slice_try_fill_iter(untold), Ok(Err(5)));
        assert_eq!(address(), before - 1);
        // Not if somebody has claimed others since, which stay.
        let kept = Kept::default();
        let claiming = |index: usize| fail(index).inspect(|_| _ = kept.keep(1, on.alloc(1)));
        assert_eq!(on.alloc_slice_try_fill_with(9, claiming), Err(5));
        assert_eq!(on.alloc_slice_try_fill_iter((0..9).map(claiming)), Err(5));
        assert_eq!(on.alloc_slice_try_fill_with(5, claiming).unwrap(), [7; 5]);
        assert_eq!(kept.assert_intact(), 15);
    });
}
