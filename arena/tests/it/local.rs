//! What a `Local` promises: nothing is wasted or lost, and results live as long as the arena.

use std::{
    alloc::Layout,
    collections::HashSet,
    mem::{ManuallyDrop, MaybeUninit},
    ptr,
    sync::Barrier,
    thread,
};

use arena::{Arena, Local};

use crate::support::{Block, assert_intact, drain, payload, rounds};

/// Sizes from 1 to `limit` in an order without a pattern.
fn sizes(limit: usize) -> impl Iterator<Item = usize> {
    let mut state = 0x2545_F491_u32;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % limit + 1
    })
}

/// Claims slices until one is refused: the bytes of all together, and the size refused.
fn fill(local: &Local<'_>, limit: usize) -> (usize, usize) {
    let mut sum = 0;
    for size in sizes(limit) {
        match local.try_alloc_slice_uninit::<u8>(size) {
            Ok(slice) => sum += slice.len(),
            Err(_) => return (sum, size),
        }
    }
    unreachable!("the sizes do not end")
}

#[test]
fn one_local_fills_an_arena_of_any_capacity() {
    let large = [4095, 4096, 65_537, 1_000_000, 8 << 20, (8 << 20) + 1];
    for capacity in (0..rounds(2000, 40)).chain(large.into_iter().take(rounds(6, 2))) {
        let mut arena = Arena::new(capacity).unwrap();
        for limit in [1, 8, 200, 5000] {
            let (sum, refused) = fill(&arena.local(), limit);
            assert!(capacity - sum < refused, "{capacity}: {sum}, then {refused} refused");
            arena.reset();
        }
        let words = arena.local();
        let count = std::iter::from_fn(|| words.try_alloc(1_u64).ok()).count();
        assert_eq!(count, capacity / 8);
    }
}

#[test]
fn one_local_fills_a_buffer_wherever_it_begins() {
    let mut buffer = vec![MaybeUninit::uninit(); 700];
    for start in (0..64).step_by(rounds(1, 13)) {
        for length in (0..200).chain([500, 600]) {
            let arena = Arena::from_buffer(&mut buffer[start..start + length]);
            let (sum, refused) = fill(&arena.local(), 30);
            assert!(length - sum < refused, "{start} {length}: {sum}, then {refused} refused");
        }
    }
}

#[test]
fn handles_opened_in_turn_waste_nothing() {
    let arena = Arena::new(1 << 20).unwrap();
    for round in 1..=8192 {
        let local = arena.local();
        for _ in 0..3 {
            local.alloc(1_u64);
        }
        drop(local);
        assert_eq!(arena.allocated(), round * 24);
    }
    for _ in 0..8192 {
        arena.local();
    }
    assert_eq!(arena.allocated(), 8192 * 24);
}

#[test]
fn many_short_handles_on_four_threads_waste_little() {
    const HANDLES: usize = 10_000;
    let arena = Arena::new(4 << 20).unwrap();
    let start = Barrier::new(4);
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                start.wait();
                for _ in 0..HANDLES {
                    let local = arena.local();
                    for _ in 0..3 {
                        local.alloc(1_u64);
                    }
                }
            });
        }
    });
    let payload = 4 * HANDLES * 24;
    let bound = payload * 5 / 4 + 4 * 65_536;
    assert!((payload..=bound).contains(&arena.allocated()), "{} allocated", arena.allocated());
}

