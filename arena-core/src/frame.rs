//! What a scope of a run has claimed.
//!
//! A [`Run`](crate::Run) in a scope takes its bytes in pieces. The header of each stays where it is
//! while the rest is handed out, so that at the scope's end all of them can be found, wherever the
//! handle has gone meanwhile: the frame lies on the stack of whoever opened the scope, and the
//! handle only points to it.
//!
//! # A loop reaches a steady state
//!
//! A handle that needed more than its run in a scope exchanges all that the scope claimed for one
//! piece of that size and a bit, when the scope ends. That is its run, with which the next scope
//! begins; so after a few rounds one run holds everything that a round needs, whatever the sizes and
//! their order. Until then, a new piece is twice as large as all that the scope has, and half as
//! large as the run it began with, but at most an eighth of what the arena has to spare.
//!
//! Scopes inside a scope exchange nothing: what they had is the outer one's to use, and to give on.
//!
//! # Nothing to open
//!
//! The frame notes nothing until the first request that the run cannot serve; until then all it says
//! is that there was none.

use core::{
    alloc::Layout,
    cell::Cell,
    ptr::{self, NonNull},
};

use crate::{
    cursor::Cursor,
    layout::{LINE, bump_down, carve_piece},
    piece::{Chain, Span, make, size},
    poison,
    tree::Tree,
};

/// Bytes of a handle's first run, as a power of two.
const FIRST: u32 = 9;

/// Where a run gets its bytes, and how many it will ask for next: one word.
///
/// # Invariants
///
/// - **W1** A pointer to a cursor; or, with `SCOPE` set, to a frame that is open. Either lives for as
///   long as the run, and is aligned so far that the low bits are free.
///
/// It has no lifetime, since it lies in a `Cell` of a run, which would be invariant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source(pub(crate) *mut u8);

impl Source {
    /// How many bytes, as a power of two above the first run's.
    const NEXT: usize = 0x1F;
    const SCOPE: usize = 0x20;
    /// With it the low bits say where the run is left.
    const SPARE: usize = 0x40;
    const BITS: usize = Self::NEXT | Self::SCOPE | Self::SPARE;

    #[inline(always)]
    pub(crate) fn cursor_of(cursor: &Cursor) -> Self {
        const { assert!(align_of::<Cursor>() > Self::BITS) };
        Self(ptr::from_ref(cursor).cast_mut().cast())
    }

    /// The source of a scope's run. It asks for as much next as
    /// `outer`.
    #[inline(always)]
    pub(crate) fn frame_of(frame: &Frame, outer: Self) -> Self {
        const { assert!(align_of::<Frame>() > Self::NEXT + Self::SCOPE) };
        let next = if outer.is_spare() { 0 } else { outer.0.addr() & Self::NEXT };
        let bits = next | Self::SCOPE;
        Self(ptr::from_ref(frame).cast_mut().cast::<u8>().map_addr(|address| address | bits))
    }

    #[inline(always)]
    fn target(self) -> *mut u8 {
        let bits = if self.is_scope() { Self::NEXT | Self::SCOPE } else { Self::BITS };
        self.0.map_addr(|address| address & !bits)
    }

    #[inline(always)]
    pub(crate) fn is_scope(self) -> bool {
        self.0.addr() & Self::SCOPE != 0
    }

    /// Whether the run is the one that handles leave for each other.
    #[inline(always)]
    pub(crate) fn is_spare(self) -> bool {
        // Of a frame the bit is part of the address.
        self.0.addr() & (Self::SPARE | Self::SCOPE) == Self::SPARE
    }

    /// With such a run, left in this place.
    pub(crate) fn with_spare(self, place: usize) -> Self {
        debug_assert!(place <= Self::NEXT && !self.is_scope());
        Self(self.0.map_addr(|address| address & !Self::BITS | Self::SPARE | place))
    }

    /// Where such a run is left, and the source of the runs that come after.
    pub(crate) fn without_spare(self) -> (usize, Self) {
        let place = self.0.addr() & Self::NEXT;
        (place, Self(self.0.map_addr(|address| address & !Self::BITS)))
    }

    /// # Safety
    ///
    /// - W1 holds for all of `'a`.
    #[inline(always)]
    pub(crate) unsafe fn frame<'a>(self) -> Option<&'a Frame> {
        if !self.is_scope() {
            return None;
        }
        // SAFETY: the caller's promise.
        Some(unsafe { &*self.target().cast() })
    }

