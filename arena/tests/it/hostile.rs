//! Full arenas and absurd sizes.

use std::{alloc::Layout, iter, mem::MaybeUninit, ptr};

use arena::{AllocError, Arena, ArenaSafe, format_in};

use crate::support::{
    A16, A64, A128, A256, A4096, Block, Cloned, assert_intact, full, never, on_each, opaque,
    panic_of, refuses,
};

#[test]
#[expect(clippy::too_many_lines, reason = "a few for each operation")]
fn a_full_arena_refuses_every_operation() {
    for (capacity, filling) in [(0, 0), (64, 64), (64, 57), (600, 593)] {
        on_each!(capacity, |arena, on| {
            on.alloc_slice_fill_copy(filling, 1_u8);
            let text = opaque("12345678");
            let word = full(Layout::new::<u64>(), arena);
            let bytes = full(Layout::new::<[u8; 8]>(), arena);

            refuses!(arena, word, on.try_alloc(1_u64), on.alloc(1_u64));
            refuses!(arena, word, on.try_alloc_with(never::<u64>), on.alloc_with(never::<u64>));
            refuses!(
                arena,
                word,
                on.try_alloc_try_with(never::<Result<u64, ()>>),
                on.alloc_try_with(never::<Result<u64, ()>>),
            );
            refuses!(arena, word, on.try_alloc_copy(1_u64), on.alloc_copy(1_u64));
            refuses!(arena, word, on.try_alloc_slice_copy(&[1_u64]), on.alloc_slice_copy(&[1_u64]));
            let unwilling = [Cloned { value: 1, hook: &|_| never() }];
            let wide = full(Layout::for_value(&unwilling), arena);
            refuses!(
                arena,
                wide,
                on.try_alloc_slice_clone(&unwilling),
                on.alloc_slice_clone(&unwilling),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_fill_copy(1, 1_u64),
                on.alloc_slice_fill_copy(1, 1_u64),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_fill_with(1, |_| never::<u64>()),
                on.alloc_slice_fill_with(1, |_| never::<u64>()),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_fill_default::<u64>(1),
                on.alloc_slice_fill_default::<u64>(1),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_fill_clone(1, &7_u64),
                on.alloc_slice_fill_clone(1, &7_u64),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_try_fill_with(1, |_| Ok::<_, ()>(never::<u64>())),
                on.alloc_slice_try_fill_with(1, |_| Ok::<_, ()>(never::<u64>())),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_try_fill_iter([Ok::<_, ()>(1_u64)]),
                on.alloc_slice_try_fill_iter([Ok::<_, ()>(1_u64)]),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_fill_iter([1_u64]),
                on.alloc_slice_fill_iter([1_u64]),
            );
            refuses!(
                arena,
                word,
                on.try_alloc_slice_fill_iter([1_u64].into_iter().filter(|_| true)),
                on.alloc_slice_fill_iter([1_u64].into_iter().filter(|_| true)),
            );
            refuses!(arena, bytes, on.try_alloc_str(&text), on.alloc_str(&text));
            refuses!(
                arena,
                bytes,
                on.try_alloc_fmt(format_args!("{text}")),
                on.alloc_fmt(format_args!("{text}")),
            );
            refuses!(
                arena,
                bytes,
                on.try_alloc_fmt(format_args!("12345678")),
                on.alloc_fmt(format_args!("12345678")),
            );
            refuses!(
                arena,
                bytes,
                on.try_alloc_fmt(format_args!("{text}")),
                format_in!(on, "{text}")
            );
            refuses!(arena, word, on.try_alloc_uninit::<u64>(), on.alloc_uninit::<u64>());
            refuses!(
                arena,
                word,
                on.try_alloc_slice_uninit::<u64>(1),
                on.alloc_slice_uninit::<u64>(1),
            );
            let page = Layout::new::<A4096>();
            refuses!(arena, full(page, arena), on.try_alloc_layout(page), on.alloc_layout(page));

            // A request that does fit is still served afterwards.
            assert_eq!(
                on.alloc_slice_fill_copy(capacity - filling, 2_u8).len(),
                capacity - filling
            );
        });
    }
}

