//! The lock-free cursor of an arena.
//!
//! Bytes at or above `top` belong to whoever claimed them; bytes from `floor` up to `top` are free.
//! So are the pieces in the stash, which lie above `top`.
//!
//! ```text
//! floor            top                            end
//! |----- free -----|-- claimed --| piece |-- claimed --|
//! ```
//!
//! # Concurrency
//!
//! | word | written by | ordering | protects |
//! |---|---|---|---|
//! | `top` | claim, extend | Acquire | the bytes taken: their last owner's accesses come first |
//! | `top` | give back | Release | the bytes returned: their next owner's accesses come after |
//! | `peak` | give back, reset | Relaxed | nothing, it is a figure |
//!
//! If tops only went down, Relaxed would do, since one exchange alone decides who owns which bytes.
//! They also go up, by [`give_back`](Cursor::give_back): hence the pair. A top that has been
//! somewhere before is no ABA problem: wherever it stands, everything below it is free.
//!
//! `top` is a pointer and every new one is the old one moved, so that the provenance of the whole
//! memory travels with it. A `fetch_sub` would save the loop but can overshoot the floor, and an
//! overshoot cannot be undone soundly: after `sub a; sub b; add a` a third claim may succeed inside
//! bytes that `add b` frees again.

use core::{
    alloc::Layout,
    ptr::{self, NonNull},
};

use crate::{
    layout::{Carved, LINE, bump_down, carve},
    stash::Stash,
    sync::{AtomicPtr, AtomicUsize, Ordering},
};

/// The free bytes of one span of memory, which many threads claim through `&Cursor`, without locks.
///
/// It knows bytes and layouts only, and nothing of who owns the memory: that is a
/// [`Region`](crate::Region). It has a cache line, and the line that a prefetcher pairs with it,
/// for itself.
///
/// ```
/// use arena_core::{Heap, Region};
/// use core::alloc::Layout;
///
/// let region = Region::new(Heap::new(64)?);
/// let word = region.cursor().claim(Layout::new::<u64>()).expect("64 bytes are free");
/// assert!(word.cast::<u64>().is_aligned());
/// assert_eq!((region.cursor().allocated(), region.cursor().remaining()), (8, 56));
/// # Ok::<(), arena_core::AllocError>(())
/// ```
///
/// # Invariants
///
/// - **C1** `floor..end` lies in one live allocation, and `top` carries its provenance.
/// - **C2** `floor <= top <= end`.
/// - **C3** Bytes in `floor..top` and in the stash's pieces belong to nobody: no claim of them is
///   outstanding.
#[derive(Debug)]
#[repr(C, align(128))]
pub struct Cursor {
    top: AtomicPtr<u8>,
    floor: usize,
    end: usize,
    stash: Stash,
    /// The most bytes that were allocated at a moment when somebody looked.
    peak: AtomicUsize,
}

impl Cursor {
    /// Creates a cursor over a span, all of it free.
    ///
    /// # Safety
    ///
    /// - The span lies in one live allocation, for as long as the cursor is used.
    /// - Nobody else uses the span meanwhile, but through this cursor.
    pub(crate) unsafe fn new(span: NonNull<[u8]>) -> Self {
        let base = span.cast::<u8>().as_ptr();
        let floor = base.addr();
        // An allocation never reaches beyond the address space, so this does not overflow.
        let end = floor + span.len();
        // C1, C2, C3: everything is free.
        let top = AtomicPtr::new(base.with_addr(end));
        Self { top, floor, end, stash: Stash::new(), peak: AtomicUsize::new(0) }
    }

    /// Bytes that can be handed out in total.
    pub fn capacity(&self) -> usize {
        self.end - self.floor
    }

