//! Stale reads through raw pointers are found by `AddressSanitizer`.
//!
//! `RUSTFLAGS="-Zsanitizer=address --cfg arena_asan" cargo +nightly test -p arena --test asan
//! --target x86_64-unknown-linux-gnu`. Elsewhere there is nothing here.
#![cfg(arena_asan)]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::{
    env,
    hint::black_box,
    mem::MaybeUninit,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    process::Command,
    ptr::NonNull,
};

use arena::{Arena, LocalArena};

const CASE: &str = "ARENA_ASAN_CASE";

/// What leaves a stale pointer behind.
const STALE: [(&str, fn() -> NonNull<u64>); 15] = [
    ("reset", || {
        let arena = forever(1 << 16);
        let stale = NonNull::from(arena.alloc(1_u64));
        arena.reset();
        stale
    }),
    ("reset_of_a_handle", || {
        let arena = forever(1 << 16);
        let stale = NonNull::from(arena.local().alloc(1_u64));
        arena.reset();
        stale
    }),
    ("scope_of_an_arena", || forever(1 << 16).scope(|scope| NonNull::from(scope.alloc(1_u64)))),
    ("scope_in_a_scope", || {
        forever(1 << 16).scope(|scope| {
            let stale = scope.scope(|inner| NonNull::from(inner.alloc(1_u64)));
            scope.alloc(2_u64);
            scope.scope(|inner| _ = inner.alloc([3_u64; 2]));
            // What was claimed again is not stale; what lies below it is.
            // SAFETY: inside the arena's memory.
            unsafe { stale.sub(1) }
        })
    }),
    ("lane", || {
        let arena = forever(1 << 20);
        arena.open_lanes();
        let stale = NonNull::from(arena.alloc(1_u64));
        arena.reset();
        stale
    }),
    ("lane_in_a_scope", || {
        let arena = forever(1 << 20);
        arena.open_lanes();
        arena.alloc(1_u64);
        arena.scope(|scope| {
            scope.open_lanes();
            NonNull::from(scope.alloc(1_u64))
        })
    }),
    ("handle_in_a_scope", || {
        forever(1 << 16).scope(|scope| NonNull::from(scope.local().alloc(1_u64)))
    }),
    ("lent_by_the_stash", || {
        let arena = forever(1 << 16);
        let (above, below) = (arena.local(), arena.local());
        above.alloc(1_u64);
        below.alloc(1_u64);
        drop(above);
        drop(below);
        arena.alloc_slice_uninit::<u8>(arena.remaining() - 504);
        arena.scope(|scope| NonNull::from(scope.alloc(1_u64)))
    }),
    ("scope_of_a_handle", || {
        let local = &mut forever(1 << 16).local();
        local.alloc(1_u64);
        local.scope(|inner| NonNull::from(inner.alloc(1_u64)))
    }),
    ("piece_of_a_scope_of_a_handle", || {
        let local = &mut forever(1 << 16).local();
        local.scope(|inner| NonNull::from(inner.alloc([1_u64; 500])).cast())
    }),
    ("scope_that_panics", || {
        let mut stale = NonNull::dangling();
        let thrown = catch_unwind(AssertUnwindSafe(|| {
            forever(1 << 16).scope(|scope| {
                stale = NonNull::from(scope.alloc(1_u64));
                resume_unwind(Box::new(()))
            })
        }));
        thrown.unwrap_err();
        stale
    }),
    ("reset_of_a_local_arena", || {
        let arena = Box::leak(Box::new(LocalArena::new(1 << 16).unwrap()));
        let stale = NonNull::from(arena.alloc(1_u64));
        arena.reset();
        stale
    }),
    ("scope_of_a_local_arena", || {
        let arena = Box::leak(Box::new(LocalArena::new(1 << 16).unwrap()));
        arena.scope(|scope| NonNull::from(scope.alloc(1_u64)))
    }),
    ("scope_in_a_scope_of_a_local_arena", || {
        let arena = Box::leak(Box::new(LocalArena::new(1 << 16).unwrap()));
        arena.scope(|scope| {
            let stale = scope.scope(|inner| NonNull::from(inner.alloc(1_u64)));
            // SAFETY: inside the arena's memory.
            black_box(unsafe { stale.read_volatile() })
        });
        unreachable!("it was read")
    }),
    ("given_back_to_a_local_arena", || {
        let arena = Box::leak(Box::new(LocalArena::new(1 << 16).unwrap()));
        let mut stale = NonNull::dangling();
        let failed = arena.alloc_try_with(|| {
            stale = NonNull::from(arena.alloc(1_u64));
            Err::<u64, ()>(())
        });
        failed.unwrap_err();
        let block = arena.alloc_try_with(|| Err::<[u64; 8], ()>(()));
        block.unwrap_err();
        // SAFETY: inside the arena's memory, below what is allocated.
        unsafe { stale.sub(1) }
    }),
];

