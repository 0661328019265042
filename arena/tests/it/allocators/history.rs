//! Defects that other arenas have had, one test each.

use std::{mem::MaybeUninit, sync::Barrier, thread};

use allocator_api2::alloc::Allocator;
use arena::{Arena, static_arena};

use super::{Held, allocate, assert_intact, layout, on_every};

// blink-alloc moves its cursor on when the last block is freed, and never back.
#[test]
fn the_last_block_is_reclaimed_when_it_is_freed() {
    let arena = Arena::new(100).unwrap();
    for _ in 0..1000 {
        allocate(&arena, layout(100, 1), 1).free(&arena);
    }
    assert_eq!(arena.allocated(), 0);
}

// blink-alloc's `shrink` never moves its cursor.
#[test]
fn the_last_block_gives_back_what_it_shrinks_by() {
    let arena = Arena::new(100).unwrap();
    let mut block = allocate(&arena, layout(100, 1), 1);
    block.resize(&arena, layout(40, 1), false).unwrap();
    assert_eq!(arena.remaining(), 60);
    assert_intact(&[block, allocate(&arena, layout(60, 1), 2)]);
}

// blink-alloc's `realloc` calls `grow` to shrink and `shrink` to grow; an equal size is both.
#[test]
fn a_block_may_grow_and_shrink_to_its_own_size() {
    on_every!(4096, |handle| {
        let above = allocate(handle, layout(24, 8), 1);
        let block = allocate(handle, layout(24, 8), 2);
        for held in [block, above] {
            // SAFETY: the block is ours, and the size the same.
            let grown = unsafe { handle.grow(held.start, held.layout, held.layout) }.unwrap();
            let grown = Held { start: grown.cast(), ..held };
            grown.assert_holds(24);
            // SAFETY: the same.
            let shrunk = unsafe { handle.shrink(grown.start, held.layout, held.layout) };
            Held { start: shrunk.unwrap().cast(), ..held }.assert_holds(24);
        }
    });
}

// arena-b aligns offsets, and its chunks to 64 only.
#[test]
fn alignments_beyond_that_of_the_memory_are_kept() {
    let mut buffer = vec![MaybeUninit::uninit(); 40_000];
    for start in 0..70 {
        let arena = Arena::from_buffer(&mut buffer[start..]);
        let mut block = allocate(&arena, layout(10, 4096), 1);
        block.resize(&arena, layout(20, 8192), false).unwrap();
        block.resize(&arena, layout(10, 2048), false).unwrap();
    }
}

// arena-b has an empty slice for a request that is too large, or writes through null; bump-scope
// looked for a large enough chunk for ever.
#[test]
fn a_request_that_is_too_large_is_an_error() {
    on_every!(1 << 16, |handle| {
        for size in [(1 << 16) + 1, 17 << 20, isize::MAX.unsigned_abs()] {
            assert!(handle.allocate(layout(size, 1)).is_err());
        }
    });
}

// bumpalo's `realloc` copied as many bytes as the new size has, from behind the old block's end.
#[test]
fn growing_reads_no_more_than_the_old_block() {
    // The block is the uppermost of the memory: what lies behind it is not ours.
    let mut buffer = vec![MaybeUninit::uninit(); 64];
    let arena = Arena::from_buffer(&mut buffer);
    let mut block = allocate(&arena, layout(8, 1), 1);
    let below = allocate(&arena, layout(1, 1), 2);
    block.resize(&arena, layout(50, 1), false).unwrap();
    assert_intact(&[block, below]);
}

// In bump-scope, a block of an outer scope that grew, shrank or went inside an inner one took the
// inner one's bytes with it.
#[test]
fn a_block_of_the_arena_may_grow_shrink_and_go_in_a_scope_of_a_handle() {
    static_arena! { static ARENA: 64 * 1024; }
    let mut local = ARENA.local();
    local.alloc(1_u8);
    let mut outer = allocate(&ARENA, layout(64, 8), 1);
    local.scope(|inner| {
        let mut all = Vec::new();
        for size in [256, 2000, 32, 8] {
            all.push(allocate(&*inner, layout(48, 8), 2));
            outer.resize(&ARENA, layout(size, 8), true).unwrap();
            all.push(allocate(&*inner, layout(600, 8), 3));
            assert_intact(&[&all[..], &[outer]].concat());
        }
        outer.free(&ARENA);
        all.push(allocate(&ARENA, layout(700, 8), 4));
        all.push(allocate(&*inner, layout(700, 8), 5));
        assert_intact(&all);
    });
}

// bumpalo wrote to a static that all empty arenas share.
#[test]
fn no_bytes_of_a_fresh_arena_may_be_asked_for_by_many_threads() {
    let arena = Arena::new(0).unwrap();
    let start = Barrier::new(4);
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                start.wait();
                for _ in 0..100 {
                    let block = allocate(&arena, layout(0, 64), 1);
                    block.free(&arena);
                }
            });
        }
    });
    assert_eq!((arena.capacity(), arena.allocated()), (0, 0));
}