    /// Whether `pointer` points into the memory, claimed or not.
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        (self.floor..self.end).contains(&pointer.addr())
    }

    /// Bytes that are free: [`capacity`](Self::capacity) less [`allocated`](Self::allocated). A
    /// snapshot while other threads claim.
    pub fn remaining(&self) -> usize {
        // Relaxed: a figure.
        let below = self.top.load(Ordering::Relaxed).addr() - self.floor;
        below.saturating_add(self.stash.bytes()).min(self.capacity())
    }

    /// Bytes claimed so far: values, padding, and open runs. A snapshot while other threads claim.
    pub fn allocated(&self) -> usize {
        self.capacity() - self.remaining()
    }

    /// The highest figure of [`allocated`](Self::allocated) seen at a reset, at a give-back, or
    /// now.
    pub fn peak(&self) -> usize {
        // Relaxed: a figure.
        self.peak.load(Ordering::Relaxed).max(self.allocated())
    }

    /// Takes bytes for one value, uninitialised and aligned.
    ///
    /// Returns `None` if no free bytes are left that hold the layout. Bytes of no size are never
    /// refused.
    ///
    /// Lock-free: one compare-and-swap, repeated when another thread's came first.
    #[inline]
    pub fn claim(&self, layout: Layout) -> Option<NonNull<u8>> {
        if layout.size() == 0 {
            // No bytes: any aligned pointer will do, and the atomic stays untouched.
            return NonNull::new(ptr::without_provenance_mut(layout.align()));
        }
        // Relaxed: a guess, which the exchange verifies.
        let mut top = self.top.load(Ordering::Relaxed);
        while let Some(low) = bump_down::<1>(top.addr(), self.floor, layout) {
            let new = top.with_addr(low);
            // Acquire: pairs with the Release in `give_back`, so that the last owner's accesses
            // happen before ours.
            match self.top.compare_exchange_weak(top, new, Ordering::Acquire, Ordering::Relaxed) {
                // C2: `bump_down` stays within `floor..top`. C3: we alone moved `top` over these
                // bytes.
                // SAFETY: C1, a pointer into an allocation is not null.
                Ok(_) => return Some(unsafe { NonNull::new_unchecked(new) }),
                Err(now) => top = now,
            }
        }
        self.claim_from_stash(layout)
    }

    /// Takes a piece of the stash in which the value fits. The piece is left whole: its base and
    /// its end are returned.
    pub(crate) fn claim_piece(&self, limit: usize, layout: Layout) -> Option<(NonNull<u8>, usize)> {
        self.stash.take(limit, |end, base| bump_down::<LINE>(end, base, layout).is_some())
    }

    #[cold]
    #[inline(never)]
    fn claim_from_stash(&self, layout: Layout) -> Option<NonNull<u8>> {
        let (base, end) = self.claim_piece(usize::MAX, layout)?;
        let low = bump_down::<LINE>(end, base.addr().get(), layout)?;
        // SAFETY: the piece is ours (C3), and the value does not reach below `low`.
        unsafe { self.stash.put(base, low) };
        NonNull::new(base.as_ptr().with_addr(low))
    }

    /// Takes bytes for one value and a run below it, as [`carve`] says: the value's pointer and the
    /// run's floor.
    pub(crate) fn claim_run(&self, layout: Layout, want: usize) -> Option<(NonNull<u8>, usize)> {
        // Relaxed: a guess, which the exchange verifies.
        let mut top = self.top.load(Ordering::Relaxed);
        loop {
            let Carved { value, floor } = carve(top.addr(), self.floor, layout, want)?;
            match self.move_down(top, floor) {
                Ok(_) => return Some((NonNull::new(top.with_addr(value))?, floor)),
                Err(now) => top = now,
            }
        }
    }

    /// Like [`claim_run`](Self::claim_run), but uses up the caller's `floor..top` first. Only if
    /// that is the lowest claimed.
    ///
    /// # Safety
    ///
    /// - The caller owns the bytes `floor..top` of this cursor.
    pub(crate) unsafe fn extend_run(
        &self,
        top: usize,
        floor: usize,
        layout: Layout,
        want: usize,
    ) -> Option<(NonNull<u8>, usize)> {
        // Relaxed: a guess, which the exchange verifies.
        let lowest = self.top.load(Ordering::Relaxed);
        if lowest.addr() != floor {
            return None;
        }
        let carved = carve(top, self.floor, layout, want)?;
        self.move_down(lowest, carved.floor).ok()?;
        Some((NonNull::new(lowest.with_addr(carved.value))?, carved.floor))
    }

    /// Makes a block larger, downward, if it is the lowest claimed. Its bytes stay where they are:
    /// the caller moves them to the pointer returned.
    ///
    /// # Safety
    ///
    /// - `block` is the start of `size` bytes claimed from this cursor, and owned by the caller.
    ///   `size` is not zero.
    /// - `layout.size()` is at least `size`.
    #[inline]
    pub unsafe fn extend(
        &self,
        block: NonNull<u8>,
        size: usize,
        layout: Layout,
    ) -> Option<NonNull<u8>> {
        let low = block.addr().get();
        // Relaxed: a guess, which the exchange verifies.
        let lowest = self.top.load(Ordering::Relaxed);
        if lowest.addr() != low {
            return None;
        }
        // A block ends no higher than the memory does.
        let new = bump_down::<1>(low + size, self.floor, layout)?;
        self.move_down(lowest, new).ok()?;
        NonNull::new(lowest.with_addr(new))
    }

    /// Moves `top` down to `new`, if it still is `old`; else says where it is. Cold claims share
    /// this; it never fails without cause.
    fn move_down(&self, old: *mut u8, new: usize) -> Result<*mut u8, *mut u8> {
        debug_assert!(self.floor <= new && new <= old.addr());
        // Acquire: as in `claim`.
        let (success, failure) = (Ordering::Acquire, Ordering::Relaxed);
        self.top.compare_exchange(old, old.with_addr(new), success, failure)
    }

    /// Takes a block's bytes back, if they are the lowest claimed, and says whether they were.
    ///
    /// # Safety
    ///
    /// - `block` is the start of `size` bytes claimed from this cursor.
    /// - The caller owns them, and refers to them no longer.
    #[inline]
    pub unsafe fn give_back(&self, block: NonNull<u8>, size: usize) -> bool {
        let low = block.addr().get();
        // Relaxed: a guess, which the exchange verifies.
        let lowest = self.top.load(Ordering::Relaxed);
        if lowest.addr() != low {
            return false;
        }
        debug_assert!(size <= self.end - low);
        self.note_peak();
        // C1: the cursor's own pointer moves, never the caller's, whose provenance may be one
        // value.
        // C3: the caller gives up its claim, and everything below `low` was free.
        let new = lowest.with_addr(low + size);
        // Release: pairs with the Acquire of the claims, so that our accesses happen before the
        // next owner's.
        let (success, failure) = (Ordering::Release, Ordering::Relaxed);
        self.top.compare_exchange(lowest, new, success, failure).is_ok()
    }

    /// Returns the bytes of a run, from `base` up to `end`, to the cursor, or else to the stash.
    ///
    /// # Safety
    ///
    /// - As for [`give_back`](Self::give_back).
    /// - `base` carries the provenance of the whole memory and is a multiple of [`LINE`].
    pub(crate) unsafe fn release(&self, base: NonNull<u8>, end: usize) {
        // SAFETY: the caller's promise is that of `give_back`.
        if !unsafe { self.give_back(base, end - base.addr().get()) } {
            self.note_peak();
            // SAFETY: the caller's promise is that of `put`.
            unsafe { self.stash.put(base, end) };
        }
    }

    /// Makes everything free again. O(1).
    pub(crate) fn reset(&mut self) {
        self.note_peak();
        self.stash.clear();
        // Relaxed, both: `&mut self` excludes every other thread. C3: it also ends every borrow of
        // what was claimed.
        let top = self.top.load(Ordering::Relaxed);
        self.top.store(top.with_addr(self.end), Ordering::Relaxed);
    }

    fn note_peak(&self) {
        let allocated = self.allocated();
        // Relaxed, both: a figure.
        if self.peak.load(Ordering::Relaxed) < allocated {
            self.peak.fetch_max(allocated, Ordering::Relaxed);
        }
    }
}
