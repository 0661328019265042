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
    figures::Figures,
    layout::{Carved, LINE, bump_down, carve},
    piece::Span,
    poison,
    stash::{Content, Stash},
    sync::{Alone, AtomicPtr, Ordering, const_fn},
};

/// Pieces of the stash that [`Cursor::heal`] looks at.
const HEALED: usize = 64;

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
/// let mut region = Region::new(Heap::new(64)?);
/// let cursor = region.cursor();
/// let word = cursor.claim(Layout::new::<u64>()).expect("64 bytes are free");
/// assert!(word.cast::<u64>().is_aligned() && cursor.contains(word.as_ptr()));
/// assert_eq!((cursor.capacity(), cursor.allocated(), cursor.remaining()), (64, 8, 56));
/// region.reset();
/// assert_eq!((region.cursor().peak(), region.cursor().resets()), (8, 1));
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
    floor: NonNull<u8>,
    capacity: usize,
    stash: Stash,
    figures: Figures,
}

impl Cursor {
    const_fn! {
        /// Creates a cursor over `capacity` bytes from `base` on, all of them free.
        ///
        /// # Safety
        ///
        /// - The bytes lie in one live allocation, for as long as the cursor is used.
        /// - Nobody else uses them meanwhile, but through this cursor.
        pub(crate) const unsafe fn new(base: NonNull<u8>, capacity: usize) -> Self {
            // C1, C2, C3: everything is free.
            let top = AtomicPtr::new(base.as_ptr().wrapping_add(capacity));
            Self { top, floor: base, capacity, stash: Stash::new(), figures: Figures::new() }
        }
    }

    #[inline(always)]
    fn floor(&self) -> usize {
        self.floor.addr().get()
    }

    fn end(&self) -> usize {
        // No allocation reaches beyond the address space.
        self.floor() + self.capacity
    }

