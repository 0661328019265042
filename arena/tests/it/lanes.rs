//! Lanes: `&Arena` claims from several places at once where threads collide, and it shows nowhere.
//!
//! Threads may not collide, on one core for instance. So the tests open lanes themselves.

use std::{alloc::Layout, iter, ptr};

use arena::Arena;

use crate::support::{Block, assert_intact, crew, drain, payload, rounds};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Opens lanes, and lets threads make something in them.
fn collide(arena: &Arena) -> Vec<Block<'_>> {
    arena.open_lanes();
    let above = arena.alloc(1_u64);
    arena.alloc_slice_uninit::<u8>(arena.capacity() / 64);
    let below = arena.alloc(1_u64);
    assert!(ptr::from_mut(above).addr() - ptr::from_mut(below).addr() == 8, "lanes are not open");
    let made = crew(|tag| {
        let claim = |index: usize| {
            let layout = Layout::from_size_align(index % 24 + 1, 1 << (index % 5)).unwrap();
            Block::claim(&arena, layout, tag).unwrap()
        };
        (0..50).map(claim).collect::<Vec<_>>()
    });
    made.into_iter().flatten().collect()
}

/// What lanes themselves may take of an arena.
fn lanes_of(capacity: usize) -> usize {
    capacity / 512 + 256
}

#[test]
fn eight_threads_fill_an_arena_to_the_last_word() {
    let capacities = [256 * KIB, MIB + 64 * KIB, 5 * MIB + 8, 64 * MIB];
    for capacity in capacities.into_iter().take(rounds(4, 1)) {
        let mut arena = Arena::new(capacity).unwrap();
        for _ in 0..2 {
            arena.open_lanes();
            let made = crew(|tag| {
                let value = |index| u64::from(tag) << 32 | index;
                let words = (0..).map_while(|index| arena.try_alloc(value(index)).ok());
                let mut words: Vec<&mut u64> = words.collect();
                for (word, index) in words.iter_mut().zip(0..) {
                    assert_eq!(**word, value(index), "two have the same bytes");
                    **word += 1;
                }
                words
            });
            // All threads have written all of theirs by now.
            for (words, tag) in made.iter().zip(1_u64..) {
                assert!(words.iter().zip(1..).all(|(word, index)| **word == tag << 32 | index));
            }
            let sum = 8 * made.iter().map(Vec::len).sum::<usize>();
            // A thread that loses a race for the last chunk may have to let it go, if it is less than a line.
            let least = capacity - lanes_of(capacity) - made.len() * 64;
            assert!((least..=capacity).contains(&sum), "{sum}");
            assert!(arena.remaining() < 8 && arena.allocated() > capacity - 8);
            assert!(arena.try_alloc(0_u64).is_err() && arena.local().try_alloc(0_u64).is_err());
            drop(made);
            arena.reset();
            assert_eq!((arena.allocated(), arena.stats().stash), (0, 0));
            arena.alloc_slice_uninit::<u8>(capacity);
            arena.reset();
        }
    }
}

#[test]
fn small_arenas_open_no_lanes() {
    for capacity in [KIB, 10_000, 256 * KIB - 8] {
        for _ in 0..3 {
            let arena = Arena::new(capacity).unwrap();
            arena.open_lanes();
            let words = crew(|_| iter::from_fn(|| arena.try_alloc(1_u64).ok()).count());
            assert_eq!(8 * words.iter().sum::<usize>(), capacity / 8 * 8);
        }
    }
}

#[test]
fn a_static_arena_of_one_kibibyte_has_room_for_as_much() {
    arena::static_arena! { static SMALL: 1024; }
    for _ in 0..3 {
        SMALL.local().scope(|inner| _ = inner.alloc_slice_uninit::<u8>(900));
        assert_eq!(SMALL.allocated(), 0);
    }
    SMALL.open_lanes();
    let words = crew(|_| iter::from_fn(|| SMALL.try_alloc(1_u64).ok()).count());
    assert_eq!(words.iter().sum::<usize>(), 128);
}

