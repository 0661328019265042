//! States of a cursor to go back to.
//!
//! Between a mark and its end everything is claimed from below the mark's top, or lent from the
//! pieces that were set aside with it. So to go back is to store a few words, and to mend the headers
//! of what was lent.

use core::ptr;

use crate::{cursor::Cursor, lanes::Lane, poison, stash::Content, sync::Alone};

/// A state of a cursor to go back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    top: usize,
    set_aside: Content,
    lanes: *mut Lane,
    spare: *mut u8,
}

impl Mark {
    /// The state in which everything above an address is claimed, and nothing is kept of what is
    /// free there but a run that a handle has left.
    pub(crate) fn bare(cursor: &Cursor, top: usize) -> Self {
        // One that begins below is free with all that lies there.
        let spare = cursor.spare.above(top).unwrap_or(cursor.shape.no_spare());
        Self { top, set_aside: Content::EMPTY, lanes: ptr::null_mut(), spare }
    }
}

impl Cursor {
    /// Sets the stash and the lanes aside and remembers the top, so that [`rewind`](Self::rewind)
    /// can bring all of it back. O(1), or O(lanes) where lanes are open.
    ///
    /// The pieces set aside lend what lies above their headers. Lanes and the runs that handles have
    /// left lend nothing, and so are emptied first, but for what is less than a line.
    ///
    /// # Safety
    ///
    /// - No other thread uses the cursor until this returns, and what threads have done with it
    ///   happens before.
    #[inline]
    pub(crate) unsafe fn mark(&self) -> Mark {
        // SAFETY: the caller's promise.
        let lanes = unsafe { self.lanes.get() };
        if !lanes.is_null() || !self.stash.is_empty() || self.spare.bytes() > 0 {
            // What lies at the top can be lent as a whole.
            self.gather();
        }
        // SAFETY: the same.
        unsafe { self.lanes.set(ptr::null_mut()) };
        // SAFETY: the same.
        let set_aside = unsafe { self.stash.set_aside() };
        // SAFETY: the same.
        let spare = unsafe { self.spare.get() };
        // SAFETY: the same; if a handle has the run, it leaves none before the end.
        unsafe { self.spare.set(self.shape.no_spare()) };
        // SAFETY: the same.
        Mark { top: unsafe { self.word().get() }.addr(), set_aside, lanes, spare }
    }

    /// Frees everything claimed since a mark. O(1), or O(pieces lent).
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
        let top = unsafe { self.word().get() };
        // SAFETY: the same.
        let is_untouched = unsafe { self.stash.is_untouched(mark.set_aside) };
        // Lanes that were opened since were claimed from below the top.
        if top.addr() != mark.top || !is_untouched {
            self.note_peak();
            // C3: the caller promises that nobody uses these bytes any more.
            // SAFETY: the same.
            unsafe { self.word().set(top.with_addr(mark.top)) };
        }
        // SAFETY: the same; what was lent is nobody's now.
        unsafe { self.stash.bring_back(self.ground(), mark.set_aside) };
        // C4: those of the mark, which are as they were.
        // SAFETY: the same.
        unsafe { self.lanes.set(mark.lanes) };
        // SAFETY: the same; the run that was left then, or who had it has it still.
        unsafe { self.spare.set(mark.spare) };
        // SAFETY: C3, these bytes are free now.
        unsafe { poison::freed(top, mark.top) };
    }

    /// Makes everything free again. O(1).
    pub(crate) fn reset(&mut self) {
        self.figures.note_reset();
        self.note_peak();
        // Also what was set aside by a guard that was forgotten.
        self.stash.clear();
        // C4: the lanes are free as everything is.
        // SAFETY: `&mut self` excludes every other thread, and every borrow of what was claimed.
        unsafe { self.lanes.set(ptr::null_mut()) };
        // SAFETY: the same.
        unsafe { self.spare.set(self.shape.no_spare()) };
        // SAFETY: the same.
        let top = unsafe { self.word().get() };
        // C3: everything is free.
        // SAFETY: the same.
        unsafe { self.word().set(top.with_addr(self.end())) };
        // SAFETY: C3.
        unsafe { poison::freed(top, self.end()) };
    }
}

/// A guard that frees, when it is dropped, what was claimed since it was made. Forgetting it frees
/// nothing.
///
/// ```
/// use arena_core::{Heap, Region, Rewind};
/// use core::alloc::Layout;
///
/// let region = Region::new(Heap::new(64)?);
/// // SAFETY: this is the only thread, and the region is used through the guard alone.
/// let scope = unsafe { Rewind::new(region.cursor()) };
/// scope.cursor().claim(Layout::new::<u64>());
/// drop(scope);
/// assert_eq!(region.cursor().allocated(), 0);
/// # Ok::<(), arena_core::AllocError>(())
/// ```
#[derive(Debug)]
pub struct Rewind<'a> {
    cursor: &'a Cursor,
    mark: Mark,
}

impl<'a> Rewind<'a> {
    /// Makes a guard. O(1).
    ///
    /// # Safety
    ///
    /// - Until the guard is dropped, the cursor is used only through it, by whoever borrows it.
    ///   What threads have done with it before happens before.
    /// - Meanwhile nothing is given back that was claimed before.
    #[inline]
    pub unsafe fn new(cursor: &'a Cursor) -> Self {
        // SAFETY: the caller uses it here and nowhere else.
        let mark = unsafe { cursor.mark() };
        Self { cursor, mark }
    }

    /// The cursor to claim from.
    #[inline]
    pub fn cursor(&self) -> &Cursor {
        self.cursor
    }
}

impl Drop for Rewind<'_> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: every claim since the mark borrows the guard, so it is over and happens before;
        // the rest is the caller's promise at `new`. The mark is used once.
        unsafe { self.cursor.rewind(self.mark) };
    }
}
