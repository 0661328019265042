//! What each thread has of its own in slots: a count, and where to look for a free one.
//!
//! Who comes first to a count owns a part of it, which it changes by plain stores; all others share
//! one. So a thread that has a count of its own pays for no exchange.

use crate::{
    sync::{AtomicUsize, Ordering},
    thread,
};

/// No thread's number.
const NOBODY: usize = usize::MAX;

/// A sum that wraps: what one count has too little, another has too much.
#[derive(Debug)]
struct Tally {
    /// The number of the thread that alone writes to `own`.
    owner: AtomicUsize,
    own: AtomicUsize,
    shared: AtomicUsize,
}

impl Tally {
    fn new() -> Self {
        let [own, shared] = [(); 2].map(|()| AtomicUsize::new(0));
        Self { owner: AtomicUsize::new(NOBODY), own, shared }
    }

    /// Adds what a thread has done, by its number, or 0 if it has none.
    #[inline(always)]
    fn add(&self, thread: usize, change: usize) {
        // Relaxed: who finds its own number has put it there.
        if self.owner.load(Ordering::Relaxed) == thread {
            // Relaxed, both: a figure, and only the owner writes to it.
            let own = self.own.load(Ordering::Relaxed);
            self.own.store(own.wrapping_add(change), Ordering::Relaxed);
        } else {
            self.add_shared(thread, change);
        }
    }

    /// The same, where the thread is not the owner. It may be from the next time on.
    #[cold]
    #[inline(never)]
    fn add_shared(&self, thread: usize, change: usize) {
        // Relaxed, all of them: figures; and the number of one thread only comes to stand there.
        self.shared.fetch_add(change, Ordering::Relaxed);
        if thread == 0 {
            thread::take_number();
        } else if self.owner.load(Ordering::Relaxed) == NOBODY {
            let _ =
                self.owner.compare_exchange(NOBODY, thread, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// The count; a snapshot.
    fn sum(&self) -> usize {
        // Relaxed: figures.
        self.own.load(Ordering::Relaxed).wrapping_add(self.shared.load(Ordering::Relaxed))
    }
}

/// A thread's words, on a line of their own and on the one that a prefetcher pairs with it.
#[derive(Debug)]
#[repr(align(128))]
pub(crate) struct Lane {
    /// The slot to look at first: advice.
    next: AtomicUsize,
    /// Slots that were taken, less those that were freed.
    used: Tally,
    /// Slots that have retired, which are never freed.
    retired: AtomicUsize,
}

impl Lane {
    pub(crate) fn new(next: usize) -> Self {
        Self { next: AtomicUsize::new(next), used: Tally::new(), retired: AtomicUsize::new(0) }
    }

    #[inline(always)]
    pub(crate) fn next(&self) -> usize {
        // Relaxed: advice.
        self.next.load(Ordering::Relaxed)
    }

    #[inline(always)]
    pub(crate) fn look_at(&self, next: usize) {
        // Relaxed: advice.
        self.next.store(next, Ordering::Relaxed);
    }

    /// Counts a slot that a thread has taken; the next one may be free too.
    #[inline(always)]
    pub(crate) fn took(&self, thread: usize, index: usize) {
        self.look_at(index + 1);
        self.used.add(thread, 1);
    }

    /// Counts a slot that a thread has freed.
    #[inline(always)]
    pub(crate) fn freed(&self, thread: usize, index: usize) {
        self.look_at(index);
        self.used.add(thread, usize::MAX);
    }

    #[cold]
    pub(crate) fn retired(&self) {
        // Relaxed: a figure.
        self.retired.fetch_add(1, Ordering::Relaxed);
    }

    /// Slots that are not free, as far as was counted here; a snapshot.
    pub(crate) fn used(&self) -> usize {
        self.used.sum()
    }

    pub(crate) fn retirements(&self) -> usize {
        // Relaxed: a figure.
        self.retired.load(Ordering::Relaxed)
    }
}
