//! One word that moves down through free bytes: the cursor's own, and each lane's.
//!
//! Bytes below it, down to a floor that its owner knows, are free. To move it down is to take them.
//!
//! # Concurrency
//!
//! | written by | ordering | protects |
//! |---|---|---|
//! | take | Acquire | the bytes taken: their last owner's accesses come first |
//! | give back | Release | the bytes returned: their next owner's accesses come after |
//! | install | both | the bytes that come, and those that go |
//!
//! If tops only went down, Relaxed would do, since one exchange alone decides who owns which bytes.
//! They also go up: hence the pair. A top that has been somewhere before is no ABA problem: wherever
//! it stands, everything below it is free.
//!
//! It is a pointer and every new one is the old one moved, so that the provenance of the whole
//! memory travels with it. A `fetch_sub` would save the loop but can overshoot the floor, and an
//! overshoot cannot be undone soundly: after `sub a; sub b; add a` a third claim may succeed inside
//! bytes that `add b` frees again.

use crate::sync::{Alone, AtomicPtr, Ordering, const_fn};

/// The word. Null: nothing below it is free.
#[derive(Debug)]
pub(crate) struct Top(AtomicPtr<u8>);

impl Top {
    const_fn! {
        pub(crate) const fn new(top: *mut u8) -> Self {
            Self(AtomicPtr::new(top))
        }
    }

    /// A guess, which an exchange verifies, or a figure.
    #[inline(always)]
    pub(crate) fn load(&self) -> *mut u8 {
        // Relaxed: nothing is done with the bytes before an exchange.
        self.0.load(Ordering::Relaxed)
    }

    /// Takes the bytes from `new` up to `old`, or says where the word stands if another thread has
    /// moved it. It never fails without cause, as a weak exchange may: a failure is a collision.
    #[inline(always)]
    pub(crate) fn take(&self, old: *mut u8, new: *mut u8) -> Result<(), *mut u8> {
        // Acquire: pairs with the Release in `give_back` and `install`, so that the last owner's
        // accesses happen before ours.
        self.0.compare_exchange(old, new, Ordering::Acquire, Ordering::Relaxed).map(drop)
    }

    /// Returns the bytes from `old` up to `new`, if the word still stands at `old`.
    #[inline]
    pub(crate) fn give_back(&self, old: *mut u8, new: *mut u8) -> bool {
        // Release: pairs with the Acquire of those who take, so that our accesses happen before the
        // next owner's.
        self.0.compare_exchange(old, new, Ordering::Release, Ordering::Relaxed).is_ok()
    }

    /// Puts other bytes in the place of those below `old`, which are the caller's then.
    pub(crate) fn install(&self, old: *mut u8, new: *mut u8) -> bool {
        // Acquire and Release: the bytes that come may have had other owners, and so may those that
        // go. Both pair with the above.
        self.0.compare_exchange(old, new, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// Where the word stands, for who has it alone.
    ///
    /// # Safety
    ///
    /// - As for [`Alone::get`].
    #[inline(always)]
    pub(crate) unsafe fn get(&self) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { self.0.get() }
    }

    /// Moves the word, for who has it alone.
    ///
    /// # Safety
    ///
    /// - As for [`Alone::set`].
    #[inline(always)]
    pub(crate) unsafe fn set(&self, top: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { self.0.set(top) }
    }
}
