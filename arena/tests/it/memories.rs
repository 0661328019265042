//! Memories that need no operating system: lent buffers, parts of other arenas, statics. And what
//! becomes of freed bytes with `poison`.

use std::{mem::MaybeUninit, sync::LazyLock, thread};

use arena::{__private::Buffer, Arena, Borrowed, Static};

use crate::support::rounds;

/// Takes no room in the program's file.
static LARGE_ENOUGH_TO_SEE: &Arena<Static> = {
    arena::static_arena! { static BIG: 1 << 28; }
    &BIG
};

#[test]
#[cfg_attr(miri, ignore = "looks at a file")]
fn a_static_buffer_takes_no_room_in_the_file() {
    LARGE_ENOUGH_TO_SEE.alloc(1_u64);
    let file = std::env::current_exe().unwrap().metadata().unwrap();
    assert!(file.len() < LARGE_ENOUGH_TO_SEE.capacity() as u64, "{} bytes", file.len());
}

mod statics {
    #![forbid(unsafe_code)]

    /// Shares its name with nothing that the macro makes.
    const BUFFER: usize = 32;
    const KIB: usize = 1 << 10;

    arena::static_arena! {
        /// With everything in front.
        #[allow(missing_docs, reason = "an attribute to pass on")]
        pub(crate) static FIRST: 64 * KIB;
        pub(super) static SECOND: { let half = KIB; half * 2 } ;
        static EMPTY: 0;
    }

    arena::static_arena! { static THIRD: core::mem::size_of::<[u64; 16]>(); }

    arena::static_arena! { pub(super) static LARGE: 1 << 24; }

    arena::static_arena! {
        #[cfg(any())]
        static NEVER: this_does_not_exist;
    }

    pub(super) fn in_a_function() -> &'static arena::Arena<arena::Static> {
        arena::static_arena! { static FIRST: 4 * BUFFER_SIZE; }
        const BUFFER_SIZE: usize = BUFFER * 2;
        &FIRST
    }

    #[test]
    fn they_have_their_capacity_and_are_apart() {
        let all = [&FIRST, &SECOND, &THIRD, &EMPTY, in_a_function()];
        assert_eq!(all.map(arena::Arena::capacity), [65_536, 2048, 128, 0, 256]);
        for (at, arena) in all.into_iter().enumerate() {
            let bytes = arena.try_alloc_slice_fill_copy(arena.remaining().min(64), at).ok();
            let Some(bytes @ [_, ..]) = bytes else { continue };
            for (other, arena) in all.into_iter().enumerate() {
                assert_eq!(arena.contains(bytes.as_ptr()), at == other);
            }
        }
        assert!(EMPTY.try_alloc(1_u8).is_err());
        EMPTY.alloc(());
    }
}

#[test]
fn a_static_arena_is_used_from_many_threads_and_recycled() {
    let before = statics::LARGE.allocated();
    let work = |seed: u64| {
        for round in (0..200).take(rounds(200, 2)) {
            let mut local = statics::LARGE.local();
            local.scope(|scratch| {
                let words = scratch.alloc_slice_fill_copy(10_000, seed << 32 | round);
                let text = scratch.alloc_str("recycled");
                assert!(words.iter().all(|word| *word == seed << 32 | round));
                assert_eq!(text, "recycled");
            });
        }
    };
    thread::scope(|threads| {
        for seed in 0..4 {
            threads.spawn(move || work(seed));
        }
    });
    assert!(statics::LARGE.allocated() - before < 1024, "{:?}", statics::LARGE);
    let kept: &'static mut u64 = thread::spawn(|| statics::LARGE.alloc(7)).join().unwrap();
    assert_eq!(*kept, 7);
}

#[test]
fn a_static_arena_may_be_made_at_run_time() {
    static BUFFER: LazyLock<Buffer<64>> = LazyLock::new(Buffer::new);
    // SAFETY: nothing else uses the buffer.
    let arena: Arena<Static> = unsafe { Arena::from_static(&*BUFFER) };
    assert_eq!(arena.capacity(), 64);
    assert!(arena.alloc_slice_fill_copy(64, 1_u8).as_ptr().addr() == (&raw const *BUFFER).addr());
    assert!(arena.try_alloc(1_u8).is_err());
}

