//! Iterators and formatted text: lies, refusals, re-entry, and what growth costs.

use std::{
    alloc::Layout,
    cell::Cell,
    fmt::{self, Display},
    iter, ptr,
};

use arena::{AllocError, Arena, format_in};

use crate::support::{Kept, Liar, Panic, full, on_each, opaque, panic_of, refuses};

#[test]
fn an_iterator_may_lie_about_its_length() {
    for len in [0, 1, 2, 7, 8, 9, 30] {
        for low in [0, 1, 7, 8, 9, 29, 31, 200] {
            for high in [None, Some(low), Some(0), Some(usize::MAX)] {
                on_each!(8192, |arena, on| {
                    let last = ptr::from_mut(on.alloc(0_usize)).addr();
                    let slice = on.alloc_slice_fill_iter(Liar::new(len, (low, high)));
                    assert!(slice.iter().copied().eq((0..len).rev()));
                    if low >= len {
                        let next = ptr::from_mut(on.alloc(0_usize)).addr();
                        let used = size_of::<usize>() * (len + 1);
                        assert_eq!(next, last - used, "what was not used went back");
                    }
                    assert!(arena.contains(slice.as_ptr()) || len == 0);
                });
            }
        }
    }
}

#[test]
fn a_promise_that_no_memory_could_keep_is_an_error() {
    on_each!(1000, |arena, on| {
        for low in [usize::MAX, usize::MAX / 8 + 1] {
            refuses!(
                arena,
                AllocError::TooLarge,
                on.try_alloc_slice_fill_iter(Liar::new(1, (low, Some(low)))),
                on.alloc_slice_fill_iter(Liar::new(1, (low, Some(low)))),
            );
        }
        let error = full(Layout::array::<usize>(300).unwrap(), arena);
        refuses!(
            arena,
            error,
            on.try_alloc_slice_fill_iter(Liar::new(1, (300, None))),
            on.alloc_slice_fill_iter(Liar::new(1, (300, None))),
        );
    });
}

#[test]
fn an_endless_iterator_fills_the_arena_and_gives_it_back() {
    let arena = Arena::new(10_000).unwrap();
    arena.alloc_slice_fill_copy(16, 1_u8);
    let endless = || iter::repeat(7_u64).filter(|_| true);
    assert!(matches!(arena.try_alloc_slice_fill_iter(endless()), Err(AllocError::Full { .. })));
    assert_eq!(arena.allocated(), 16);
    assert!(arena.peak() > 9_900, "growth used what there was");
    panic_of(|| arena.alloc_slice_fill_iter(endless()));
    assert_eq!(arena.allocated(), 16);
}

#[test]
fn a_panic_in_an_iterator_or_a_display_gives_the_bytes_back() {
    struct Explosive;
    impl Display for Explosive {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("some text before ")?;
            panic!("mine")
        }
    }

    on_each!(4096, |_arena, on| {
        let place = || ptr::from_mut(on.alloc(0_u64)).addr();
        let mut last = place();
        let mut check = |panic: Panic| {
            assert_eq!(panic.message, "mine");
            last -= 8;
            assert_eq!(place(), last, "the next value lies where it would have lain");
        };
        for fuse in [0, 1, 9, 100] {
            let exact = (0..200_u64).map(|n| if n < fuse { n } else { panic!("mine") });
            check(panic_of(|| on.alloc_slice_fill_iter(exact)));
        }
        for fuse in [0, 1, 7] {
            let unknown = (0..200_u64).map(|n| if n < fuse { n } else { panic!("mine") });
            check(panic_of(|| on.alloc_slice_fill_iter(unknown.filter(|_| true))));
        }
        check(panic_of(|| on.alloc_fmt(format_args!("{Explosive}"))));
        check(panic_of(|| on.try_alloc_fmt(format_args!("{Explosive}"))));
    });
}

#[test]
fn growth_that_is_refused_takes_no_bytes() {
    for taken in 0..100 {
        let arena = Arena::new(512).unwrap();
        arena.alloc_slice_fill_copy(taken, 1_u8);
        let unknown = (0..100_u64).filter(|_| true);
        assert!(arena.try_alloc_slice_fill_iter(unknown).is_err());
        assert_eq!(arena.allocated(), taken);
        assert!(arena.try_alloc_fmt(format_args!("{taken:>600}")).is_err());
        assert_eq!(arena.allocated(), taken);
    }
}

