//! Nothing is refused that fits, whatever was done before, and whatever others do meanwhile.

use std::{
    alloc::Layout,
    mem::MaybeUninit,
    ptr,
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use arena::{AllocError, Arena, Local};

use crate::support::{Block, assert_intact, drain, panic_of, rounds};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Opens so many handles, each with a run that its scope made larger or not, and one value.
fn handles(arena: &Arena, count: usize, scoped: bool) -> Vec<Local<'_>> {
    let open = |_| {
        let mut local = arena.local();
        if scoped {
            local.scope(|inner| _ = inner.alloc(1_u8));
        } else {
            local.alloc(1_u8);
        }
        local
    };
    (0..count).map(open).collect()
}

/// Takes everything below the cursor.
fn use_up(arena: &Arena) {
    arena.alloc_slice_uninit::<u8>(arena.remaining() - arena.stats().stash);
}

#[test]
fn a_handle_gives_up_what_its_scopes_left_before_it_refuses() {
    let arena = Arena::new(64 * KIB).unwrap();
    let mut local = arena.local();
    local.alloc(1_u8);
    local.scope(|inner| _ = inner.alloc_slice_fill_copy(30_000, 0_u8));
    assert!(arena.remaining() < 60_000, "the handle has kept it");
    assert_eq!(local.alloc_slice_fill_copy(60_000, 1_u8).len(), 60_000);
}

#[test]
fn what_a_handle_says_remains_can_be_had() {
    for scoped in [false, true] {
        let arena = Arena::new(64 * KIB).unwrap();
        let mut local = arena.local();
        local.alloc(1_u8);
        if scoped {
            local.scope(|inner| _ = inner.alloc_slice_fill_copy(30_000, 0_u8));
        }
        let refused = local.try_alloc_slice_uninit::<u8>(64 * KIB).unwrap_err();
        let AllocError::Full { remaining, .. } = refused else { panic!("{refused}") };
        // A run that is too small to help stays open, and is not counted.
        assert_eq!(remaining, 64 * KIB - if scoped { 1 } else { 512 });
        local.alloc_slice_uninit::<u8>(remaining);
    }
}

#[test]
fn a_handle_that_gave_its_run_up_and_panicked_has_it_no_longer() {
    let arena = Arena::new(64 * KIB).unwrap();
    let mut local = arena.local();
    local.alloc(1_u8);
    local.scope(|inner| _ = inner.alloc_slice_fill_copy(30_000, 0_u8));
    arena.alloc_slice_uninit::<u8>(20_000);
    panic_of(|| local.alloc_slice_uninit::<u8>(40_000));
    let mut blocks = vec![Block::claim(&local, Layout::new::<u64>(), 1).unwrap()];
    drain(&arena, &mut blocks);
    assert_intact(&arena, &mut blocks);
}

/// Handles that panic where they are refused, in any order with all that moves their runs.
#[test]
fn blocks_stay_apart_whoever_panics() {
    for seed in (1..).take(rounds(400, 4)) {
        let mut random = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed);
        let mut below = |limit: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random >> 33).unwrap() % limit
        };
        let capacity = [8 * KIB, 64 * KIB, 300 * KIB][below(3)];
        let arena = Arena::new(capacity).unwrap();
        if below(4) == 0 {
            arena.open_lanes();
        }
        let (mut locals, mut blocks) = (vec![arena.local(), arena.local()], Vec::new());
        for tag in 0..200 {
            let which = below(locals.len());
            let size = [below(40), below(700), below(capacity / 4)][below(3)];
            let layout = Layout::from_size_align(size, 1 << below(8)).unwrap();
            let kind = below(8);
            if kind == 0 {
                locals.swap_remove(which);
                locals.extend([arena.local(), arena.local()].into_iter().take(1 + below(2)));
                continue;
            }
            let local = &mut locals[which];
            match kind {
                1 | 2 => local.scope(|inner| {
                    if let Ok(scratch) = inner.try_alloc_slice_uninit::<u8>(size) {
                        scratch.fill(MaybeUninit::new(0));
                    }
                }),
                3 | 4 => {
                    // Some fit, with the handle's own bytes or where free ones lie together.
                    let wish = (arena.remaining() + 1).saturating_sub(below(2000));
                    panic_of(|| panic!("{}", local.alloc_slice_uninit::<u8>(wish).len()));
                }
                5 => blocks.extend(Block::claim(&&arena, layout, tag)),
                _ => blocks.extend(Block::claim(local, layout, tag)),
            }
        }
        for local in &locals {
            blocks.extend(Block::claim(local, Layout::new::<u64>(), 0xEE));
        }
        drop(locals);
        drain(&arena, &mut blocks);
        assert_intact(&arena, &mut blocks);
    }
}

#[test]
fn a_request_that_no_arena_of_this_size_could_hold_costs_a_handle_nothing() {
    let arena = Arena::new(64 * KIB).unwrap();
    let local = arena.local();
    local.alloc(1_u8);
    local.try_alloc_slice_uninit::<u8>(64 * KIB + 1).unwrap_err();
    local
        .try_alloc_layout(Layout::from_size_align(1, 1 << (usize::BITS - 4)).unwrap())
        .unwrap_err();
    assert_eq!(arena.allocated(), 512, "it has its run still");
}