#[test]
fn a_static_buffer_is_aligned_to_a_line() {
    arena::static_arena! { static ODD: 257; }
    let arena: &Arena<Static> = &ODD;
    assert_eq!(arena.alloc_slice_uninit::<u8>(257).as_ptr().addr() % 64, 0);
}

/// Fills all of a buffer in every way, and checks that what is made is right, and inside.
fn exercise(buffer: &mut [MaybeUninit<u8>]) {
    let (start, len) = (buffer.as_ptr().addr(), buffer.len());
    let mut arena: Arena<Borrowed<'_>> = Arena::from_buffer(buffer);
    assert_eq!((arena.capacity(), arena.allocated()), (len, 0));
    for _ in 0..2 {
        let words: Vec<_> = (0_u64..).map_while(|word| arena.try_alloc(word).ok()).collect();
        assert!(len - words.len() * 8 < 16, "{} words in {len} bytes", words.len());
        for (at, word) in (0_u64..).zip(&words) {
            assert_eq!(at, **word);
            let offset = std::ptr::from_ref(&**word).addr() - start;
            assert!((start + offset) % align_of::<u64>() == 0 && offset + 8 <= len);
        }
        arena.reset();
        let bytes = arena.scope(|scope| {
            std::iter::repeat_with(|| scope.try_alloc(1_u8)).take_while(Result::is_ok).count()
        });
        assert_eq!((bytes.min(255), arena.allocated()), (len.min(255), 0));
        let bytes = arena.local().scope(|inner| {
            let slices =
                (0..).map_while(|at: u32| inner.try_alloc_slice_copy(&at.to_le_bytes()).ok());
            slices.zip(0_u32..).map(|(slice, at)| assert_eq!(slice, at.to_le_bytes())).count()
        });
        assert!(bytes * 4 <= len);
        arena.reset();
    }
}

#[test]
fn a_buffer_may_lie_anywhere() {
    let mut array = [MaybeUninit::uninit(); 1000];
    for start in 0..70 {
        for len in [0, 1, 7, 8, 63, 64, 65, 127, 128, 500] {
            exercise(&mut array[start..start + len]);
        }
    }
    #[cfg(not(any(arena_asan, miri)))] // which look for leaks
    exercise(Box::leak(vec![MaybeUninit::uninit(); 12_345].into_boxed_slice()));
}

#[test]
fn a_part_of_an_arena_is_an_arena_with_its_own_limit() {
    let mut outer = Arena::new(1 << 16).unwrap();
    let before = outer.alloc(1_u64);
    let part = outer.alloc_slice_uninit::<u8>(5001);
    let after = outer.alloc(2_u64);
    exercise(part);
    assert_eq!((*before, *after), (1, 2));
    outer.reset();

    // In scopes of every kind, a part of a part too.
    outer.scope(|scope| {
        let mut inner = Arena::from_buffer(scope.alloc_slice_uninit(10_000));
        inner.scope(|scope| exercise(scope.alloc_slice_uninit(1001)));
        inner.local().scope(|scope| exercise(scope.alloc_slice_uninit(1001)));
        let kept = inner.alloc_str("kept");
        scope.alloc_slice_fill_copy(10_000, 0xFF_u8);
        assert_eq!(kept, "kept");
        assert!(inner.try_alloc_slice_uninit::<u8>(10_000).is_err());
    });
    assert_eq!(outer.allocated(), 0);
}

#[test]
fn a_part_of_an_arena_serves_threads() {
    let outer = Arena::new(1 << 20).unwrap();
    let mut inner = Arena::from_buffer(outer.alloc_slice_uninit(1 << 18));
    for _ in 0..10 {
        thread::scope(|threads| {
            for seed in 0..4_u8 {
                let (inner, outer) = (inner.local(), outer.local());
                threads.spawn(move || {
                    let mine: Vec<_> = (0..50).map(|_| inner.alloc([seed; 100])).collect();
                    let theirs: Vec<_> = (0..50).map(|_| outer.alloc([!seed; 100])).collect();
                    assert!(mine.iter().all(|bytes| bytes.iter().all(|byte| *byte == seed)));
                    assert!(theirs.iter().all(|bytes| bytes.iter().all(|byte| *byte == !seed)));
                });
            }
        });
        inner.reset();
    }
}

