//! What a scope of a run has claimed.
//!
//! A [`Run`](crate::Run) in a scope takes its bytes in pieces. The header of each stays where it is
//! while the rest is handed out, so that at the scope's end all of them can be found, wherever the
//! handle has gone meanwhile: the frame lies on the stack of whoever opened the scope, and the
//! handle only points to it.
//!
//! # A loop reaches a steady state
//!
//! The pieces of a scope that has ended serve the next one, the largest first. A new piece is as
//! large as all of the scope's together, if the arena has that much to spare. So a few rounds at
//! most, and one piece holds everything that a round needs, whatever the sizes and their order.

use core::{alloc::Layout, cell::Cell, ptr::NonNull};

use crate::{
    cursor::Cursor,
    layout::{LINE, bump_down},
    piece::{Chain, Span},
    poison,
};

/// The pieces of one scope.
///
/// # Invariants
///
/// - **F1** Both chains are this frame's own, and lie in the memory of the one cursor it is used
///   with.
/// - **F2** Nobody uses the pieces in `free`. Of those in `used`, the scope's values are above the
///   headers.
#[derive(Debug)]
pub(crate) struct Frame {
    used: Cell<Chain>,
    free: Cell<Chain>,
}

impl Frame {
    /// Begins a scope, with pieces to use before any other.
    #[inline(always)]
    pub(crate) fn new(free: Chain) -> Self {
        Self { used: Cell::new(Chain::EMPTY), free: Cell::new(free) }
    }

    /// The pieces that nobody uses.
    #[inline(always)]
    pub(crate) fn free(&self) -> Chain {
        self.free.get()
    }

    /// Exchanges them for those that a scope inside this one has made of them.
    pub(crate) fn set_free(&self, pieces: Chain) {
        self.free.set(pieces);
    }

    /// Ends the scope, whose values must be gone: all its pieces, or `None` if they are those it
    /// began with.
    #[inline(always)]
    pub(crate) fn close(&self) -> Option<Chain> {
        let used = self.used.replace(Chain::EMPTY);
        if used.is_empty() { None } else { Some(self.gather(used)) }
    }

    #[cold]
    #[inline(never)]
    fn gather(&self, mut used: Chain) -> Chain {
        if poison::ENABLED {
            // SAFETY: F1.
            for (_, (base, end)) in unsafe { used.pieces() } {
                // SAFETY: F2, the values above the headers are gone.
                unsafe { poison::freed(base.as_ptr().wrapping_add(LINE), end) };
            }
        }
        // SAFETY: F1, and this frame has no pieces any more.
        unsafe { used.append(self.free.replace(Chain::EMPTY)) };
        used
    }

    /// Takes a piece for one value, of `want` bytes or more if it is a new one: the value's bytes, and
    /// the floor of what is left below it.
    pub(crate) fn claim(
        &self,
        cursor: &Cursor,
        layout: Layout,
        want: usize,
    ) -> Option<(Span, usize)> {
        // Room for the header below the value, in units that leave the value aligned above it.
        let align = layout.align().max(LINE);
        let padded = Layout::from_size_align(layout.size().checked_add(align)?, align).ok()?;

        let (base, end) = self
            .take_free(padded)
            .or_else(|| cursor.claim_piece(usize::MAX, padded))
            .or_else(|| self.claim_new(cursor, padded, want))?;
        let mut used = self.used.get();
        // SAFETY: the piece is ours, and a multiple of a line in address and in size at least.
        unsafe { used.push((base, end)) };
        self.used.set(used);

        // F2: above the header.
        let floor = base.addr().get() + LINE;
        let value = bump_down::<LINE>(end, floor, layout)?;
        Some(((NonNull::new(base.as_ptr().with_addr(value))?, end), floor))
    }

    fn take_free(&self, padded: Layout) -> Option<Span> {
        let mut free = self.free.get();
        let fits = |end, base| bump_down::<LINE>(end, base, padded).is_some();
        // SAFETY: F1.
        let piece = unsafe { free.take_largest(fits) };
        self.free.set(free);
        piece
    }

    fn claim_new(&self, cursor: &Cursor, padded: Layout, want: usize) -> Option<Span> {
        // SAFETY: F1.
        let used = unsafe { self.used.get().pieces() };
        let used = used.map(|(_, (base, end))| end - base.addr().get()).sum();
        // The alignment of `padded` puts the value, and so the floor, on a line.
        let ((value, end), floor) = cursor.claim_run(padded, want.max(used))?;
        Some((NonNull::new(value.as_ptr().with_addr(floor))?, end))
    }
}
