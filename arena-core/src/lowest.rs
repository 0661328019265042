//! The lowest claimed bytes, which can grow downward in place, and go back.
//!
//! Only what is lowest can: whatever was claimed after it lies below.

use core::{alloc::Layout, ptr::NonNull};

use crate::{
    cursor::Cursor,
    layout::{bump_down, carve_run},
    piece::Span,
    poison,
};

impl Cursor {
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
    ) -> Option<Span> {
        let lowest = self.word().load();
        if lowest.addr() != floor {
            return None;
        }
        let most = want.min((top - self.floor()) / 8);
        let new = lowest.with_addr(carve_run(top, self.floor(), layout, most)?);
        debug_assert!(new <= lowest, "the run has no room");
        self.word().take(lowest, new).ok()?;
        Some((NonNull::new(new)?, top))
    }

    /// Makes a block larger, downward, if it is the lowest claimed. Its bytes stay where they are:
    /// the caller moves them to the pointer returned. The block ends where it did. `None` if
    /// it is not the lowest, there are too few bytes, or another thread was first.
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
        let cut = |floor| bump_down(high, floor, layout);
        let lowest = self.word().load();
        let start = if lowest.addr() == low {
            let new = lowest.with_addr(cut(self.floor())?);
            self.word().take(lowest, new).ok()?;
            NonNull::new(new)?
        } else {
            self.lanes()?.extend(low, cut)?
        };
        poison::claimed(start.as_ptr(), layout.size());
        Some(start)
    }

    /// Whether a block begins where the claimed bytes do, or those that this thread has claimed
    /// where threads have collided; so that it can be [given back](Self::give_back). A snapshot
    /// while other threads claim.
    #[inline]
    pub fn is_lowest(&self, block: NonNull<u8>) -> bool {
        let low = block.addr().get();
        self.top() == low || self.lanes().is_some_and(|lanes| lanes.is_lowest(low))
    }

    /// Takes a block back, if it [is the lowest](Self::is_lowest), and says whether it was.
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
    // Out of line: it stands behind every drop and every panic that may give bytes back.
    #[inline(never)]
    pub unsafe fn give_back(&self, block: Span) -> bool {
        let (low, high) = (block.0.addr().get(), block.1);
        let lowest = self.word().load();
        if lowest.addr() != low {
            // SAFETY: the caller's promise.
            return self.lanes().is_some_and(|lanes| unsafe { lanes.give_back(low, high) });
        }
        debug_assert!(low <= high && high <= self.end());
        self.note_peak();
        // C1: the cursor's own pointer moves, never the caller's, whose provenance may be one
        // value.
        // C3: the caller gives up its claim, and everything below `low` was free.
        self.word().give_back(lowest, lowest.with_addr(high))
    }

    /// Returns a piece to where it was claimed, if it is the lowest claimed there, or else to the
    /// stash.
    ///
    /// # Safety
    ///
    /// - As for [`give_back`](Self::give_back).
    /// - The base carries the provenance of the whole memory and is a multiple of a line.
    pub(crate) unsafe fn release(&self, piece: Span) {
        // SAFETY: the caller's promise is that of `give_back`.
        if unsafe { self.give_back(piece) } {
            // Not where a lane has the bytes: pieces join with the cursor alone.
            if self.top() == piece.1 && !self.stash.is_empty() {
                self.heal();
            }
        } else {
            self.note_peak();
            // SAFETY: the caller's promise is that of `put`.
            unsafe { self.stash.put(self.ground(), piece) };
        }
    }
}