#[test]
fn growth_alone_in_an_arena_abandons_nothing() {
    for len in [0, 1, 8, 9, 100, 500] {
        let arena = Arena::new(8000).unwrap();
        let slice = arena.alloc_slice_fill_iter((0..len).filter(|_| true));
        assert!(slice.iter().copied().eq(0..len));
        assert_eq!(arena.allocated(), size_of_val(slice));
        let text = arena.alloc_fmt(format_args!("{len:>len$}"));
        assert_eq!(arena.allocated(), size_of_val(slice) + text.len());
    }
}

#[test]
fn growth_in_a_scope_of_a_handle_loses_nothing() {
    let arena = Arena::new(1 << 16).unwrap();
    let mut local = arena.local();
    local.alloc(0_u64); // the scope begins with what is left of this run
    local.scope(|inner| {
        let slice = inner.alloc_slice_fill_iter((0..500_u32).filter(|_| true));
        assert!(slice.iter().copied().eq(0..500));
    });
    drop(local);
    assert_eq!(arena.allocated(), 8);
}

#[test]
fn growth_alone_uses_the_arena_to_the_last_byte() {
    for capacity in 0..300 {
        on_each!(capacity, |arena, on| {
            let text = opaque("x").repeat(capacity);
            let (head, tail) = text.split_at(capacity / 2);
            assert_eq!(on.alloc_fmt(format_args!("{head}{tail}")), text);
            assert_eq!(arena.remaining(), 0);
        });
    }
}

#[test]
fn growth_wastes_at_most_what_it_abandons_and_the_room_it_did_not_use() {
    /// Numbers to `count`. Each call of `next` allocates, the last one too: no block stays the
    /// lowest, and none is given back.
    fn busy(count: u64, allocate: impl Fn(u64)) -> impl Iterator<Item = u64> {
        let mut asked = 0;
        iter::from_fn(move || {
            asked += 1;
            allocate(asked);
            (asked <= count).then_some(asked)
        })
    }

    for count in [1, 2, 8, 9, 16, 17, 33, 65, 100, 129, 1000, 1025, 3000] {
        let (shared, lone) = (Arena::new(1 << 20).unwrap(), Arena::new(1 << 20).unwrap());
        let local = lone.local();
        let one = shared.alloc_slice_fill_iter(busy(count, |number| _ = shared.alloc(number)));
        let other = local.alloc_slice_fill_iter(busy(count, |number| _ = local.alloc(number)));
        drop(local);
        assert!(one.iter().copied().eq(1..=count) && one == other);
        for arena in [&shared, &lone] {
            let (result, others) = (size_of_val(one), 8 * (one.len() + 1));
            // The blocks abandoned have less than twice the result; the last is half used at least.
            // None is smaller than a line.
            let bound = 3 * result + 64;
            assert!(arena.allocated() <= result + others + bound, "{count}: {arena:?}");
        }
    }
}

/// Writes what its closure says.
struct Shows<F>(F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> Display for Shows<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

#[test]
fn a_display_may_write_different_text_each_time() {
    let times = Cell::new(0);
    let counter = Shows(|f: &mut fmt::Formatter<'_>| {
        times.set(times.get() + 1);
        write!(f, "{:>1$}", times.get(), times.get())
    });
    on_each!(4096, |_arena, on| {
        times.set(0);
        let text = on.alloc_fmt(format_args!("{counter}|{counter}|{counter}"));
        assert_eq!(text, "1| 2|  3");
        times.set(99);
        assert_eq!(format_in!(on, "{counter}").len(), 100);
        assert_eq!(text, "1| 2|  3");
    });
}