/// The same, where the map is not kept for the next: it is no memory of the process any more.
const UNMAPPED: (&str, fn() -> NonNull<u64>) = ("map_of_a_dropped_arena", || {
    let arena = Arena::mapped(1 << 20).unwrap();
    NonNull::from(arena.alloc(1_u64))
});

/// An arena that is never dropped, so that its memory stays where it is.
fn forever(capacity: usize) -> &'static mut Arena {
    Box::leak(Box::new(Arena::new(capacity).unwrap()))
}

/// The other half of the test below, in a process of its own.
#[test]
fn child() {
    let Ok(case) = env::var(CASE) else { return };
    let (_, stale) = STALE.into_iter().chain([UNMAPPED]).find(|(name, _)| *name == case).unwrap();
    // SAFETY: none. This is the mistake that must be found.
    black_box(unsafe { stale().read_volatile() });
}

#[test]
fn every_stale_read_is_reported() {
    let poisoned = STALE.map(|(case, _)| (case, "use-after-poison"));
    for (case, found) in poisoned.into_iter().chain([(UNMAPPED.0, "SEGV")]) {
        let mut child = Command::new(env::current_exe().unwrap());
        let child = child.args(["--exact", "child", "--nocapture"]).env(CASE, case);
        let output = child.output().unwrap();
        let report = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{case}: the stale read went unseen");
        assert!(report.contains(found), "{case}: {report}");
    }
}

#[test]
fn sound_use_is_not_reported() {
    let mut buffer = [MaybeUninit::uninit(); 50_007];
    for start in 0..16 {
        let mut arena = Arena::from_buffer(&mut buffer[start..]);
        for _ in 0..3 {
            let kept = arena.alloc_slice_fill_copy(77, 7_u8);
            let mut local = arena.local();
            for size in [1, 5, 100, 1000] {
                let outer = local.alloc_slice_fill_copy(size, 1_u8);
                local.scope(|inner| {
                    let first = inner.alloc_slice_fill_iter((0..size).filter(|_| true));
                    inner.scope(|inner| _ = inner.alloc_slice_fill_copy(size, 2_u8));
                    let text = inner.alloc_fmt(format_args!("{size}{first:?}"));
                    assert!(text.ends_with(']'));
                    inner.alloc_try_with(|| Err::<u64, ()>(())).unwrap_err();
                });
                outer.fill(3);
            }
            drop(local);
            assert_eq!(kept, [7; 77]);
            arena.scope(|scope| {
                let first = scope.alloc([1_u8; 33]);
                scope.scope(|inner| _ = inner.local().alloc_slice_fill_copy(500, 1_u8));
                scope.local().scope(|inner| _ = inner.alloc_slice_fill_copy(500, 1_u8));
                assert_eq!(scope.alloc(*first), first);
            });
            arena.reset();
        }
        drop(arena);
        let mut arena = LocalArena::from_buffer(&mut buffer[start..]);
        for _ in 0..3 {
            let kept = arena.alloc_slice_fill_copy(77, 7_u8);
            arena.alloc_try_with(|| Err::<[u8; 21], ()>(())).unwrap_err();
            let text = arena.alloc_fmt(format_args!("{kept:?}"));
            assert_eq!((&*kept, text.len()), (&[7; 77][..], 231));
            arena.scope(|scope| {
                let first = scope.alloc([1_u8; 33]);
                scope.scope(|inner| _ = inner.alloc_slice_fill_copy(500, 1_u8));
                assert_eq!(scope.alloc(*first), first);
            });
            arena.reset();
        }
        drop(arena);
        // The lender has its bytes back.
        buffer.fill(MaybeUninit::new(9));
    }
}

/// An arena that is forgotten leaves its buffer to whoever lent it.
#[test]
fn the_buffer_of_a_forgotten_arena_is_usable() {
    let mut buffer = [MaybeUninit::uninit(); 256];
    let mut arena = std::mem::ManuallyDrop::new(Arena::from_buffer(&mut buffer));
    arena.alloc([1_u8; 100]);
    arena.scope(|scope| _ = scope.alloc([1_u8; 100]));
    assert!(black_box(buffer.len()) == 256);
}
