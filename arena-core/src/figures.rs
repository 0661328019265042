//! What an arena counts beside its bytes.
//!
//! All of it is `Relaxed`: figures protect nothing. None of it is touched by a claim that succeeds.

use crate::sync::{AtomicUsize, Ordering, const_fn};

/// Counters of a cursor.
#[derive(Debug)]
pub(crate) struct Figures {
    /// The most bytes that were allocated at a moment when somebody looked.
    peak: AtomicUsize,
    /// Times that everything was freed.
    resets: AtomicUsize,
    /// Requests that were refused.
    refused: AtomicUsize,
}

impl Figures {
    const_fn! {
        pub(crate) const fn new() -> Self {
            Self {
                peak: AtomicUsize::new(0),
                resets: AtomicUsize::new(0),
                refused: AtomicUsize::new(0),
            }
        }
    }

    pub(crate) fn peak(&self) -> usize {
        self.peak.load(Ordering::Relaxed)
    }

    pub(crate) fn resets(&self) -> usize {
        self.resets.load(Ordering::Relaxed)
    }

    pub(crate) fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn note_allocated(&self, bytes: usize) {
        if self.peak.load(Ordering::Relaxed) < bytes {
            self.peak.fetch_max(bytes, Ordering::Relaxed);
        }
    }

    pub(crate) fn note_reset(&mut self) {
        // `&mut self` excludes every other thread: no need for one step.
        self.resets.store(self.resets() + 1, Ordering::Relaxed);
    }

    pub(crate) fn note_refusal(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }
}