    /// The cursor, from inside of any number of scopes.
    ///
    /// # Safety
    ///
    /// - W1 holds for all of `'a`.
    #[inline]
    pub(crate) unsafe fn cursor<'a>(self) -> &'a Cursor {
        // SAFETY: the caller's promise.
        let outermost = || unsafe { self.outermost() };
        let outside = if self.is_scope() { outermost() } else { self };
        // SAFETY: the same.
        unsafe { &*outside.target().cast() }
    }

    /// # Safety
    ///
    /// - As for [`cursor`](Self::cursor).
    #[cold]
    #[inline(never)]
    unsafe fn outermost(self) -> Self {
        let mut source = self;
        // SAFETY: the caller's promise, and F1: what is around a scope lives longer.
        while let Some(frame) = unsafe { source.frame() } {
            source = frame.outer;
        }
        source
    }

    /// Whether the run is outside of scopes and has never had any bytes.
    #[inline(always)]
    pub(crate) fn is_new(self) -> bool {
        self.0.addr() & Self::BITS == 0
    }

    /// Bytes to ask for next.
    pub(crate) fn next(self) -> usize {
        debug_assert!(!self.is_spare());
        let power = FIRST + u32::try_from(self.0.addr() & Self::NEXT).unwrap_or(0);
        1_usize.checked_shl(power).unwrap_or(usize::MAX)
    }

    /// Asks for `next` bytes, rounded down to a power of two.
    pub(crate) fn with_next(self, next: usize) -> Self {
        let power = (next | 1 << FIRST).ilog2() - FIRST;
        let power = usize::try_from(power).unwrap_or(0).min(Self::NEXT);
        Self(self.0.map_addr(|address| address & !Self::NEXT | power))
    }
}

/// The pieces of one scope of a [`Run`](crate::Run): none until its first request that the run
/// cannot serve. See [`Run::scoped`](crate::Run::scoped) for an example.
///
/// # Invariants
///
/// - **F1** `outer` is the source of the run whose scope this is of, which is borrowed meanwhile.
#[derive(Debug)]
#[repr(align(64))]
pub struct Frame {
    outer: Source,
    pieces: Cell<Option<Pieces>>,
}

/// # Invariants
///
/// - **F2** Both structures are one frame's own, and lie in the memory of its cursor.
/// - **F3** Nobody uses the pieces in `free`. Of those in `used`, the scope's values are above the
///   headers.
#[derive(Clone, Copy, Debug)]
struct Pieces {
    used: Chain,
    free: Tree,
    used_bytes: usize,
    free_bytes: usize,
}

impl Pieces {
    const NONE: Self = Self { used: Chain::EMPTY, free: Tree::EMPTY, used_bytes: 0, free_bytes: 0 };
}

impl Default for Frame {
    fn default() -> Self {
        Self::new()
    }
}

impl Frame {
    /// A frame for [`Run::scoped`](crate::Run::scoped), without pieces.
    #[inline(always)]
    pub const fn new() -> Self {
        Self { outer: Source(ptr::null_mut()), pieces: Cell::new(None) }
    }

    /// Begins a scope of a run of this source.
    #[inline(always)]
    pub(crate) fn open(&mut self, outer: Source) {
        self.outer = outer;
        self.pieces.set(None);
    }

    /// The cursor that the scope's run claims from.
    pub(crate) fn cursor(&self) -> &Cursor {
        // SAFETY: F1.
        unsafe { self.outer.cursor() }
    }

    /// The pieces, once it is known that the scope needs some: with those that the scopes around it
    /// have and do not use.
    fn begin(&self) -> Pieces {
        self.pieces.get().unwrap_or_else(|| self.borrow())
    }

    /// What the scope around this one hands over.
    fn borrow(&self) -> Pieces {
        // SAFETY: F1.
        let outer = unsafe { self.outer.frame() };
        outer.map_or(Pieces::NONE, Frame::lend)
    }

    /// Hands over what is free; without pieces, what lies further out.
    fn lend(&self) -> Pieces {
        let Some(mut pieces) = self.pieces.get() else { return self.borrow() };
        let Pieces { free, free_bytes, .. } = pieces;
        (pieces.free, pieces.free_bytes) = (Tree::EMPTY, 0);
        self.pieces.set(pieces.any());
        Pieces { free, free_bytes, ..Pieces::NONE }
    }

    /// Ends the scope, whose values must be gone: all its pieces and their bytes, or `None` if it has
    /// none.
    #[inline(always)]
    pub(crate) fn close(&self) -> Option<(Tree, usize)> {
        if self.pieces.get().is_some() { Some(self.gather()) } else { None }
    }