#[test]
fn scopes_in_scopes_have_what_those_before_them_left() {
    let arena = Arena::new(64 * KIB).unwrap();
    arena.local().scope(|one| {
        one.scope(|before| {
            before.alloc_slice_uninit::<u8>(20_000);
            arena.alloc(1_u8); // so that the pieces lie apart
            before.alloc_slice_uninit::<u8>(20_000);
        });
        use_up(&arena);
        // Of what that one left the larger part is the run now, and the other is kept beside.
        for depth in 0..4 {
            fn within(local: &mut Local<'_>, depth: usize) {
                if depth > 0 {
                    return local.scope(|inner| within(inner, depth - 1));
                }
                for _ in 0..2 {
                    assert_eq!(local.alloc_slice_fill_copy(19_900, 1_u8).len(), 19_900);
                }
            }
            one.scope(|inner| within(inner, depth));
        }
    });
}

#[test]
fn an_over_aligned_value_in_a_scope_needs_one_line_below_it() {
    #[repr(align(4096))]
    struct Pages([MaybeUninit<u8>; 3 * 4096]);

    let mut pages = Pages([MaybeUninit::uninit(); 3 * 4096]);
    let fits = |pages: &mut Pages, start: usize, end: usize, align| {
        let arena = Arena::from_buffer(&mut pages.0[start..end]);
        let layout = Layout::from_size_align(64, align).unwrap();
        arena.local().scope(|inner| inner.try_alloc_layout(layout).is_ok())
    };
    assert!(fits(&mut pages, 0, 8128, 4096), "there are 4 KiB below the only place");
    for align in (0..=12).map(|power| 1 << power) {
        for line in [4096, 8192] {
            // A line for the header, and the value directly above.
            assert!(fits(&mut pages, line - 64, line + 64, align), "{align}");
            assert!(!fits(&mut pages, line - 63, line + 64, align), "{align}");
            assert!(!fits(&mut pages, line - 64, line + 63, align), "{align}");
        }
    }
}

#[test]
fn an_over_aligned_value_in_a_scope_fits_into_a_piece_of_its_own_lines() {
    let arena = Arena::new(64 * KIB).unwrap();
    let [mut upper, lowest] = [(); 2].map(|()| arena.local());
    upper.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(12_000));
    lowest.alloc(1_u8);
    drop((upper, lowest));
    use_up(&arena);
    // 12,000 bytes hold at least one such place with a line below, wherever they begin.
    let layout = Layout::from_size_align(64, 4096).unwrap();
    arena.local().scope(|inner| _ = inner.alloc_layout(layout));
}

#[cfg(feature = "collections")]
#[test]
fn a_list_that_is_given_back_joins_what_a_handle_left() {
    arena::static_arena! { static SMALL: 4 * 1024; }
    for _ in 0..3 {
        let mut local = SMALL.local();
        local.scope(|inner| _ = inner.alloc([0_u8; 100]));
        let mut list = allocator_api2::vec::Vec::with_capacity_in(1000, &SMALL);
        list.push(1_u8);
        drop(local);
        drop(list);
        assert_eq!(SMALL.allocated(), 0);
        SMALL.local().scope(|inner| _ = inner.alloc_slice_uninit::<u8>(3700));
        SMALL.alloc_try_with(|| Err::<[u8; 4096], _>(())).unwrap_err();
    }
}

#[test]
fn a_closure_that_fails_joins_what_a_handle_left() {
    let arena = Arena::new(4 * KIB).unwrap();
    let mut local = arena.local();
    local.scope(|inner| _ = inner.alloc([0_u8; 100]));
    let fails = || {
        drop(local);
        Err::<[u8; 1000], _>(())
    };
    arena.alloc_try_with(fails).unwrap_err();
    assert_eq!(arena.allocated(), 0);
    arena.alloc_slice_uninit::<u8>(4 * KIB);
}

#[test]
fn handles_dropped_in_any_order_leave_one_stretch() {
    for count in [2, 60, 64, 65, 66, 200, 1000] {
        let arena = Arena::new(MIB).unwrap();
        let mut open = handles(&arena, count, true);
        let lowest = open.pop().unwrap();
        while let Some(local) = open.pop() {
            drop(local);
        }
        drop(lowest);
        assert_eq!((arena.allocated(), arena.remaining()), (0, MIB));
        arena.alloc_slice_uninit::<u8>(MIB);
    }
}

#[test]
fn two_handles_dropped_at_once_leave_one_stretch() {
    let mut arena = Arena::new(64 * KIB).unwrap();
    for round in 0..rounds(1000, 10) {
        {
            let (start, open) = (Barrier::new(2), handles(&arena, 2, true));
            thread::scope(|threads| {
                for local in open {
                    threads.spawn(|| {
                        start.wait();
                        drop(local);
                    });
                }
            });
            assert_eq!(arena.allocated(), 0);
            assert!(arena.try_alloc_slice_uninit::<u8>(64 * KIB).is_ok(), "round {round}");
        }
        arena.reset();
    }
}

