//! A count that many threads change and few read.
//!
//! Who comes first to it owns a part, which it changes by plain stores; all others share one. So a thread
//! that has a count of its own pays for no exchange.

use crate::{
    sync::{AtomicUsize, Ordering},
    thread,
};

/// No thread's number.
const NOBODY: usize = usize::MAX;

/// A sum that wraps: what one count has too little, another has too much.
#[derive(Debug)]
pub(crate) struct Tally {
    /// The number of the thread that alone writes to `own`.
    owner: AtomicUsize,
    own: AtomicUsize,
    shared: AtomicUsize,
}

impl Tally {
    pub(crate) fn new() -> Self {
        let [own, shared] = [(); 2].map(|()| AtomicUsize::new(0));
        Self { owner: AtomicUsize::new(NOBODY), own, shared }
    }

    /// Adds what a thread has done, by its number, or 0 if it has none.
    #[inline(always)]
    pub(crate) fn add(&self, thread: usize, change: usize) {
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
    pub(crate) fn sum(&self) -> usize {
        // Relaxed: figures.
        self.own.load(Ordering::Relaxed).wrapping_add(self.shared.load(Ordering::Relaxed))
    }
}