#[test]
fn values_of_no_size_and_empty_slices_fit_in_a_full_arena() {
    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    #[repr(align(4096))]
    struct Nothing;
    impl ArenaSafe for Nothing {}

    for capacity in [0, 1, 100] {
        on_each!(capacity, |arena, on| {
            on.alloc_slice_fill_copy(capacity, 1_u8);
            assert_eq!(ptr::from_mut(on.alloc(Nothing)).addr() % 4096, 0);
            assert!(on.alloc([0_u64; 0]).is_empty());
            assert_eq!(on.alloc_with(|| Nothing), &Nothing);
            assert_eq!(on.alloc_try_with(|| Ok::<_, ()>(Nothing)), Ok(&mut Nothing));
            assert_eq!(on.alloc_try_with(|| Err::<Nothing, _>(5)), Err(5));
            assert_eq!(on.alloc_copy(()), &());
            assert!(on.alloc_slice_copy::<u64>(&[]).is_empty());
            assert_eq!(on.alloc_slice_copy(&[Nothing; 3]), [Nothing; 3]);
            assert!(on.alloc_slice_clone::<u64>(&[]).is_empty());
            assert_eq!(on.alloc_slice_clone(&[Nothing; 3]), [Nothing; 3]);
            assert!(on.alloc_slice_fill_copy(0, 1_u64).is_empty());
            assert_eq!(on.alloc_slice_fill_copy(1000, ()).len(), 1000);
            assert!(on.alloc_slice_fill_with(0, |_| never::<u64>()).is_empty());
            assert_eq!(on.alloc_slice_fill_with(3, |_| Nothing), [Nothing; 3]);
            assert!(on.alloc_slice_fill_default::<u64>(0).is_empty());
            assert_eq!(on.alloc_slice_fill_default::<Nothing>(3), [Nothing; 3]);
            assert!(on.alloc_slice_fill_iter(iter::empty::<u64>()).is_empty());
            assert!(on.alloc_slice_fill_iter((0..9).filter(|n| *n > 9)).is_empty());
            assert_eq!(on.alloc_slice_fill_iter([Nothing; 3]), [Nothing; 3]);
            assert_eq!(on.alloc_slice_fill_iter((0..9).map(|_| ()).filter(|()| true)).len(), 9);
            assert_eq!(on.alloc_str(""), "");
            assert_eq!(on.alloc_str_mut(""), "");
            assert_eq!(on.alloc_slice_fill_clone(3, &Nothing), [Nothing; 3]);
            let fail = |index| if index < 2 { Ok(Nothing) } else { Err(index) };
            assert_eq!(on.alloc_slice_try_fill_with(3, fail), Err(2));
            assert_eq!(on.alloc_slice_try_fill_iter((0..9).map(fail)), Err(2));
            assert_eq!(on.alloc_slice_try_fill_with(2, fail).unwrap().len(), 2);
            assert_eq!(on.alloc_fmt(format_args!("")), "");
            assert_eq!(on.alloc_fmt(format_args!("{}{}", opaque(""), opaque(""))), "");
            assert_eq!(ptr::from_mut(on.alloc_uninit::<Nothing>()).addr() % 4096, 0);
            assert_eq!(on.alloc_slice_uninit::<u64>(0).len(), 0);
            assert_eq!(on.alloc_slice_uninit::<Nothing>(usize::MAX).len(), usize::MAX);
            for align in [1, 64, 4096, 1 << (usize::BITS - 1)] {
                let nothing = Layout::from_size_align(0, align).unwrap();
                assert_eq!(on.alloc_layout(nothing).addr().get() % align, 0);
            }
            assert_eq!((arena.remaining(), arena.peak()), (0, capacity));
        });
    }
}

#[test]
fn eight_bytes_hold_exactly_one_word() {
    on_each!(8, |arena, on| {
        let word = on.alloc(0x0102_0304_0506_0708_u64);
        assert_eq!(on.try_alloc(0_u8).err(), Some(full(Layout::new::<u8>(), arena)));
        assert_eq!(*word, 0x0102_0304_0506_0708);
    });
}

#[test]
fn an_arena_of_n_bytes_holds_exactly_n_single_bytes() {
    for capacity in 0..300 {
        on_each!(capacity, |arena, on| {
            let bytes: Vec<&mut u8> = iter::from_fn(|| on.try_alloc(7).ok()).collect();
            assert_eq!((bytes.len(), arena.remaining()), (capacity, 0));
            assert!(bytes.iter().all(|byte| **byte == 7));
        });
    }
}

#[test]
fn absurd_capacities_are_errors() {
    let largest = isize::MAX.unsigned_abs();
    for capacity in [usize::MAX, usize::MAX - 63, largest + 1, largest, largest - 62] {
        assert_eq!(Arena::new(capacity).err(), Some(AllocError::TooLarge), "{capacity}");
    }
    // Of 32 bits of address space, so much may be there.
    for capacity in [largest - 64, largest / 2].into_iter().filter(|_| usize::BITS > 32) {
        assert_eq!(Arena::new(capacity).err(), Some(AllocError::OutOfMemory { capacity }));
    }
}