#[test]
fn a_display_may_write_nothing_or_in_small_pieces() {
    on_each!(4096, |_arena, on| {
        assert_eq!(
            on.alloc_fmt(format_args!("{}", Shows(|_: &mut fmt::Formatter<'_>| Ok(())))),
            ""
        );
        let pieces = Shows(|f: &mut fmt::Formatter<'_>| {
            "Größe \u{1F980}".chars().try_for_each(|c| f.write_str(c.encode_utf8(&mut [0; 4])))
        });
        assert_eq!(on.alloc_fmt(format_args!("{pieces}{pieces}")), "Größe 🦀Größe 🦀");
    });
}

#[test]
fn a_display_that_returns_an_error_panics_in_both_forms() {
    let fails = Shows(|f: &mut fmt::Formatter<'_>| f.write_str("half").and(Err(fmt::Error)));
    on_each!(4096, |arena, on| {
        on.alloc(0_u8);
        let before = arena.allocated();
        for panic in [
            (line!(), panic_of(|| on.alloc_fmt(format_args!("{fails}")))),
            (line!(), panic_of(|| on.try_alloc_fmt(format_args!("{fails}")))),
            (line!(), panic_of(|| format_in!(on, "{fails}"))),
        ] {
            let (line, panic) = panic;
            assert_eq!(
                panic.message,
                panic_of(|| format!("{fails}")).message.split(" when").next().unwrap()
            );
            assert_eq!((panic.file.as_str(), panic.line), (file!(), line));
        }
        assert_eq!(arena.allocated(), before);
    });
}

#[test]
fn a_display_that_hides_the_refusal_is_still_refused() {
    let hides = Shows(|f: &mut fmt::Formatter<'_>| {
        _ = f.write_str(&"x".repeat(5000));
        _ = f.write_str("y"); // would fit
        Ok(())
    });
    let fails = Shows(|f: &mut fmt::Formatter<'_>| {
        _ = f.write_str(&"x".repeat(5000));
        Err(fmt::Error)
    });
    on_each!(4096, |arena, on| {
        on.alloc(0_u8);
        for _ in 0..3 {
            let error = full(Layout::new::<[u8; 5000]>(), arena);
            refuses!(
                arena,
                error,
                on.try_alloc_fmt(format_args!("{hides}")),
                on.alloc_fmt(format_args!("{hides}")),
            );
            refuses!(
                arena,
                error,
                on.try_alloc_fmt(format_args!("{fails}")),
                on.alloc_fmt(format_args!("{fails}")),
            );
        }
    });
}

#[test]
fn a_display_may_allocate_from_the_arena_that_runs_it() {
    on_each!(1 << 16, |_arena, on| {
        let kept = Kept::default();
        let busy = Shows(|f: &mut fmt::Formatter<'_>| {
            (0..100).try_for_each(|value| write!(f, "{} ", kept.keep(value, on.alloc(value))))
        });
        let expected: String =
            (0..100).fold(String::new(), |text, value| text + &value.to_string() + " ");
        let nested = Shows(|f: &mut fmt::Formatter<'_>| f.write_str(format_in!(on, "{busy}")));
        let text = on.alloc_fmt(format_args!("{nested}{busy}"));
        assert_eq!(text, expected.clone() + &expected);
        assert_eq!(kept.assert_intact(), 200);
    });
}

#[test]
fn user_code_that_fills_the_arena_is_refused_in_good_order() {
    on_each!(2048, |arena, on| {
        let greedy = || while on.try_alloc(0_u8).is_ok() {};
        let mut count = 0;
        let iter = iter::from_fn(|| {
            greedy();
            count += 1;
            Some(count)
        });
        assert!(matches!(
            on.try_alloc_slice_fill_iter(iter),
            Err(AllocError::Full { remaining: 0, .. })
        ));
        let shows = Shows(|f: &mut fmt::Formatter<'_>| {
            greedy();
            f.write_str("text")
        });
        assert!(on.try_alloc_fmt(format_args!("{shows}")).is_err());
        assert_eq!(arena.remaining(), 0);
    });
}

#[test]
fn growth_takes_few_steps_when_twice_the_room_does_not_fit() {
    let arena = Arena::new(3 << 20).unwrap();
    let (mut steps, mut allocated) = (0, 0);
    let counted = (0..300_000_u64).filter(|_| {
        steps += u32::from(arena.allocated() != allocated);
        allocated = arena.allocated();
        true
    });
    assert_eq!(arena.alloc_slice_fill_iter(counted).len(), 300_000);
    assert!(steps < 40, "{steps} steps");
}