/// One thread drops the handle that has the lower half, the other asks for what fits in the upper.
fn claims_beside_a_drop<'a>(arena: &'a Arena, claim: impl Fn(&Local<'a>) -> bool + Sync) -> bool {
    let half = arena.capacity() / 2;
    let [mut upper, mut lower] = [(); 2].map(|()| arena.local());
    for local in [&mut upper, &mut lower] {
        local.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(half - 64));
    }
    // What is left between and below.
    use_up(arena);
    let gone = AtomicBool::new(false);
    let lower = &mut Some(lower);
    drop(upper);
    let start = Barrier::new(2);
    thread::scope(|threads| {
        threads.spawn(|| {
            start.wait();
            drop(lower.take());
            gone.store(true, Ordering::Release);
        });
        let local = arena.local();
        start.wait();
        // No more than the upper half has.
        let mut calls = (0..half / 64 - 16).take_while(|_| !gone.load(Ordering::Acquire));
        calls.all(|_| claim(&local))
    })
}

#[test]
fn what_is_free_at_every_moment_is_never_refused() {
    let line = Layout::from_size_align(64, 1).unwrap();
    let mut arena = Arena::new(MIB).unwrap();
    for _ in 0..rounds(500, 5) {
        assert!(claims_beside_a_drop(&arena, |_| arena.try_alloc_layout(line).is_ok()));
        arena.reset();
        assert!(claims_beside_a_drop(&arena, |local| local.try_alloc_layout(line).is_ok()));
        arena.reset();
    }
}

#[test]
fn oversized_requests_make_no_small_one_fail() {
    let count = rounds(20_000, 100);
    let arena = Arena::new(count * 512 + 64 * KIB).unwrap();
    drop(handles(&arena, count, false));
    use_up(&arena);
    let (free, done) = (arena.remaining(), AtomicBool::new(false));
    assert!(free > count * 440, "{free}");
    thread::scope(|threads| {
        let oversized = |size| {
            while !done.load(Ordering::Relaxed) {
                arena.try_alloc_slice_uninit::<u8>(size).unwrap_err();
            }
        };
        // More than the first handle may have left for the next, which is a KiB at most.
        threads.spawn(move || oversized(1100));
        threads.spawn(move || oversized(count * 300));
        for _ in 0..1000 {
            // A thread that has the pieces may lose its core for longer than a request waits.
            let served = (0..3).any(|tries| {
                thread::sleep(Duration::from_millis(20 * tries));
                arena.try_alloc(1_u64).is_ok()
            });
            done.fetch_or(!served, Ordering::Relaxed);
            assert!(served, "{:?}", arena.stats());
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_piece_gives_all_but_less_than_a_line() {
    for (size, count) in [(1, 448), (8, 56), (64, 7), (100, 5), (512, 0)] {
        let arena = Arena::new(16 * KIB).unwrap();
        let [upper, lowest] = [(); 2].map(|()| arena.local());
        upper.alloc(1_u8);
        lowest.alloc(1_u8);
        drop(upper); // a piece of 511 bytes
        use_up(&arena);
        assert_eq!(arena.remaining(), 511);
        let had = std::iter::from_fn(|| arena.try_alloc_slice_uninit::<u8>(size).ok()).count();
        assert_eq!(had, count, "times {size} bytes");
        // What is left below a line counts as allocated, so that `remaining` can be had.
        let left = if 511 - had * size < 64 { 0 } else { 511 - had * size };
        assert_eq!(arena.remaining(), left);
        while arena.try_alloc(1_u8).is_ok() {}
        assert_eq!(arena.remaining(), 0);
    }
}

/// A handle that leaves so many bytes of its run, which are the lowest claimed.
fn leave(arena: &Arena, bytes: usize) {
    let address = |value: &mut u8| ptr::from_mut(value).addr();
    arena.alloc_slice_uninit::<u8>(address(arena.alloc(0)) % KIB);
    let local = arena.local();
    while address(local.alloc(0)) % KIB != bytes {}
}

#[test]
fn what_a_handle_left_is_free_to_the_last_byte() {
    for left in [1, 40, 63, 64, 1000] {
        let arena = Arena::new(256 * KIB).unwrap();
        leave(&arena, left);
        use_up(&arena);
        assert_eq!(arena.remaining(), left);
        assert_eq!((0..=left).take_while(|_| arena.try_alloc(0_u8).is_ok()).count(), left);
        assert_eq!(arena.remaining(), 0);
    }
}

#[test]
fn what_a_handle_left_is_there_after_a_scope_of_the_arena() {
    for left in [1, 40, 63, 64, 1000] {
        let mut arena = Arena::new(256 * KIB).unwrap();
        leave(&arena, left);
        let before = arena.allocated();
        arena.scope(|scope| {
            assert_eq!(scope.local().alloc(7_u64), &7);
            scope.alloc_slice_uninit::<u8>(scope.remaining() - 2 * KIB);
        });
        assert_eq!(arena.allocated(), before);
        arena.local().alloc(0_u8);
        assert_eq!(arena.allocated(), before + 1);
    }
}
