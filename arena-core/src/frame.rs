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
//! together are merged. A new piece is twice as large as all that the handle has, with the pieces of
//! the enclosing scopes, but at most an eighth of what the arena has to spare. So a few rounds at
//! most, and one piece holds everything that a round needs, whatever the sizes and their order.

use core::{alloc::Layout, cell::Cell, ptr::NonNull};

use crate::{
    cursor::Cursor,
    layout::{LINE, bump_down},
    piece::{Chain, Span},
    poison,
};

/// Pieces of the stash to look at before the cursor is asked.
const FEW: usize = 16;

/// The pieces of one scope of a [`Run`](crate::Run).
///
/// # Invariants
///
/// - **F1** Both chains are this frame's own, but for the end of `used`, which is that of the
///   enclosing scope: only read, for its sizes. They lie in the memory of the one cursor that the
///   frame is used with.
/// - **F2** Nobody uses the pieces in `free`. Of those in `used`, the scope's values are above the
///   headers.
#[derive(Debug, Default)]
pub struct Frame {
    used: Cell<Chain>,
    free: Cell<Chain>,
}

impl Frame {
    /// A frame for [`Run::scoped`](crate::Run::scoped), without pieces.
    #[inline(always)]
    pub const fn new() -> Self {
        Self { used: Cell::new(Chain::EMPTY), free: Cell::new(Chain::EMPTY) }
    }

    /// Begins a scope, with pieces to use before any other.
    #[inline(always)]
    pub(crate) fn open(&mut self, (used, free): (Chain, Chain)) {
        self.used.set(used);
        self.free.set(free);
    }

    /// The pieces in use, and those that nobody uses.
    #[inline(always)]
    pub(crate) fn pieces(&self) -> (Chain, Chain) {
        (self.used.get(), self.free.get())
    }

    /// Exchanges them for those that a scope inside this one has made of them.
    pub(crate) fn set_free(&self, pieces: Chain) {
        self.free.set(pieces);
    }

    /// Ends the scope, whose values must be gone: all its pieces, or `None` if they are those it
    /// began with.
    #[inline(always)]
    pub(crate) fn close(&self, (used, free): (Chain, Chain)) -> Option<Chain> {
        // A scope inside this one may have brought pieces, without any being used here.
        let is_as_before = (self.used.get() == used) & (self.free.get() == free);
        if is_as_before { None } else { Some(self.gather(used)) }
    }

    #[cold]
    #[inline(never)]
    fn gather(&self, before: Chain) -> Chain {
        let mut all = self.free.replace(Chain::EMPTY);
        let mut used = self.used.replace(Chain::EMPTY);
        while used != before {
            // SAFETY: F1, what comes before the enclosing scopes' pieces is ours.
            let Some((base, end)) = (unsafe { used.pop() }) else { break };
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
    /// and the floor of what is left below it.
    pub(crate) fn claim(
        &self,
        cursor: &Cursor,
        layout: Layout,
        want: usize,
    ) -> Option<(Span, usize)> {
        // Room for the header below the value, in units that leave the value aligned above it.
        let align = layout.align().max(LINE);
        let padded = Layout::from_size_align(layout.size().checked_add(align)?, align).ok()?;

        // Twice all that we have, enclosing scopes included, but no more than an eighth of what there
        // is.
        // SAFETY: F1.
        let used = unsafe { self.used.get().bytes() };
        // SAFETY: the same.
        let all = used + unsafe { self.free.get().bytes() };
        let want = want.max(2 * all).min(cursor.remaining() / 8);
        let (base, end) = self
            .take_free(padded)
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
    pub(crate) fn enter(&self, piece: Span) -> usize {
        let mut used = self.used.get();
        // SAFETY: F1; it has been a piece, or was claimed as P1 says.
        unsafe { used.push(piece) };
        self.used.set(used);
        // F2: above the header.
        piece.0.addr().get() + LINE
    }

    fn take_free(&self, padded: Layout) -> Option<Span> {
        let mut free = self.free.get();
        let fits = |end, base| bump_down::<LINE>(end, base, padded).is_some();
        // SAFETY: F1.
        let piece = unsafe { free.take_largest(fits) };
        self.free.set(free);
        piece
    }

    /// Gives up the pieces that nobody uses and that were of no use: together with others' they may
    /// be.
    fn surrender(&self, cursor: &Cursor) {
        let mut free = self.free.replace(Chain::EMPTY);
        // SAFETY: F1.
        while let Some(piece) = unsafe { free.pop() } {
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