#[test]
#[cfg_attr(miri, ignore = "long")]
fn figures_count_what_lanes_have_as_free() {
    let arena = Arena::new(4 * MIB).unwrap();
    let before = collide(&arena);
    let (allocated, word) = (arena.allocated(), Layout::new::<u64>());
    assert!(allocated >= payload(&before));
    let mut blocks: Vec<_> = (0..10_000).map(|_| Block::claim(&&arena, word, 1).unwrap()).collect();
    let stats = arena.stats();
    // Less than a line is lost where a chunk begins.
    let lost = stats.allocated - allocated - 80_000;
    assert!(lost < 64 * 40, "{lost}");
    assert_eq!(stats.allocated + stats.remaining, stats.capacity);
    assert!(stats.peak >= stats.allocated);
    assert!(arena.contains(arena.alloc(1_u8)));
    blocks.extend(before);
    drain(&arena, &mut blocks);
    assert_eq!(arena.remaining(), 0);
    assert_intact(&arena, &mut blocks);
}

#[test]
fn what_lanes_have_is_found_before_anything_is_refused() {
    for capacity in [256 * KIB, 2 * MIB, 16 * MIB].into_iter().take(rounds(3, 1)) {
        let arena = Arena::new(capacity).unwrap();
        let mut blocks = collide(&arena);
        let free = arena.remaining();
        // What chunks hold and nobody has claimed lies directly above the cursor, mostly.
        let large = Layout::array::<u8>(free - free / 16).unwrap();
        blocks.push(Block::claim(&&arena, large, 9).unwrap());
        for size in [4096, 512, 64, 8, 1] {
            let layout = Layout::array::<u8>(size).unwrap();
            while let Ok(block) = Block::claim(&&arena, layout, 9) {
                blocks.push(block);
            }
            assert!(arena.local().try_alloc_layout(layout).is_err());
        }
        assert_eq!(arena.remaining(), 0);
        assert_intact(&arena, &mut blocks);
    }
}

#[test]
fn handles_and_scopes_of_handles_take_from_lanes_and_lose_nothing() {
    let arena = Arena::new(2 * MIB).unwrap();
    let mut blocks = collide(&arena);
    let made = crew(|tag| {
        let mut blocks = Vec::new();
        for round in 0..rounds(200, 10) {
            let mut local = arena.local();
            blocks.extend(Block::claim(&local, Layout::new::<[u64; 3]>(), tag));
            local.scope(|inner| {
                let scratch = inner.try_alloc_slice_fill_copy(round * 7 % 900, tag);
                assert!(scratch.is_ok_and(|bytes| bytes.iter().all(|byte| *byte == tag)));
            });
            blocks.extend(Block::claim(&local, Layout::new::<u16>(), tag));
            blocks.extend(Block::claim(&&arena, Layout::new::<u16>(), tag));
        }
        blocks
    });
    blocks.extend(made.into_iter().flatten());
    assert!(blocks.len() >= 8 * 3 * rounds(200, 10));
    if !cfg!(miri) {
        drain(&arena, &mut blocks);
        assert_eq!(arena.remaining(), 0);
    }
    assert_intact(&arena, &mut blocks);
}

#[test]
fn a_scope_whose_only_request_is_refused_changes_nothing() {
    for open in [false, true] {
        let arena = Arena::new(MIB).unwrap();
        let mut local = arena.local();
        if open {
            arena.open_lanes();
        }
        for has_run in [false, true] {
            let before = arena.allocated();
            local.scope(|inner| _ = inner.try_alloc_slice_uninit::<u8>(MIB).unwrap_err());
            assert_eq!(arena.allocated(), before);
            let value = local.alloc([7_u8; 8]);
            let run = arena.allocated() - before;
            assert!(*value == [7; 8] && (run == 0) == has_run && run <= 1032);
        }
    }
}

