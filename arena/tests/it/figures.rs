//! Capacity, allocated, remaining, peak, contains, reset.

use std::mem::MaybeUninit;

use arena::Arena;

use crate::support::A16;

#[test]
fn a_fresh_arena_has_all_of_its_capacity() {
    for capacity in [0, 1, 63, 64, 1000, 1 << 20] {
        let arena = Arena::new(capacity).unwrap();
        assert_eq!((arena.capacity(), arena.remaining()), (capacity, capacity));
        assert_eq!((arena.allocated(), arena.peak()), (0, 0));
    }
}

#[test]
fn a_borrowed_arena_has_all_of_its_buffer() {
    for length in 0..200 {
        let mut buffer = vec![MaybeUninit::uninit(); length];
        let arena = Arena::from_buffer(&mut buffer);
        assert_eq!((arena.capacity(), arena.remaining(), arena.allocated()), (length, length, 0));
        assert_eq!(arena.alloc_slice_fill_copy(length, 7_u8), vec![7; length]);
        assert!(arena.try_alloc(1_u8).is_err());
    }
}

#[test]
fn allocated_counts_values_and_padding() {
    let arena = Arena::new(1000).unwrap();
    arena.alloc(1_u8);
    assert_eq!(arena.allocated(), 1);
    // Ends at 999, so it begins at 976: a multiple of 16 in a base aligned to 64.
    arena.alloc(A16([0; 16]));
    assert_eq!(arena.allocated(), 24);
    arena.alloc(());
    arena.alloc_str("");
    arena.alloc_slice_copy::<u64>(&[]);
    assert_eq!((arena.allocated(), arena.remaining()), (24, 976));
}

#[test]
fn allocated_counts_the_open_run_of_a_local() {
    let arena = Arena::new(4096).unwrap();
    let local = arena.local();
    assert_eq!(arena.allocated(), 0);
    local.alloc(1_u8);
    assert_eq!(arena.allocated(), 512);
    drop(local);
    assert_eq!((arena.allocated(), arena.peak()), (1, 512));
}

#[test]
fn peak_remembers_what_a_reset_and_a_given_back_value_took() {
    let mut arena = Arena::new(1000).unwrap();
    arena.alloc([0_u8; 100]);
    arena.alloc_try_with(|| Err::<[u8; 400], _>(())).unwrap_err();
    assert_eq!((arena.allocated(), arena.peak()), (100, 500));
    arena.reset();
    assert_eq!((arena.allocated(), arena.peak()), (0, 500));
    arena.alloc([0_u8; 600]);
    assert_eq!(arena.peak(), 600);
    arena.reset();
    arena.reset();
    assert_eq!(arena.peak(), 600);
}

#[test]
fn contains_knows_the_memory_and_nothing_else() {
    let mut buffer = [MaybeUninit::<u8>::uninit(); 100];
    let (first, last) = (&raw const buffer[0], &raw const buffer[99]);
    let arena = Arena::from_buffer(&mut buffer);
    assert!(arena.contains(first) && arena.contains(last));
    assert!(!arena.contains(last.wrapping_add(1)) && !arena.contains(first.wrapping_sub(1)));
    assert!(!arena.contains(std::ptr::null::<u8>()));
    assert!(arena.contains(arena.alloc_str("text")));
    assert!(!arena.contains("text"));
}

#[test]
fn an_empty_arena_contains_nothing() {
    let arena = Arena::new(0).unwrap();
    assert!(!arena.contains(&raw const arena) && !arena.contains(std::ptr::dangling::<u8>()));
    assert!(!arena.contains(std::ptr::without_provenance::<u8>(64)));
}

#[test]
fn reset_frees_the_whole_capacity_in_place() {
    let mut arena = Arena::new(1000).unwrap();
    let first = std::ptr::from_mut(arena.alloc_slice_fill_copy(1000, 1_u8)).addr();
    for _ in 0..10 {
        arena.reset();
        assert_eq!((arena.allocated(), arena.remaining(), arena.capacity()), (0, 1000, 1000));
        let local = arena.local();
        local.alloc(1_u8);
        arena.alloc(1_u8);
        arena.local().alloc(1_u8);
        drop(local);
        arena.reset();
        assert_eq!(std::ptr::from_mut(arena.alloc_slice_fill_copy(1000, 2_u8)).addr(), first);
    }
}

#[test]
fn reset_forgets_the_pieces_that_handles_left() {
    let mut arena = Arena::new(1 << 16).unwrap();
    let (below, above) = (arena.local(), arena.local());
    above.alloc(1_u8);
    below.alloc(1_u8);
    drop(above); // not the lowest: it becomes a piece
    drop(below);
    assert!(arena.allocated() < 1024);
    arena.reset();
    assert_eq!(arena.alloc_slice_fill_copy(1 << 16, 1_u8).len(), 1 << 16);
    assert!(arena.try_alloc(1_u8).is_err());
}

#[test]
fn an_arena_works_after_it_was_moved() {
    let arena = Arena::new(64).unwrap();
    arena.alloc(1_u64);
    let mut moved = Box::new(arena);
    assert_eq!(moved.allocated(), 8);
    moved.reset();
    assert_eq!(moved.alloc([5_u64; 8]), &[5; 8]);
}

#[test]
fn debug_shows_the_figures() {
    let arena = Arena::new(100).unwrap();
    arena.alloc([0_u8; 30]);
    assert_eq!(format!("{arena:?}"), "Arena { capacity: 100, allocated: 30, peak: 30, .. }");
    assert_eq!(format!("{:?}", arena.local()), "Local { .. }");
}

#[test]
fn a_scope_has_the_figures_of_its_arena() {
    let mut arena = Arena::new(100).unwrap();
    let before = &raw const *arena.alloc([0_u8; 30]);
    arena.scope(|scope| {
        let inside = &raw const *scope.alloc([0_u8; 20]);
        assert_eq!((scope.capacity(), scope.allocated(), scope.remaining()), (100, 50, 50));
        assert!(scope.contains(before) && scope.contains(inside));
        assert!(!scope.contains(&raw const before));
        assert_eq!(format!("{scope:?}"), "Scope { capacity: 100, allocated: 50, .. }");
    });
}
