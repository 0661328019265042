//! The figures that `stats` gathers, and the line they make.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use arena::{Arena, Stats};

/// All fields, in order.
fn fields(stats: &Stats) -> [usize; 7] {
    let Stats { capacity, allocated, remaining, peak, stash, resets, refused, .. } = *stats;
    [capacity, allocated, remaining, peak, stash, resets, refused]
}

#[test]
fn every_figure_says_what_happened() {
    let mut arena = Arena::new(64 << 10).unwrap();
    assert_eq!(fields(&arena.stats()), [65_536, 0, 65_536, 0, 0, 0, 0]);
    arena.alloc_slice_fill_copy(1000, 1_u8);
    assert_eq!(fields(&arena.stats()), [65_536, 1000, 64_536, 1000, 0, 0, 0]);
    arena.try_alloc_slice_uninit::<u8>(65_000).unwrap_err();
    arena.try_alloc_slice_uninit::<u64>(usize::MAX).unwrap_err(); // no memory would hold it
    assert_eq!(fields(&arena.stats()), [65_536, 1000, 64_536, 1000, 0, 0, 1]);
    arena.reset();
    assert_eq!(fields(&arena.stats()), [65_536, 0, 65_536, 1000, 0, 1, 1]);
    arena.reset();
    assert_eq!(arena.stats().resets, 2);
}

#[test]
fn the_agreeing_methods_agree() {
    let arena = Arena::new(1 << 16).unwrap();
    let (above, below) = (arena.local(), arena.local());
    above.alloc(1_u64);
    below.alloc(1_u64);
    drop(above);
    let stats = arena.stats();
    assert_eq!(stats.stash, 512 - 8);
    assert_eq!(stats.allocated, arena.allocated());
    assert_eq!(stats.remaining, arena.remaining());
    assert_eq!(stats.peak, arena.peak());
    assert_eq!(stats.capacity, arena.capacity());
    assert_eq!(stats.allocated + stats.remaining, stats.capacity);
    assert_eq!(stats, arena.stats());
    assert!(format!("{stats:?}").contains("stash: 504"));
    assert_eq!(arena.stats(), stats, "to look changes nothing");
    drop(below);
    assert_eq!((arena.stats().stash, arena.allocated()), (504, 16), "above a value that lives");
}

#[test]
fn a_refusal_is_counted_once_by_whatever_way_it_came() {
    let mut arena = Arena::new(256).unwrap();
    let big = 300;
    arena.try_alloc_slice_fill_copy(big, 0_u8).unwrap_err();
    arena.try_alloc_str(&"x".repeat(big)).unwrap_err();
    arena.try_alloc_slice_fill_iter((0..u64::MAX).filter(|_| true)).unwrap_err();
    arena.try_alloc_fmt(format_args!("{}{:300}", 1, 2)).unwrap_err();
    assert_eq!(arena.stats().refused, 4);
    arena.local().try_alloc_slice_uninit::<u8>(big).unwrap_err();
    arena.local().scope(|inner| inner.try_alloc_slice_uninit::<u8>(big).map(|_| ()).unwrap_err());
    arena.scope(|scope| scope.try_alloc_slice_uninit::<u8>(big).map(|_| ()).unwrap_err());
    assert_eq!(arena.stats().refused, 7);
    catch_unwind(AssertUnwindSafe(|| arena.alloc([0_u8; 300]))).unwrap_err();
    assert_eq!(arena.stats().refused, 8);
    arena.try_alloc_slice_uninit::<()>(usize::MAX).unwrap();
    assert_eq!(arena.stats().refused, 8);
}

#[test]
fn the_peak_is_seen_at_the_end_of_a_scope() {
    let mut arena = Arena::new(4096).unwrap();
    arena.scope(|scope| {
        scope.scope(|inner| _ = inner.alloc([0_u8; 3000]));
        scope.alloc([0_u8; 100]);
    });
    assert_eq!((arena.allocated(), arena.peak()), (0, 3000));
    let panic = catch_unwind(AssertUnwindSafe(|| {
        arena.scope(|scope| {
            scope.alloc([0_u8; 4000]);
            resume_unwind(Box::new(()))
        })
    }));
    panic.unwrap_err();
    assert_eq!((arena.allocated(), arena.peak()), (0, 4000));
    arena.local().scope(|inner| _ = inner.alloc([0_u8; 4020]));
    assert_eq!(arena.allocated(), 0);
    assert!(arena.peak() >= 4020, "a scope of a handle counts too: {}", arena.peak());
    assert_eq!(arena.stats().resets, 0, "a scope is no reset");
}

#[test]
fn the_peak_counts_what_a_scope_took_of_a_piece() {
    let mut arena = Arena::new(1 << 16).unwrap();
    {
        let (above, below) = (arena.local(), arena.local());
        above.alloc(0_u64);
        below.alloc(0_u64);
        drop(above);
    }
    arena.alloc_slice_uninit::<u8>(arena.remaining() - arena.stats().stash);
    let before = arena.allocated();
    arena.scope(|scope| _ = scope.alloc([0_u8; 200]));
    assert_eq!(arena.allocated(), before);
    assert!(arena.peak() >= before + 200, "{:?}", arena.stats());
}

#[test]
fn the_peak_is_seen_when_a_handle_leaves_a_piece() {
    let arena = Arena::new(1 << 16).unwrap();
    let (upper, lower) = (arena.local(), arena.local());
    upper.alloc(0_u64);
    lower.alloc(0_u64);
    drop(upper);
    assert_eq!((arena.allocated(), arena.peak()), (512 + 8, 512 + 512));
}

#[test]
fn the_peak_is_no_less_than_what_is_allocated_while_handles_go() {
    let (arena, done) = (Arena::new(1 << 16).unwrap(), AtomicBool::new(false));
    thread::scope(|threads| {
        threads.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                arena.local().scope(|inner| _ = inner.alloc([0_u8; 600]));
            }
        });
        for _ in 0..20_000 {
            let stats = arena.stats();
            assert!(stats.allocated <= stats.peak, "{stats:?}");
            assert_eq!(stats.allocated + stats.remaining, stats.capacity);
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn the_line_reads_at_a_glance() {
    let mut arena = Arena::new(0).unwrap();
    assert_eq!(arena.stats().to_string(), "0 bytes of 0 bytes allocated (0%), at the peak 0 bytes");
    arena.reset();
    assert!(arena.stats().to_string().ends_with("; 1 reset"));
    arena.try_alloc(1_u8).unwrap_err();
    arena.reset();
    assert!(arena.stats().to_string().ends_with("; 2 resets, 1 request refused"));
    let arena = Arena::new(3 << 19).unwrap();
    arena.alloc_slice_uninit::<u8>(3 << 19);
    for _ in 0..2 {
        arena.try_alloc(1_u8).unwrap_err();
    }
    assert_eq!(
        arena.stats().to_string(),
        "1.5 MiB of 1.5 MiB allocated (100%), at the peak 1.5 MiB; 2 requests refused"
    );
}
