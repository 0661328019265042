//! A count that many threads change and few read.
//!
//! Who comes first to it owns a part, which it changes by plain stores; all others share one. So a thread
//! that has a count of its own pays for no exchange.

use crate::sync::{AtomicUsize, Ordering};

/// A sum that wraps: what one count has too little, another has too much.
#[derive(Debug)]
pub(crate) struct Tally {
    /// The number of the thread that alone writes to `own`; 0 before one comes.
    owner: AtomicUsize,
    own: AtomicUsize,
    shared: AtomicUsize,
}

impl Tally {
    pub(crate) fn new() -> Self {
        let [owner, own, shared] = [(); 3].map(|()| AtomicUsize::new(0));
        Self { owner, own, shared }
    }

    /// Adds what a thread has done, by its number, or 0 if it has none.
    #[inline(always)]
    pub(crate) fn add(&self, thread: usize, change: usize) {
        // Relaxed, all of them: a figure, and only the owner writes to `own`.
        if thread != 0 && (self.owner.load(Ordering::Relaxed) == thread || self.is_new_to(thread)) {
            let own = self.own.load(Ordering::Relaxed);
            self.own.store(own.wrapping_add(change), Ordering::Relaxed);
        } else {
            self.shared.fetch_add(change, Ordering::Relaxed);
        }
    }

    #[inline(never)]
    fn is_new_to(&self, thread: usize) -> bool {
        // Relaxed: one thread gets it, whatever it sees of others.
        self.owner.load(Ordering::Relaxed) == 0
            && self.owner.compare_exchange(0, thread, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// The count; a snapshot.
    pub(crate) fn sum(&self) -> usize {
        // Relaxed: figures.
        self.own.load(Ordering::Relaxed).wrapping_add(self.shared.load(Ordering::Relaxed))
    }
}