    /// Bytes that can be handed out in total.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Whether `pointer` points into the memory, claimed or not.
    #[inline]
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        (self.floor()..self.end()).contains(&pointer.addr())
    }

    /// Bytes that are free: [`capacity`](Self::capacity) less [`allocated`](Self::allocated). A
    /// snapshot while other threads claim.
    #[inline]
    pub fn remaining(&self) -> usize {
        // Relaxed: a figure.
        let below = self.top.load(Ordering::Relaxed).addr() - self.floor();
        below.saturating_add(self.stash.bytes()).min(self.capacity())
    }

    /// Bytes claimed so far: values, padding, and open runs. A snapshot while other threads claim.
    #[inline]
    pub fn allocated(&self) -> usize {
        self.capacity() - self.remaining()
    }

    /// The highest figure of [`allocated`](Self::allocated) seen when bytes were freed, or now.
    #[inline]
    pub fn peak(&self) -> usize {
        self.figures.peak().max(self.allocated())
    }

    /// Free bytes that lie above what is claimed, kept for later; a part of
    /// [`remaining`](Self::remaining).
    ///
    /// ```
    /// # use arena_core::{Heap, Region, Run};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(4096)?);
    /// let upper = Run::new(region.cursor());
    /// upper.claim(Layout::new::<u64>());
    /// region.cursor().claim(Layout::new::<u64>()); // lies below what `upper` has left
    /// drop(upper);
    /// assert!(region.cursor().stashed() > 0);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    pub fn stashed(&self) -> usize {
        self.stash.bytes()
    }

    /// How often everything was freed.
    pub fn resets(&self) -> usize {
        self.figures.resets()
    }

    /// How often [`note_refusal`](Self::note_refusal) was called.
    pub fn refused(&self) -> usize {
        self.figures.refused()
    }

    /// Counts a request that was refused. Whoever reports the refusal calls it, so that a claim
    /// that is tried in another way is not counted.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(8)?);
    /// if region.cursor().claim(Layout::new::<[u64; 2]>()).is_none() {
    ///     region.cursor().note_refusal();
    /// }
    /// assert_eq!(region.cursor().refused(), 1);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    pub fn note_refusal(&self) {
        self.figures.note_refusal();
    }

    /// Takes bytes for one value, uninitialised and aligned.
    ///
    /// Returns `None` if no free bytes are left that hold the layout. Bytes of no size are never
    /// refused.
    ///
    /// Lock-free: one compare-and-swap, repeated when another thread's came first.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(64)?);
    /// assert!(region.cursor().claim(Layout::new::<[u8; 64]>()).is_some());
    /// assert!(region.cursor().claim(Layout::new::<u8>()).is_none());
    /// assert!(region.cursor().claim(Layout::new::<()>()).is_some());
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub fn claim(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.claim_span(layout).map(|(start, _)| start)
    }

    /// Like [`claim`](Self::claim), and says where the bytes taken end, padding included.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(64)?);
    /// region.cursor().claim(Layout::new::<u8>());
    /// let word = region.cursor().claim_span(Layout::new::<u64>());
    /// let (start, end) = word.expect("63 bytes are free");
    /// assert_eq!(end - start.addr().get(), 8 + 7);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub fn claim_span(&self, layout: Layout) -> Option<Span> {
        if layout.size() == 0 {
            // No bytes: any aligned pointer will do, and the atomic stays untouched.
            let start = NonNull::new(ptr::without_provenance_mut(layout.align()))?;
            return Some((start, layout.align()));
        }
        // Relaxed: a guess, which the exchange verifies.
        let mut top = self.top.load(Ordering::Relaxed);
        while let Some(low) = bump_down::<1>(top.addr(), self.floor(), layout) {
            let new = top.with_addr(low);
            // Acquire: pairs with the Release in `give_back`, so that the last owner's accesses
            // happen before ours.
            match self.top.compare_exchange_weak(top, new, Ordering::Acquire, Ordering::Relaxed) {
                // C2: `bump_down` stays within `floor..top`. C3: we alone moved `top` over these
                // bytes.
                Ok(_) => {
                    poison::claimed(new, layout.size());
                    // SAFETY: C1, a pointer into an allocation is not null.
                    return Some((unsafe { NonNull::new_unchecked(new) }, top.addr()));
                }
                Err(now) => top = now,
            }
        }
        self.claim_from_stash(layout)
    }

    /// Takes a piece of the stash in which the value fits: one of the first `limit`, of at most
    /// `most` bytes. Of a piece that is larger than `want`, and than what the value needs, the
    /// lower part stays there.
    pub(crate) fn claim_piece(
        &self,
        limit: usize,
        layout: Layout,
        want: usize,
        most: usize,
    ) -> Option<Span> {
        let cut = cut(layout, want);
        self.stash.take(limit, |end, base| if end - base <= most { cut(end, base) } else { None })
    }

    /// The same of all pieces, for a caller who is refused if there is none.
    pub(crate) fn claim_any_piece(&self, layout: Layout, want: usize) -> Option<Span> {
        self.stash.take_any(cut(layout, want))
    }

    #[cold]
    #[inline(never)]
    fn claim_from_stash(&self, layout: Layout) -> Option<Span> {
        // What is left below the value is the stash's again.
        let span = self.stash.take_any(|end, base| bump_down::<LINE>(end, base, layout))?;
        poison::claimed(span.0.as_ptr(), layout.size());
        Some(span)
    }

    /// Takes bytes for one value and a run below it, as [`carve`] says: the value's bytes and the
    /// run's floor.
    pub(crate) fn claim_run(&self, layout: Layout, want: usize) -> Option<(Span, usize)> {
        // Relaxed: a guess, which the exchange verifies.
        let mut top = self.top.load(Ordering::Relaxed);
        loop {
            let Carved { value, floor } = carve(top.addr(), self.floor(), layout, want)?;
            match self.move_down(top, floor) {
                Ok(_) => {
                    let value = NonNull::new(top.with_addr(value))?;
                    return Some(((value, top.addr()), floor));
                }
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
    ) -> Option<(Span, usize)> {
        // Relaxed: a guess, which the exchange verifies.
        let lowest = self.top.load(Ordering::Relaxed);
        if lowest.addr() != floor {
            return None;
        }
        let carved = carve(top, self.floor(), layout, want)?;
        self.move_down(lowest, carved.floor).ok()?;
        Some(((NonNull::new(lowest.with_addr(carved.value))?, top), carved.floor))
    }

    /// Makes a block larger, downward, if it is the lowest claimed. Its bytes stay where they are:
    /// the caller moves them to the pointer returned. The block ends where it did.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this cursor, and the caller owns it. It is not empty.
    /// - `layout` is at least as large and as aligned as that of the block.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(64)?);
    /// let block = region.cursor().claim_span(Layout::new::<u64>()).expect("64 bytes are free");
    /// // SAFETY: the block is ours, and the layout is larger.
    /// let low = unsafe { region.cursor().extend(block, Layout::new::<[u64; 2]>()) };
    /// assert_eq!(block.1 - low.expect("it is the lowest").addr().get(), 16);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub unsafe fn extend(&self, block: Span, layout: Layout) -> Option<NonNull<u8>> {
        let (low, high) = (block.0.addr().get(), block.1);
        // Relaxed: a guess, which the exchange verifies.
        let lowest = self.top.load(Ordering::Relaxed);
        if lowest.addr() != low {
            return None;
        }
        let new = bump_down::<1>(high, self.floor(), layout)?;
        self.move_down(lowest, new).ok()?;
        poison::claimed(lowest.with_addr(new), layout.size());
        NonNull::new(lowest.with_addr(new))
    }

    /// Moves `top` down to `new`, if it still is `old`; else says where it is. Cold claims share
    /// this; it never fails without cause.
    fn move_down(&self, old: *mut u8, new: usize) -> Result<*mut u8, *mut u8> {
        debug_assert!(self.floor() <= new && new <= old.addr());
        // Acquire: as in `claim`.
        let (success, failure) = (Ordering::Acquire, Ordering::Relaxed);
        self.top.compare_exchange(old, old.with_addr(new), success, failure)
    }

    /// Whether a block begins where the claimed bytes do, so that it can be
    /// [given back](Self::give_back). A snapshot while other threads claim.
    #[inline]
    pub fn is_lowest(&self, block: NonNull<u8>) -> bool {
        self.top() == block.addr().get()
    }

    /// Takes a block back, if it is the lowest claimed, and says whether it was.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this cursor: as one, as several that lie together, or as the
    ///   lower part of one.
    /// - The caller owns it, and refers to it no longer.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(64)?);
    /// let block = region.cursor().claim_span(Layout::new::<u64>()).expect("64 bytes are free");
    /// assert!(region.cursor().is_lowest(block.0));
    /// // SAFETY: the block is ours, and nothing refers to it.
    /// assert!(unsafe { region.cursor().give_back(block) });
    /// assert_eq!(region.cursor().allocated(), 0);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub unsafe fn give_back(&self, block: Span) -> bool {
        let (low, high) = (block.0.addr().get(), block.1);
        // Relaxed: a guess, which the exchange verifies.
        let lowest = self.top.load(Ordering::Relaxed);
        if lowest.addr() != low {
            return false;
        }
        debug_assert!(low <= high && high <= self.end());
        self.note_peak();
        // C1: the cursor's own pointer moves, never the caller's, whose provenance may be one
        // value.
        // C3: the caller gives up its claim, and everything below `low` was free.
        let new = lowest.with_addr(high);
        // Release: pairs with the Acquire of the claims, so that our accesses happen before the
        // next owner's.
        let (success, failure) = (Ordering::Release, Ordering::Relaxed);
        self.top.compare_exchange(lowest, new, success, failure).is_ok()
    }

    /// Returns a piece to the cursor, if it is the lowest claimed, or else to the stash.
    ///
    /// # Safety
    ///
    /// - As for [`give_back`](Self::give_back).
    /// - The base carries the provenance of the whole memory and is a multiple of [`LINE`].
    pub(crate) unsafe fn release(&self, piece: Span) {
        // SAFETY: the caller's promise is that of `give_back`.
        if unsafe { self.give_back(piece) } {
            self.heal();
        } else {
            self.note_peak();
            // SAFETY: the caller's promise is that of `put`.
            unsafe { self.stash.put(piece) };
        }
    }

    /// Moves what is now the lowest claimed from the stash to the cursor, so that free bytes that
    /// lie together become one again. Looks at a bounded number, so that others find the stash
    /// soon.
    fn heal(&self) {
        // Relaxed: a guess, which `give_back` verifies.
        let is_lowest = |_, base| base == self.top.load(Ordering::Relaxed).addr();
        // SAFETY: the pieces are ours (C3).
        self.stash.drain(HEALED, is_lowest, |piece| unsafe { self.give_back(piece) });
    }

    /// Makes everything free again. O(1).
    pub(crate) fn reset(&mut self) {
        self.figures.note_reset();
        let mark = Mark { top: self.end(), set_aside: Content::EMPTY };
        // SAFETY: `&mut self` excludes every other thread, and every borrow of what was claimed.
        unsafe { self.rewind(mark) };
    }

    /// Where the cursor stands.
    #[inline]
    pub(crate) fn top(&self) -> usize {
        // Relaxed: a figure.
        self.top.load(Ordering::Relaxed).addr()
    }

    /// Sets the stash aside and remembers the top, so that [`rewind`](Self::rewind) can bring both
    /// back. O(1).
    ///
    /// The pieces set aside lend what lies above their headers.
    ///
    /// # Safety
    ///
    /// - No other thread uses the cursor until this returns, and what threads have done with it
    ///   happens before.
    #[inline]
    pub(crate) unsafe fn mark(&self) -> Mark {
        // SAFETY: the caller's promise.
        let set_aside = unsafe { self.stash.set_aside() };
        // SAFETY: the same.
        Mark { top: unsafe { self.top.get() }.addr(), set_aside }
    }

    /// Frees everything claimed since a mark. O(1).
    ///
    /// # Safety
    ///
    /// - The mark was made of this cursor, and what was claimed before it is claimed still.
    /// - No other thread uses the cursor until this returns, and every claim since the mark happens
    ///   before.
    /// - Nobody refers to what was claimed since the mark, and no run claimed since is used any
    ///   more.
    #[inline]
    pub(crate) unsafe fn rewind(&self, mark: Mark) {
        // SAFETY: the caller excludes every other thread.
        let top = unsafe { self.top.get() };
        // SAFETY: the same.
        if top.addr() != mark.top || !unsafe { self.stash.is_untouched(mark.set_aside) } {
            self.note_peak();
            // C3: the caller promises that nobody uses these bytes any more.
            // SAFETY: the same.
            unsafe { self.top.set(top.with_addr(mark.top)) };
        }
        // SAFETY: the same; what was lent is nobody's now.
        unsafe { self.stash.bring_back(mark.set_aside) };
        // SAFETY: C3, these bytes are free now.
        unsafe { poison::freed(top, mark.top) };
        if poison::ENABLED {
            // SAFETY: C3, the pieces are ours.
            for (base, end) in unsafe { mark.set_aside.pieces() } {
                // SAFETY: C3, what lies above the headers was lent, and is free now.
                unsafe { poison::freed(base.as_ptr().wrapping_add(LINE), end) };
            }
        }
    }

    /// Makes all bytes usable for `AddressSanitizer`, whoever owns them next.
    #[cfg(arena_asan)]
    pub(crate) fn unpoison(&self) {
        poison::claimed(self.floor.as_ptr(), self.capacity);
    }

    #[inline]
    fn note_peak(&self) {
        self.figures.note_allocated(self.allocated());
    }
}

// SAFETY: nothing is read or written through `floor`; everything else is atomic. Bytes are handed
// out to one claimant each, whatever thread that is on.
unsafe impl Send for Cursor {}
// SAFETY: the same.
unsafe impl Sync for Cursor {}

/// Where to cut a piece, given its end and base, so that the upper part has `want` bytes and holds
/// the value: on a line.
fn cut(layout: Layout, want: usize) -> impl Fn(usize, usize) -> Option<usize> {
    move |end, base| {
        let value = bump_down::<LINE>(end, base, layout)?;
        // The base is a multiple of a line, so this is not below it.
        Some(value.min(end - want.min(end - base)) & !(LINE - 1))
    }
}

/// A state of a cursor to go back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) top: usize,
    pub(crate) set_aside: Content,
}