    #[cold]
    #[inline(never)]
    fn gather(&self) -> (Tree, usize) {
        let pieces = self.pieces.take().unwrap_or(Pieces::NONE);
        let (mut used, mut all) = (pieces.used, pieces.free);
        let ground = self.cursor().ground();
        // SAFETY: F2.
        while let Some((base, end)) = unsafe { used.pop() } {
            // SAFETY: F3, the values above the header are gone.
            unsafe { poison::freed(base.as_ptr().wrapping_add(LINE), end) };
            // SAFETY: F2, and this frame has no pieces any more.
            unsafe { all.insert(ground, (base, end)) };
        }
        (all, pieces.used_bytes + pieces.free_bytes)
    }

    /// Takes a piece for one value, of `want` bytes or more if it is a new one: the value's bytes,
    /// and the floor of what is left below it.
    pub(crate) fn claim(&self, layout: Layout, want: usize) -> Option<(Span, usize)> {
        let mut pieces = self.begin();
        let found = pieces.claim(self.cursor(), layout, want);
        self.pieces.set(pieces.any());
        found
    }

    /// Has what a scope inside this one had: one piece in use, if the run needs one, and the others
    /// free. Returns where the bytes of that one begin.
    pub(crate) fn resume(&self, run: Option<Span>, mut pieces: Tree) -> Option<usize> {
        let ground = self.cursor().ground();
        let mut all = self.pieces.get().unwrap_or(Pieces::NONE);
        let floor = run.map(|piece| all.enter(piece));
        // SAFETY: they are ours now, as those in `free` are (F2).
        while let Some(piece) = unsafe { pieces.pop() } {
            all.free_bytes += size(piece);
            // SAFETY: the same.
            unsafe { all.free.insert(ground, piece) };
        }
        self.pieces.set(all.any());
        floor
    }
}

impl Pieces {
    /// `None` if there are none.
    fn any(self) -> Option<Self> {
        (self.used_bytes + self.free_bytes > 0).then_some(self)
    }

    fn claim(&mut self, cursor: &Cursor, layout: Layout, want: usize) -> Option<(Span, usize)> {
        // Twice all that we have, but no more than an eighth of what there is.
        let all = self.used_bytes + self.free_bytes;
        let want = want.max(all.saturating_mul(2)).min(cursor.remaining() / 8);
        let least = layout.size().saturating_add(LINE);
        let cut = |want: usize| move |end, base| carve_piece(end, base, layout, want);
        let fits = |end, base| cut(0)(end, base).is_some();
        // SAFETY: F2.
        let piece = if let Some(piece) = unsafe { self.free.take_largest(cursor.ground(), fits) } {
            self.free_bytes -= size(piece);
            piece
        } else {
            // Of a lane only what fits into any chunk: one after the other would be filled in vain.
            let room = least.saturating_add(layout.align()).max(want);
            let most = least.max(want).saturating_mul(4);
            cursor.claim_part(least, room, most, cut(want), cut(want)).or_else(|| {
                self.surrender(cursor);
                cursor.search(least, cut(0))
            })?
        };
        let floor = self.enter(piece);
        let value = bump_down(piece.1, floor, layout)?;
        Some(((NonNull::new(piece.0.as_ptr().with_addr(value))?, piece.1), floor))
    }

    /// Enters a piece that is ours among the used ones, and returns where its bytes begin.
    fn enter(&mut self, piece: Span) -> usize {
        self.used_bytes += size(piece);
        // SAFETY: F2; it has been a piece, or was claimed as P1 says.
        let header = unsafe { make(piece) };
        // SAFETY: F2.
        unsafe { self.used.push(header) };
        // F3: above the header.
        piece.0.addr().get() + LINE
    }

    /// Gives up the pieces that nobody uses and that were of no use: together with others' they may
    /// be.
    fn surrender(&mut self, cursor: &Cursor) {
        // SAFETY: F2.
        while let Some(piece) = unsafe { self.free.pop() } {
            self.free_bytes -= size(piece);
            // SAFETY: F2 and F3, and P1.
            unsafe { cursor.release(piece) };
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    extern crate alloc;
    use alloc::vec;

    #[test]
    fn a_value_aligned_to_more_than_a_chunk_leaves_the_cursor_to_others() {
        let mut memory = vec![0_u64; 1 << 16];
        let base = NonNull::from(&mut memory[..]).cast();
        // SAFETY: the memory lives longer, and nobody else uses it.
        let cursor = unsafe { Cursor::new(base, 1 << 19) };
        while cursor.lanes().is_none() {
            cursor.meet();
        }
        let mut frame = Frame::new();
        frame.open(Source::cursor_of(&cursor));
        let layout = Layout::from_size_align(8, 4096).unwrap();
        assert!(frame.claim(layout, LINE).is_some());
        assert!(cursor.capacity() - cursor.remaining_below() < 3 * 4096);
    }
}