#[test]
fn a_closure_that_fails_gives_its_bytes_back_to_the_lane() {
    let arena = Arena::new(16 * MIB).unwrap();
    let mut blocks = collide(&arena);
    let before = arena.allocated();
    for _ in 0..rounds(1000, 10) {
        arena.alloc_try_with(|| Err::<[u8; 48], _>(())).unwrap_err();
        let odd = arena.alloc_slice_fill_iter((0..30_u8).filter(|_| false));
        assert!(odd.is_empty());
    }
    // Only where the bytes were the last of a chunk they stay.
    assert!(arena.allocated() - before < 2 * 64, "{} bytes", arena.allocated() - before);
    assert_intact(&arena, &mut blocks);
}

#[cfg(feature = "allocator-api2")]
#[test]
fn a_list_grows_and_shrinks_in_place_in_a_lane() {
    let arena = Arena::new(16 * MIB).unwrap();
    let mut blocks = collide(&arena);
    let grown_in_place = (0..16).filter(|_| {
        let before = arena.allocated();
        let mut list = allocator_api2::vec::Vec::new_in(&arena);
        list.extend(0..200_u64);
        let after = arena.allocated() - before;
        assert!(list.iter().copied().eq(0..200));
        list.truncate(20);
        list.shrink_to_fit();
        assert!(list.iter().copied().eq(0..20));
        after <= 8 * 256 && arena.allocated() - before == 160
    });
    // Where a chunk ends, it is copied.
    assert!(grown_in_place.count() >= 12);
    assert_intact(&arena, &mut blocks);
}

#[test]
fn a_scope_brings_lanes_back_as_they_were() {
    for capacity in [256 * KIB, 4 * MIB].into_iter().take(rounds(2, 1)) {
        let mut arena = Arena::new(capacity).unwrap();
        for round in (0..10_u8).take(rounds(10, 1)) {
            let kept: Vec<_> = collide(&arena).iter().map(Block::raw).collect();
            let before = arena.allocated();
            arena.scope(|scope| {
                let words = |scope: &arena::Scope<'_>, most: usize| {
                    scope.open_lanes();
                    let claim = || scope.try_alloc(u64::from(round)).ok();
                    let claimed = crew(|_| iter::from_fn(claim).take(most).collect::<Vec<_>>());
                    assert!(claimed.iter().flatten().all(|word| **word == u64::from(round)));
                    claimed.iter().map(Vec::len).sum::<usize>()
                };
                assert_eq!(words(scope, capacity / 256), 8 * (capacity / 256));
                let inside = scope.allocated();
                scope.scope(|inner| assert!(words(inner, usize::MAX) > capacity / 64));
                scope.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(capacity / 8));
                assert_eq!(scope.allocated(), inside);
                assert!(words(scope, usize::MAX) > capacity / 64);
            });
            assert_eq!(arena.allocated(), before);
            for (block, tag) in kept {
                // SAFETY: the arena has not been reset, and nobody else refers to the bytes.
                assert!(unsafe { block.as_ref() }.iter().all(|byte| *byte == tag));
            }
            arena.reset();
        }
    }
}

#[cfg(all(feature = "poison", not(arena_asan), not(miri)))]
#[test]
fn the_end_of_a_scope_fills_what_lanes_handed_out() {
    let mut arena = Arena::new(MIB).unwrap();
    let kept: Vec<_> = collide(&arena).iter().map(Block::raw).collect();
    let stale = arena.scope(|scope| {
        scope.open_lanes();
        let word = || ptr::from_mut(scope.alloc(1_u64)).expose_provenance();
        crew(|_| (0..500).map(|_| word()).collect::<Vec<_>>()).concat()
    });
    for address in stale {
        // SAFETY: inside the arena's memory, where nobody writes now.
        let word = unsafe { ptr::with_exposed_provenance::<u64>(address).read() };
        assert_eq!(word, 0xD7D7_D7D7_D7D7_D7D7);
    }
    for (block, tag) in kept {
        // SAFETY: the arena has not been reset, and nobody else refers to the bytes.
        assert!(unsafe { block.as_ref() }.iter().all(|byte| *byte == tag));
    }
}
