//! Parallel iterators that end in an arena.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering},
};

use arena::{AllocError, Arena, ParallelCollectIn};
use rayon::{
    iter::plumbing::{Consumer, Producer, ProducerCallback, UnindexedConsumer, bridge},
    prelude::*,
};

#[test]
fn elements_are_in_order_on_every_handle() {
    let expected: Vec<u32> = (0..10_000).map(|number| number ^ 0x55).collect();
    let squares = || (0..10_000_u32).into_par_iter().map(|number| number ^ 0x55);
    let mut arena = Arena::new(1 << 20).unwrap();
    assert_eq!(squares().collect_slice_in(&arena), expected);
    assert_eq!(squares().collect_slice_in(&arena.local()), expected);
    assert_eq!(arena.allocated(), 80_000);
    arena.scope(|scope| assert_eq!(squares().collect_slice_in(&*scope), expected));
    assert_eq!(arena.allocated(), 80_000);
}

#[test]
fn workers_may_allocate_from_the_same_arena() {
    let arena = Arena::new(1 << 20).unwrap();
    let texts = (0..1000_u32)
        .into_par_iter()
        .map(|number| arena::format_in!(&arena, "number {number}"))
        .collect_slice_in(&arena);
    for (number, text) in texts.iter().enumerate() {
        assert_eq!(*text, format!("number {number}"));
    }
}

#[test]
fn what_does_not_fit_is_refused_before_anything_is_made() {
    let arena = Arena::new(64).unwrap();
    let never = || (0..17_u32).into_par_iter().map(|_| -> u32 { panic!("no element is made") });
    assert!(matches!(
        never().try_collect_slice_in(&arena),
        Err(AllocError::Full { remaining: 64, .. })
    ));
    assert_eq!(arena.stats().refused, 1);
    let (units, empty) = (rayon::iter::repeat_n((), 1000), rayon::iter::empty::<u64>());
    assert_eq!(units.collect_slice_in(&arena).len(), 1000);
    assert_eq!(empty.collect_slice_in(&arena).len(), 0);
    assert_eq!(arena.allocated(), 0);
}

#[test]
fn a_panic_of_a_worker_goes_on_and_gives_the_slice_back() {
    let arena = Arena::new(1 << 16).unwrap();
    let result = catch_unwind(AssertUnwindSafe(|| {
        let numbers = (0..1000_u32).into_par_iter();
        numbers
            .map(|number| if number == 777 { panic!("777") } else { number })
            .collect_slice_in(&arena);
    }));
    assert!(result.is_err());
    assert_eq!(arena.allocated(), 0);
}

/// Promises more or fewer elements than it yields.
struct Liar {
    promised: usize,
    yielded: usize,
}

impl ParallelIterator for Liar {
    type Item = u32;

    fn drive_unindexed<C: UnindexedConsumer<u32>>(self, consumer: C) -> C::Result {
        bridge(self, consumer)
    }
}

impl IndexedParallelIterator for Liar {
    fn len(&self) -> usize {
        self.promised
    }

    fn drive<C: Consumer<u32>>(self, consumer: C) -> C::Result {
        bridge(self, consumer)
    }

    fn with_producer<CB: ProducerCallback<u32>>(self, callback: CB) -> CB::Output {
        callback.callback(Few(self.yielded))
    }
}

/// So many elements, however it is split.
struct Few(usize);

impl Producer for Few {
    type Item = u32;
    type IntoIter = std::iter::RepeatN<u32>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::repeat_n(7, self.0)
    }

    fn split_at(self, index: usize) -> (Self, Self) {
        let left = self.0.min(index);
        (Self(left), Self(self.0 - left))
    }
}

#[test]
fn an_iterator_that_yields_fewer_than_it_promised_is_found_out() {
    let arena = Arena::new(1 << 16).unwrap();
    for yielded in [0, 1, 99] {
        let liar = Liar { promised: 100, yielded };
        let result = catch_unwind(AssertUnwindSafe(|| liar.collect_slice_in(&arena).len()));
        assert!(result.is_err());
        assert_eq!(arena.allocated(), 0);
    }
    let more = Liar { promised: 100, yielded: 200 };
    assert_eq!(more.collect_slice_in(&arena), [7; 100]);
}

#[test]
fn elements_without_a_size_are_counted_however_many_are_promised() {
    let arena = Arena::new(0).unwrap();
    for promised in [10, isize::MAX.unsigned_abs() + 1, usize::MAX] {
        let liar = Liar { promised, yielded: 9 };
        let units = || liar.map(|_| ()).collect_slice_in(&arena).len();
        assert!(catch_unwind(AssertUnwindSafe(units)).is_err());
    }
    let made = AtomicUsize::new(0);
    let unit = |_| _ = made.fetch_add(1, Ordering::Relaxed);
    assert_eq!((0..1000_u32).into_par_iter().map(unit).collect_slice_in(&arena).len(), 1000);
    assert_eq!(made.into_inner(), 1000);
}
