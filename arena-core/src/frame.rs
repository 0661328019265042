//! What a scope of a run has claimed.
//!
//! A [`Run`](crate::Run) in a scope takes its bytes in pieces. The header of each stays where it is
//! while the rest is handed out, so that at the scope's end all of them can be found, wherever the
//! handle has gone meanwhile: the frame lies on the stack of whoever opened the scope, and the
//! handle only points to it.
//!
//! # A loop reaches a steady state
//!
//! The pieces of a scope that has ended serve the next one, the largest first; those that lie
//! together are merged. A new piece is twice as large as all that the scope has, and half as
//! large as the largest around it, but at most an eighth of what the arena has to spare. So a few
//! rounds at most, and one piece holds everything that a round needs, whatever the sizes and their
//! order.
//!
//! # Nothing to open
//!
//! A scope begins with the free pieces of the handle outside, which has them in a word of its own
//! and so passes them on like its others. The frame notes what becomes of them from the first
//! request on that the run cannot serve; until then all it says is that there was none.

use core::{alloc::Layout, cell::Cell, ptr::NonNull};

use crate::{
    cursor::Cursor,
    layout::{LINE, bump_down},
    piece::{Chain, Span},
    poison,
};

/// Pieces of the stash to look at before the cursor is asked.
const FEW: usize = 16;

/// The pieces of one scope of a [`Run`](crate::Run): none until its first request that the run
/// cannot serve. See [`Run::scoped`](crate::Run::scoped) for an example.
#[derive(Debug, Default)]
pub struct Frame(Cell<Option<Pieces>>);

/// # Invariants
///
/// - **F1** Both chains are one frame's own, and lie in the memory of the one cursor that it is used
///   with. The run that uses the frame has `free` in its own word as well.
/// - **F2** Nobody uses the pieces in `free`. Of those in `used`, the scope's values are above the
///   headers.
#[derive(Clone, Copy, Debug, Default)]
struct Pieces {
    used: Chain,
    free: Chain,
}

impl Frame {
    /// A frame for [`Run::scoped`](crate::Run::scoped), without pieces.
    #[inline(always)]
    pub const fn new() -> Self {
        Self(Cell::new(None))
    }

    /// Begins a scope.
    #[inline(always)]
    pub(crate) fn open(&mut self) {
        self.0.set(None);
    }

    /// Ends the scope, whose values must be gone: all its pieces, or `None` if they are those it
    /// began with.
    #[inline(always)]
    pub(crate) fn close(&self) -> Option<Chain> {
        if self.0.get().is_some() { Some(self.gather()) } else { None }
    }

    #[cold]
    #[inline(never)]
    fn gather(&self) -> Chain {
        let Pieces { mut used, free: mut all } = self.0.take().unwrap_or_default();
        // SAFETY: F1.
        while let Some((base, end)) = unsafe { used.pop() } {
            // SAFETY: F2, the values above the header are gone.
            unsafe { poison::freed(base.as_ptr().wrapping_add(LINE), end) };
            // SAFETY: F1, and this frame has no pieces any more.
            unsafe { all.push((base, end)) };
        }
        // SAFETY: the same.
        unsafe { all.merge() };
        all
    }

    /// Takes a piece for one value, of `want` bytes or more if it is a new one: the value's bytes,
    /// and the floor of what is left below it. `free` is the run's word.
    pub(crate) fn claim(
        &self,
        cursor: &Cursor,
        free: &mut Chain,
        layout: Layout,
        want: usize,
    ) -> Option<(Span, usize)> {
        let mut pieces = Pieces { free: *free, ..self.0.get().unwrap_or_default() };
        let found = pieces.claim(cursor, layout, want);
        *free = pieces.free;
        self.0.set(Some(pieces));
        found
    }

    /// Has what a scope inside this one had: one piece in use, if the run needs one, and the others
    /// free. Returns where the bytes of that one begin.
    pub(crate) fn resume(&self, run: Option<Span>, free: Chain) -> Option<usize> {
        let mut pieces = Pieces { free, ..self.0.get().unwrap_or_default() };
        let floor = run.map(|piece| pieces.enter(piece));
        self.0.set(Some(pieces));
        floor
    }
}

impl Pieces {
    fn claim(&mut self, cursor: &Cursor, layout: Layout, want: usize) -> Option<(Span, usize)> {
        // Room for the header below the value, in units that leave the value aligned above it.
        let align = layout.align().max(LINE);
        let padded = Layout::from_size_align(layout.size().checked_add(align)?, align).ok()?;

        // Twice all that we have, but no more than an eighth of what there is.
        // SAFETY: F1.
        let used = unsafe { self.used.bytes() };
        // SAFETY: the same.
        let all = used + unsafe { self.free.bytes() };
        let want = want.max(2 * all).min(cursor.remaining() / 8);
        let fits = |end, base| bump_down::<LINE>(end, base, padded).is_some();
        // SAFETY: F1.
        let (base, end) = unsafe { self.free.take_largest(fits) }
            .or_else(|| cursor.claim_piece(FEW, padded, want, want.saturating_mul(4)))
            .or_else(|| claim_new(cursor, padded, want))
            .or_else(|| cursor.claim_any_piece(padded, want))
            .or_else(|| {
                self.surrender(cursor);
                claim_new(cursor, padded, 0)
            })
            .or_else(|| cursor.claim_any_piece(padded, 0))?;
        let floor = self.enter((base, end));
        let value = bump_down::<LINE>(end, floor, layout)?;
        Some(((NonNull::new(base.as_ptr().with_addr(value))?, end), floor))
    }

    /// Enters a piece that is ours among the used ones, and returns where its bytes begin.
    fn enter(&mut self, piece: Span) -> usize {
        // SAFETY: F1; it has been a piece, or was claimed as P1 says.
        unsafe { self.used.push(piece) };
        // F2: above the header.
        piece.0.addr().get() + LINE
    }

    /// Gives up the pieces that nobody uses and that were of no use: together with others' they may
    /// be.
    fn surrender(&mut self, cursor: &Cursor) {
        // SAFETY: F1.
        while let Some(piece) = unsafe { self.free.pop() } {
            // SAFETY: F1 and F2, and P1.
            unsafe { cursor.release(piece) };
        }
    }
}

/// Takes a new piece from the cursor.
fn claim_new(cursor: &Cursor, padded: Layout, want: usize) -> Option<Span> {
    // The alignment of `padded` puts the value, and so the floor, on a line.
    let ((value, end), floor) = cursor.claim_run(padded, want)?;
    Some((NonNull::new(value.as_ptr().with_addr(floor))?, end))
}
