//! The run that a handle left, for the next one.
//!
//! A handle that makes a few values and goes would exchange the cursor's word twice: for its run, and
//! to give back what is left of it. So it leaves the run in a word beside, where the next handle
//! finds it: one exchange to take it, and one store to leave it, since nobody writes a word whose
//! run is out but who took it.
//!
//! Such a run does not cross a multiple of [`BLOCK`]. So its floor follows from its top, as a chunk's
//! does in a lane; and each lane has such a word too. An arena too small for lanes has none.
//!
//! Who finds the run out claims one of his own. What lies here is free: it is looked at before
//! anything is refused.
//!
//! # Concurrency
//!
//! | written by | ordering | protects |
//! |---|---|---|
//! | take | Acquire | the run: the last owners' accesses to its bytes come first |
//! | leave | Release | the same: the next owner's come after |
//!
//! A run that has been here before is no ABA problem: whoever finds its top here may have all of it.

use core::ptr::{self, NonNull};

use crate::{
    layout::LINE,
    piece::Span,
    sync::{Alone, AtomicPtr, Ordering, const_fn},
};

/// Bytes of which such a run has a part: many handles' that make a few values.
pub(crate) const BLOCK: usize = 1024;

/// What stands in the place of a run that a handle has: no run ends there.
pub(crate) const fn out() -> *mut u8 {
    ptr::without_provenance_mut(1)
}

/// The word: the run's top. Null: there is none.
///
/// # Invariants
///
/// - **K1** What lies below a top that stands here, down to its [`floor`], was claimed from the cursor
///   and belongs to nobody. The top carries the provenance of the arena's whole memory.
/// - **K2** Who has put [`out`] here is the only one to write the word, until he leaves a run or none.
#[derive(Debug)]
pub(crate) struct Spare(AtomicPtr<u8>);

/// Where the block begins that ends at or above `top`.
#[inline(always)]
pub(crate) const fn floor(top: usize) -> usize {
    top.saturating_sub(1) & !(BLOCK - 1)
}

impl Spare {
    const_fn! {
        pub(crate) const fn new(top: *mut u8) -> Self {
            Self(AtomicPtr::new(top))
        }
    }

    /// Takes the run, and says its top, which may be null. Whoever has taken it is the only one to
    /// [leave](Self::leave) one.
    ///
    /// If another handle has it, says whether it was taken just now.
    #[inline(always)]
    pub(crate) fn take(&self) -> Result<*mut u8, bool> {
        // Relaxed: a guess, which the exchange verifies.
        let top = self.0.load(Ordering::Relaxed);
        if top == out() {
            return Err(false);
        }
        // Acquire: pairs with the Release in `leave`, so that the last owners' accesses to the bytes
        // happen before ours.
        self.0.compare_exchange(top, out(), Ordering::Acquire, Ordering::Relaxed).map_err(|_| true)
    }

    /// Leaves a run, or none, in the place of one that was taken.
    ///
    /// # Safety
    ///
    /// - The caller has taken the last one, and owns the bytes of this one and refers to them no
    ///   longer; K1.
    #[inline(always)]
    pub(crate) unsafe fn leave(&self, top: *mut u8) {
        // K2: nobody else writes it.
        // Release: pairs with the Acquire in `take`, so that our accesses to the bytes happen before
        // the next owner's.
        self.0.store(top, Ordering::Release);
    }

    /// Takes of the run what `cut` says, for something else than a handle.
    pub(crate) fn take_part(&self, cut: impl Fn(usize, usize) -> Option<usize>) -> Option<Span> {
        if self.bytes() == 0 {
            return None;
        }
        let top = self.take().ok()?;
        let floor = floor(top.addr());
        let low = if top.is_null() { None } else { cut(top.addr(), floor) };
        let left = low.unwrap_or(top.addr());
        // SAFETY: K2, it was just taken; what lies below the cut is nobody's, and begins where it did.
        unsafe { self.leave(if left == floor { ptr::null_mut() } else { top.with_addr(left) }) };
        Some((NonNull::new(top.with_addr(low?))?, top.addr()))
    }

    /// Takes all of the run, if it is a line at least.
    pub(crate) fn gather(&self) -> Option<Span> {
        self.take_part(|top, floor| (top - floor >= LINE).then_some(floor))
    }

    /// Bytes of the run; a snapshot.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        // Relaxed: a figure.
        let top = self.0.load(Ordering::Relaxed);
        if top == out() { 0 } else { top.addr() - floor(top.addr()) }
    }

    /// The run's top, if all of it lies above an address; a snapshot.
    pub(crate) fn above(&self, address: usize) -> Option<*mut u8> {
        // Relaxed: nothing is done with the bytes.
        let top = self.0.load(Ordering::Relaxed);
        // Of null and of `out` the floor is null.
        (address <= floor(top.addr())).then_some(top)
    }

    /// The word, for who has it alone.
    ///
    /// # Safety
    ///
    /// - As for [`Alone::get`].
    #[inline(always)]
    pub(crate) unsafe fn get(&self) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { self.0.get() }
    }

    /// Changes the word, for who has it alone.
    ///
    /// # Safety
    ///
    /// - As for [`Alone::set`]; K1, and K2 where it is `out`.
    #[inline(always)]
    pub(crate) unsafe fn set(&self, top: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { self.0.set(top) }
    }
}