#[test]
fn short_handles_side_by_side_waste_little() {
    let arena = Arena::new(8 << 20).unwrap();
    let mut payload = 0;
    for size in sizes(64).take(rounds(10_000, 100)) {
        let handles: [Local<'_>; 4] = std::array::from_fn(|_| arena.local());
        for local in &handles {
            payload += 3 * local.alloc_slice_fill_copy(size, 0_u8).len();
            local.alloc_slice_fill_copy(2 * size, 0_u8);
        }
    }
    assert!(arena.allocated() <= payload * 5 / 4 + 4 * 65_536, "{payload}: {arena:?}");
}

#[test]
#[cfg_attr(miri, ignore = "long")]
fn four_locals_that_fill_an_arena_together_waste_under_a_twentieth() {
    for capacity in [1 << 20, 16 << 20] {
        let mut arena = Arena::new(capacity).unwrap();
        for limit in [16, 100, 1000] {
            let locals: [Local<'_>; 4] = std::array::from_fn(|_| arena.local());
            let (mut sum, mut open) = (0, vec![0, 1, 2, 3]);
            let mut sizes = sizes(limit);
            while !open.is_empty() {
                let size = sizes.next().unwrap();
                open.retain(|id| {
                    locals[*id].try_alloc_slice_uninit::<u8>(size).is_ok_and(|slice| {
                        sum += slice.len();
                        true
                    })
                });
            }
            let waste = capacity - sum;
            assert!(waste * 20 < capacity, "{waste} of {capacity} wasted, sizes to {limit}");
            drop(locals);
            arena.reset();
        }
    }
}

#[test]
fn four_threads_that_fill_an_arena_together_waste_under_a_twentieth() {
    let capacity = 1 << 20;
    let arena = Arena::new(capacity).unwrap();
    let start = Barrier::new(4);
    let sum: usize = thread::scope(|threads| {
        let worker = || {
            let local = arena.local();
            start.wait();
            fill(&local, 300).0
        };
        let workers: Vec<_> = (0..4).map(|_| threads.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    assert!((capacity - sum) * 20 < capacity, "{} of {capacity} wasted", capacity - sum);
}

/// How often the arena's figure changes while one `Local` makes values.
fn claims<T>(arena: &Arena, count: usize, value: impl Fn(&Local<'_>) -> T) -> usize {
    let local = arena.local();
    let figures = (0..count).map(|_| {
        value(&local);
        arena.allocated()
    });
    figures.collect::<HashSet<_>>().len()
}

#[test]
fn values_of_200_bytes_touch_the_cursor_ever_more_rarely() {
    let arena = Arena::new(32 << 20).unwrap();
    let alone = claims(&arena, 10_000, |local| _ = local.alloc([0_u8; 200]));
    assert!(alone <= 100, "{alone} claims");
    let disturbed = claims(&arena, 10_000, |local| {
        local.alloc([0_u8; 200]);
    });
    assert!(disturbed <= 100, "{disturbed} claims");
    for (size, bound) in [(8, 60), (2000, 800)] {
        let many = claims(&arena, 5000, |local| _ = local.alloc_slice_uninit::<u8>(size));
        assert!(many <= bound, "{many} claims of {size} bytes");
    }
}

#[test]
fn values_of_200_bytes_on_two_interleaved_handles_touch_the_cursor_ever_more_rarely() {
    let arena = Arena::new(32 << 20).unwrap();
    let locals = [arena.local(), arena.local()];
    let (mut claims, mut last) = (0, 0);
    for round in 0..20_000 {
        locals[round % 2].alloc([0_u8; 200]);
        claims += usize::from(arena.allocated() != last);
        last = arena.allocated();
    }
    assert!(claims <= 200, "{claims} claims");
}

#[test]
fn what_a_handle_leaves_above_the_cursor_is_found_again() {
    let arena = Arena::new(1 << 16).unwrap();
    let mut blocks = Vec::new();
    let above = arena.local();
    let below = arena.local();
    blocks.push(Block::claim(&above, Layout::new::<u64>(), 1).unwrap());
    blocks.push(Block::claim(&below, Layout::new::<u64>(), 2).unwrap());
    drop(above); // not the lowest: its tail is a piece
    assert_eq!(arena.allocated(), 8 + 512, "the piece counts as free");
    let rest = Layout::array::<u8>(arena.capacity() - 512 - 512 - 64).unwrap();
    blocks.push(Block::claim(&&arena, rest, 3).unwrap());
    drop(below);
    // By now the cursor has less than this, and only the pieces have it.
    let again = arena.local();
    for tag in 4..=5 {
        blocks.push(Block::claim(&again, Layout::from_size_align(400, 8).unwrap(), tag).unwrap());
    }
    drop(again);
    drain(&arena, &mut blocks);
    assert_eq!(arena.remaining(), 0);
    assert!(payload(&blocks) >= arena.capacity() - 128);
    assert_intact(&arena, &mut blocks);
}

#[test]
fn the_shared_path_is_full_only_when_the_pieces_are_used_up_too() {
    let layouts = [(256, 256), (200, 8), (64, 64), (8, 8), (1, 1)];
    for (size, align) in layouts.into_iter().take(rounds(5, 3)) {
        let arena = Arena::new(1 << 16).unwrap();
        let mut blocks = Vec::new();
        let layout = Layout::from_size_align(size, align).unwrap();
        // Every second handle goes, so that pieces lie apart.
        let mut locals: Vec<_> = (0..40).map(|_| arena.local()).collect();
        for local in &locals {
            blocks.push(Block::claim(local, Layout::new::<u64>(), 1).unwrap());
        }
        let mut kept = [true, false].into_iter().cycle();
        locals.retain(|_| kept.next().unwrap());
        while let Ok(block) = Block::claim(&&arena, layout, 2) {
            blocks.push(block);
        }
        let pieces = 20;
        let waste = size.next_multiple_of(align) + 2 * 64;
        assert!(arena.remaining() <= pieces * waste, "{layout:?}: {arena:?}");
        drop(locals);
        drain(&arena, &mut blocks);
        assert_eq!(arena.remaining(), 0);
        assert_intact(&arena, &mut blocks);
    }
}

#[test]
fn pieces_that_lie_together_serve_one_request() {
    for in_scope in [false, true] {
        let arena = Arena::new(1 << 16).unwrap();
        let [mut upper, mut middle, lowest] = [(); 3].map(|()| arena.local());
        for local in [&mut upper, &mut middle] {
            local.scope(|inner| _ = inner.alloc(0_u64)); // 512 bytes
        }
        lowest.alloc(0_u64);
        drop((upper, middle));
        arena.alloc_slice_uninit::<u8>(arena.remaining() - arena.stats().stash);
        assert_eq!((arena.remaining(), arena.stats().stash), (1024, 1024));
        let fits = if in_scope {
            arena.local().scope(|inner| inner.try_alloc_slice_uninit::<u8>(900).is_ok())
        } else {
            arena.try_alloc_slice_uninit::<u8>(1000).is_ok()
        };
        assert!(fits, "in a scope: {in_scope}, {:?}", arena.stats());
    }
}

#[test]
fn a_handle_takes_no_more_of_a_large_piece_than_it_would_of_the_cursor() {
    let arena = Arena::new(1 << 17).unwrap();
    let mut large = arena.local();
    large.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(50_000));
    arena.alloc(0_u64); // so that it leaves a piece
    drop(large);
    let before = arena.stats().stash;
    let local = arena.local();
    local.alloc(0_u64);
    assert_eq!(before - arena.stats().stash, 512);
}

#[test]
fn a_local_finds_a_piece_that_is_not_the_first() {
    let arena = Arena::new(1 << 14).unwrap();
    let locals: Vec<_> = (0..8).map(|_| arena.local()).collect();
    for local in &locals {
        local.alloc_slice_uninit::<u8>(100);
    }
    for _ in 0..3 {
        locals[7].alloc_slice_uninit::<u8>(100);
    }
    arena.alloc(0_u64); // below all runs
    drop(locals); // the last one leaves the first piece, which has 112 bytes
    while arena.remaining() > 7 * 412 + 112 {
        arena.alloc(0_u64);
    }
    let local = arena.local();
    let count = std::iter::from_fn(|| local.try_alloc_slice_uninit::<u8>(120).ok()).count();
    assert_eq!(count, 7 * (412 / 120));
}

#[test]
fn a_refill_takes_a_piece_that_fits_before_new_bytes() {
    let arena = Arena::new(1 << 16).unwrap();
    let [large, small, lowest] = [(); 3].map(|()| arena.local());
    large.alloc(0_u64);
    for _ in 0..4 {
        small.alloc([0_u8; 100]);
    }
    lowest.alloc(0_u64);
    drop((large, small)); // 504 bytes, and below them 112
    assert_eq!(arena.stats().stash, 504 + 112);
    let new = arena.remaining() - arena.stats().stash;
    // The smaller one does not fit.
    arena.local().alloc([0_u8; 120]);
    assert_eq!(arena.stats().stash, 504 - 120 + 112);
    // The run is the rest of a piece, on a line; it goes back when the handle does.
    arena.local().alloc(0_u64);
    assert_eq!(arena.stats().stash, 504 - 120 + 112 - 8);
    assert_eq!(arena.remaining() - arena.stats().stash, new, "the cursor has not moved");
}

#[test]
fn what_returns_to_the_cursor_takes_the_pieces_above_it_along() {
    let arena = Arena::new(1 << 16).unwrap();
    let [mut upper, mut middle, mut lowest] = [(); 3].map(|()| arena.local());
    for local in [&mut upper, &mut middle, &mut lowest] {
        local.scope(|inner| _ = inner.alloc(0_u64));
    }
    drop(middle);
    drop(upper);
    assert!(arena.stats().stash > 0, "both lie above");
    drop(lowest);
    assert_eq!((arena.stats().stash, arena.allocated()), (0, 0));
}

#[test]
fn what_a_run_still_had_is_a_piece_after_its_refill() {
    let arena = Arena::new(1 << 17).unwrap();
    let (one, other) = (arena.local(), arena.local());
    one.alloc(0_u64);
    other.alloc(0_u64); // lies below, so that the first run cannot grow in place
    one.alloc_slice_uninit::<u8>(250);
    assert_eq!(arena.allocated(), 512 + 512);
    one.alloc_slice_uninit::<u8>(255); // of 254
    assert_eq!(arena.allocated(), 512 + 512 + 1024 - 254);
}

#[test]
fn a_large_request_takes_its_own_bytes_only() {
    let arena = Arena::new(1 << 20).unwrap();
    let (one, other) = (arena.local(), arena.local());
    one.alloc_slice_uninit::<u8>(129);
    assert_eq!(arena.allocated(), 129);
    other.alloc_slice_uninit::<u8>(100_000);
    assert_eq!(arena.allocated(), 100_129);
}

#[test]
fn a_large_request_lets_the_run_grow_by_its_own_bytes_only() {
    let arena = Arena::new(1 << 17).unwrap();
    let local = arena.local();
    local.alloc(0_u64);
    local.alloc_slice_uninit::<u8>(600);
    assert_eq!(arena.allocated(), 608_usize.next_multiple_of(64));
}

#[test]
fn a_large_request_makes_the_next_run_a_power_of_two_that_holds_four_of_its_size() {
    for (size, run) in [(5000, 32 << 10), (1000, 4 << 10), (1025, 8 << 10)] {
        let arena = Arena::new(1 << 20).unwrap();
        let local = arena.local();
        local.alloc_slice_uninit::<u8>(size);
        assert_eq!(arena.allocated(), size);
        local.alloc_slice_uninit::<u8>(size);
        let more = arena.allocated() - size;
        assert!((run - 64..=run + size).contains(&more), "{more} bytes for a run of {run}");
    }
}

#[test]
fn a_run_takes_at_most_an_eighth_of_what_remains() {
    let arena = Arena::new(100_000).unwrap();
    let locals = [arena.local(), arena.local()];
    for round in 0..100_000 {
        let before = arena.remaining();
        if locals[round % 2].try_alloc(0_u8).is_err() {
            break;
        }
        let taken = before.saturating_sub(arena.remaining());
        assert!(taken <= before / 8 + 64, "{taken} of {before}");
    }
    assert!(arena.remaining() < 64);
}

#[test]
#[cfg_attr(miri, ignore = "long")]
fn where_much_remains_a_run_takes_a_256th_of_it_and_2_mib_at_most() {
    const MIB: usize = 1 << 20;
    for (capacity, most) in [(8 * MIB, 64 << 10), (64 * MIB, 256 << 10), (520 * MIB, 2 * MIB)] {
        let arena = Arena::new(capacity).unwrap();
        let locals = [arena.local(), arena.local()];
        let mut largest = 0;
        for round in 0..capacity.min(16 * MIB) / 4 / 4096 {
            let before = arena.remaining();
            locals[round % 2].alloc_slice_uninit::<u8>(4096);
            largest = largest.max(before - arena.remaining());
        }
        let allowed = most + 4096 + 64;
        assert!((most / 2..=allowed).contains(&largest), "{largest} of {capacity}");
    }
}

#[test]
fn a_local_may_move_to_another_thread_and_its_results_outlive_both() {
    let arena = Arena::new(1 << 16).unwrap();
    let local = arena.local();
    let mine = local.alloc(1_u64);
    let theirs = thread::scope(|threads| {
        let worker = threads.spawn(move || {
            let values: Vec<&mut u64> = (0..1000).map(|value| local.alloc(value)).collect();
            drop(local);
            values
        });
        worker.join().unwrap()
    });
    *theirs.into_iter().max().unwrap() += *mine;
    assert_eq!(arena.allocated(), 1001 * 8);
}

#[test]
fn results_outlive_the_handle_and_the_frame_that_made_it() {
    fn make(arena: &Arena) -> (&mut u64, &str, &mut [u32]) {
        let local = arena.local();
        (local.alloc(7), local.alloc_str("text"), local.alloc_slice_copy(&[1, 2, 3]))
    }
    let arena = Arena::new(4096).unwrap();
    let results: Vec<_> = (0..20).map(|_| make(&arena)).collect();
    assert!(results.iter().all(|result| matches!(result, (7, "text", [1, 2, 3]))));
}

#[test]
fn a_forgotten_handle_costs_its_run_until_reset() {
    let mut arena = Arena::new(1 << 17).unwrap();
    for round in 1..=100 {
        let local = ManuallyDrop::new(arena.local());
        assert_eq!(*local.alloc(5_u64), 5);
        assert_eq!(arena.allocated(), round * 512);
    }
    arena.reset();
    assert_eq!(arena.allocated(), 0);
}

#[test]
fn interleaved_handles_do_not_meet() {
    let mut buffer = vec![MaybeUninit::uninit(); 100_000];
    for start in [0, 1, 31, 63] {
        let arena = Arena::from_buffer(&mut buffer[start..]);
        let handles = [arena.local(), arena.local(), arena.local()];
        let mut blocks = Vec::new();
        for (round, size) in sizes(300).take_while(|_| arena.remaining() > 0).enumerate().take(5000)
        {
            let layout = Layout::from_size_align(size, 1 << (round % 8)).unwrap();
            let tag = u8::try_from(round % 251).unwrap();
            blocks.extend(Block::claim(&handles[round % 3], layout, tag));
            if round % 7 == 0 {
                blocks.extend(Block::claim(&&arena, layout, tag));
            }
        }
        drop(handles);
        drain(&arena, &mut blocks);
        assert_eq!(arena.remaining(), 0);
        assert_intact(&arena, &mut blocks);
    }
}

#[test]
fn runs_of_two_handles_share_no_cache_line() {
    let arena = Arena::new(1 << 20).unwrap();
    let (one, other) = (arena.local(), arena.local());
    let line = |value: &mut u64| ptr::from_mut(value).addr() / 64;
    let mut lines = [HashSet::new(), HashSet::new()];
    for round in 0_usize..20_000 {
        let local = if round % 2 == 0 { &one } else { &other };
        lines[round % 2].insert(line(local.alloc(1_u64)));
    }
    assert!(lines[0].is_disjoint(&lines[1]));
}

#[test]
fn a_handle_in_an_arena_without_room_is_full_and_harmless() {
    for capacity in [0, 1, 7] {
        let arena = Arena::new(capacity).unwrap();
        let local = arena.local();
        assert!(local.try_alloc(1_u64).is_err());
        assert_eq!(local.alloc(()), &());
        drop(local);
        assert_eq!(arena.remaining(), capacity);
    }
}

#[test]
fn a_refused_request_leaves_the_run_usable() {
    let arena = Arena::new(4096).unwrap();
    let local = arena.local();
    let first = ptr::from_mut(local.alloc(1_u64)).addr();
    for size in [5000, 1 << 20, isize::MAX.unsigned_abs()] {
        assert!(local.try_alloc_slice_uninit::<u8>(size).is_err());
    }
    assert_eq!(ptr::from_mut(local.alloc(2_u64)).addr(), first - 8);
}