/// What is freed reads as the pattern. The buffers are read when their arenas are gone.
#[cfg(all(feature = "poison", not(arena_asan)))]
mod poison {
    use super::{Arena, MaybeUninit};

    const FREED: u8 = 0xD7;

    /// Runs `f` on a zeroed buffer as an arena: where the bytes of the pattern are afterwards.
    fn freed(f: impl FnOnce(&mut Arena<arena::Borrowed<'_>>)) -> Vec<std::ops::Range<usize>> {
        let mut buffer = vec![0_u8; 4096 + 64];
        let skip = buffer.as_ptr().align_offset(64);
        let bytes = &mut buffer[skip..skip + 4096];
        // SAFETY: bytes are as well bytes that may be uninitialised, and an arena over them writes
        // none that are.
        let lent = unsafe { &mut *(std::ptr::from_mut(bytes) as *mut [MaybeUninit<u8>]) };
        f(&mut Arena::from_buffer(lent));
        let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == FREED) {
            match ranges.last_mut() {
                Some(last) if last.end == at => last.end += 1,
                _ => ranges.push(at..at + 1),
            }
        }
        // A header may contain the byte by chance.
        ranges.retain(|range| range.len() > 8);
        ranges
    }

    #[test]
    fn a_reset_fills_what_was_claimed() {
        let ranges = freed(|arena| {
            arena.alloc([1_u8; 100]);
            arena.local().alloc([1_u8; 28]);
            arena.reset();
            arena.alloc([1_u8; 8]);
        });
        assert_eq!((ranges.len(), ranges[0].clone()), (1, 4096 - 128..4096 - 8));
    }

    #[test]
    fn the_end_of_a_scope_fills_what_it_claimed_and_no_more() {
        let ranges = freed(|arena| {
            arena.alloc([1_u8; 96]);
            arena.scope(|scope| {
                scope.alloc([1_u8; 32]);
                scope.scope(|inner| _ = inner.alloc([1_u8; 64]));
                scope.alloc([1_u8; 16]);
            });
        });
        // What the inner one freed and nobody claimed again keeps the pattern.
        assert_eq!((ranges.len(), ranges[0].clone()), (1, 4096 - 96 - 32 - 64..4096 - 96));
    }

    #[test]
    fn the_end_of_a_scope_fills_what_it_was_lent() {
        let ranges = freed(|arena| {
            let (above, below) = (arena.local(), arena.local());
            above.alloc([1_u8; 64]); // a run of 512 bytes
            below.alloc([1_u8; 64]);
            drop(above);
            drop(below);
            let whole = arena.alloc_slice_fill_copy(arena.remaining() - 448, 2_u8).len();
            assert!(whole > 3000);
            arena.scope(|scope| _ = scope.alloc([1_u8; 128]));
        });
        assert!(ranges.contains(&(4096 - 512 + 64..4096 - 64)), "{ranges:?}");
    }

    #[test]
    fn the_end_of_a_scope_of_a_handle_fills_its_run_and_its_pieces() {
        let ranges = freed(|arena| {
            let mut local = std::mem::ManuallyDrop::new(arena.local());
            local.alloc([1_u8; 64]); // a run of 512 bytes
            arena.alloc(1_u64); // so that the pieces lie apart
            local.scope(|inner| {
                inner.alloc([1_u8; 400]);
                inner.alloc([1_u8; 1000]);
            });
        });
        // The run has a header now as well: the scope's pieces and it were exchanged for one.
        let run = &ranges[ranges.len() - 1];
        assert!((4096 - 512..=4096 - 448).contains(&run.start) && run.end == 4096 - 64, "{run:?}");
        assert!(ranges.iter().any(|range| range.len() >= 1000), "{ranges:?}");
        assert_eq!(ranges.len(), 2, "{ranges:?}");
    }

    #[test]
    fn a_panic_fills_them_too() {
        use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
        let ranges = freed(|arena| {
            let thrown = catch_unwind(AssertUnwindSafe(|| {
                arena.scope(|scope| {
                    scope.alloc([1_u8; 64]);
                    resume_unwind(Box::new(()))
                })
            }));
            thrown.unwrap_err();
        });
        assert_eq!((ranges.len(), ranges[0].clone()), (1, 4096 - 64..4096));
    }
}