#[test]
fn a_length_whose_bytes_overflow_is_too_large() {
    on_each!(1000, |arena, on| {
        // The first three wrap to 0, 8, and -8 bytes; the last is one more than any layout holds.
        let wraps = usize::MAX / 8 + 1;
        for len in [wraps, wraps + 1, usize::MAX, isize::MAX.unsigned_abs() / 8 + 1] {
            let error = AllocError::TooLarge;
            refuses!(
                arena,
                error,
                on.try_alloc_slice_fill_copy(len, 0_u64),
                on.alloc_slice_fill_copy(len, 0_u64),
            );
            refuses!(
                arena,
                error,
                on.try_alloc_slice_fill_with(len, |_| never::<u64>()),
                on.alloc_slice_fill_with(len, |_| never::<u64>()),
            );
            refuses!(
                arena,
                error,
                on.try_alloc_slice_fill_default::<u64>(len),
                on.alloc_slice_fill_default::<u64>(len),
            );
            refuses!(
                arena,
                error,
                on.try_alloc_slice_fill_iter(iter::repeat_n(0_u64, len)),
                on.alloc_slice_fill_iter(iter::repeat_n(0_u64, len)),
            );
            refuses!(
                arena,
                error,
                on.try_alloc_slice_uninit::<u64>(len),
                on.alloc_slice_uninit::<u64>(len),
            );
        }
        for len in [isize::MAX.unsigned_abs() / 8, 1 << (usize::BITS / 2 + 4)] {
            let error = full(Layout::array::<u64>(len).unwrap(), arena);
            refuses!(
                arena,
                error,
                on.try_alloc_slice_fill_copy(len, 0_u64),
                on.alloc_slice_fill_copy(len, 0_u64),
            );
            refuses!(
                arena,
                error,
                on.try_alloc_slice_uninit::<u64>(len),
                on.alloc_slice_uninit::<u64>(len),
            );
        }
    });
}

#[test]
fn the_largest_layouts_are_refused() {
    on_each!(1000, |arena, on| {
        on.alloc(1_u8);
        let largest = Layout::from_size_align(isize::MAX.unsigned_abs(), 1).unwrap();
        refuses!(
            arena,
            full(largest, arena),
            on.try_alloc_layout(largest),
            on.alloc_layout(largest)
        );
        for shift in 32..usize::BITS {
            let aligned = Layout::from_size_align(1, 1 << (shift - 1)).unwrap();
            let before = arena.allocated();
            assert_eq!(on.try_alloc_layout(aligned), Err(full(aligned, arena)));
            assert_eq!(arena.allocated(), before);
        }
    });
}

#[test]
fn every_alignment_is_kept_wherever_the_memory_begins() {
    let mut buffer = vec![MaybeUninit::uninit(); 40_000];
    for start in 0..80 {
        let arena = &mut Arena::from_buffer(&mut buffer[start..]);
        for shared in [true, false] {
            let local = arena.local();
            let mut blocks = Vec::new();
            for power in (0..=13).chain((0..=12).rev()) {
                for size in [1, 5, 64] {
                    let layout = Layout::from_size_align(size, 1 << power).unwrap();
                    let block = if shared {
                        Block::claim(&&*arena, layout, 1)
                    } else {
                        Block::claim(&local, layout, 2)
                    };
                    blocks.extend(block);
                }
            }
            assert!(blocks.len() > 40, "only {} fit", blocks.len());
            assert_intact(arena, &mut blocks);
            drop(local);
            arena.reset();
        }
    }
}

#[test]
fn types_are_aligned_beyond_the_memory() {
    on_each!(100_000, |arena, on| {
        for round in 0..3 {
            on.alloc(1_u8);
            assert_eq!(ptr::from_mut(on.alloc(A16([round; 16]))).addr() % 16, 0);
            assert_eq!(ptr::from_mut(on.alloc(A128([round; 128]))).addr() % 128, 0);
            assert_eq!(on.alloc_slice_fill_copy(3, A256([round; 256])).as_ptr().addr() % 256, 0);
            assert_eq!(ptr::from_mut(on.alloc_with(|| A4096([round; 4096]))).addr() % 4096, 0);
            let pages = on.alloc_slice_fill_iter((0..2).map(A64::from).filter(|_| true));
            assert_eq!(pages.as_ptr().addr() % 64, 0);
            assert_eq!(pages, [A64([0; 64]), A64([1; 64])]);
        }
        assert!(arena.allocated() <= 100_000);
    });
}

impl From<u8> for A64 {
    fn from(byte: u8) -> Self {
        Self([byte; 64])
    }
}

#[test]
fn padding_and_uninitialised_bytes_are_copied_as_they_are() {
    on_each!(4096, |_arena, on| {
        let padded = [(1_u8, 2_u32), (3, 4), (5, 6)];
        for len in 0..=3 {
            assert_eq!(on.alloc_slice_copy(&padded[..len]), &padded[..len]);
            assert_eq!(on.alloc_slice_fill_copy(len, (7_u8, 8_u64)), vec![(7, 8); len]);
        }
        on.alloc_slice_fill_copy(5, MaybeUninit::<u8>::uninit());
        on.alloc_slice_copy(&[MaybeUninit::<[u8; 7]>::uninit(); 3]);
        let text = String::from("elsewhere");
        let pointers = on.alloc_slice_copy(&[text.as_str(), &text[4..]]);
        assert_eq!(pointers, ["elsewhere", "where"]);
    });
}

#[test]
fn every_length_of_text_is_copied_whole() {
    let source = "The quick brown fox jumps over the lazy dog, and then over the cat, and home.";
    on_each!(1 << 16, |_arena, on| {
        let texts: Vec<&str> = (0..=source.len()).map(|len| on.alloc_str(&source[..len])).collect();
        assert!(texts.iter().enumerate().all(|(len, text)| **text == source[..len]));
    });
}
