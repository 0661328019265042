//! Free pieces of memory, which keep their own record.
//!
//! A piece is a stretch of claimed bytes that nobody uses. Its first bytes say where it ends and
//! which pieces it is linked to, so that any number of them is kept with no memory but their own.
//! Here is the header, and the simplest of the structures made of it: a chain.
//!
//! ```text
//! chain -> | next end ... free ... |  -> | next end ... free ... |  -> null
//! ```

use core::ptr::{self, NonNull};

#[cfg(all(test, loom))]
use crate::sync::modelled;
use crate::{layout::LINE, poison, sync::UnsafeCell};

/// The header in the first bytes of a free piece.
pub(crate) type Piece = UnsafeCell<Header>;

#[derive(Debug)]
pub(crate) struct Header {
    /// The address of the piece's end. It begins at its header.
    pub(crate) end: usize,
    /// The next one of a chain, or both subtrees of a [`Tree`](crate::tree::Tree).
    pub(crate) child: [*mut Piece; 2],
    /// In a tree, the most bytes that a piece of this subtree has to give.
    pub(crate) most: usize,
    /// In a tree that is set aside: its root, if the piece is lent to a scope.
    pub(crate) lent_of: *mut Piece,
    /// The piece that was lent before this one.
    pub(crate) lent_before: *mut Piece,
    /// In the root of a tree that is set aside: the tree that was set aside before.
    pub(crate) outer: *mut Piece,
}

static_assertions::const_assert!(size_of::<Piece>() <= LINE && align_of::<Piece>() <= LINE);

/// Bytes of a cursor's memory: a pointer to the first, and the address of their end.
///
/// Those of a claim begin with the value, and end with the padding that its alignment may have
/// cost. See [`Run::claim_span`](crate::Run::claim_span) for an example.
pub type Span = (NonNull<u8>, usize);

/// Bytes of a span.
#[inline(always)]
pub(crate) fn size((start, end): Span) -> usize {
    end - start.addr().get()
}

/// Makes a piece of free bytes: writes its header.
///
/// # Invariants
///
/// - **P1** Every piece is a multiple of `LINE` in address and at least `LINE` in size, and begins
///   with its header. Its pointer carries the provenance of the whole memory.
/// - **P2** Nobody but the owner of the structure that a piece is in refers to the piece's bytes.
///
/// # Safety
///
/// - The caller owns the bytes, and they are as P1 says.
pub(crate) unsafe fn make((base, end): Span) -> NonNull<Piece> {
    debug_assert!(base.addr().get() % LINE == 0 && size((base, end)) >= LINE);
    let piece = base.cast::<Piece>();
    touch(piece);
    poison::claimed(base.as_ptr(), size_of::<Piece>());
    let null = ptr::null_mut();
    let most = size((base, end));
    let header =
        Header { end, child: [null; 2], most, lent_of: null, lent_before: null, outer: null };
    // SAFETY: the caller owns the bytes, which are enough and aligned for a header (P1).
    unsafe { piece.write(Piece::new(header)) };
    piece
}

/// Reads a piece's header.
///
/// # Safety
///
/// - The caller owns the piece.
#[inline]
pub(crate) unsafe fn read<R>(piece: NonNull<Piece>, f: impl FnOnce(&Header) -> R) -> R {
    touch(piece);
    // SAFETY: the caller owns the piece, and it begins with its header (P1).
    let this = unsafe { piece.as_ref() };
    // SAFETY: P2, nobody writes to it.
    this.with(|header| f(unsafe { &*header }))
}

/// Changes a piece's header.
///
/// # Safety
///
/// - The caller owns the piece.
#[inline]
pub(crate) unsafe fn write(piece: NonNull<Piece>, f: impl FnOnce(&mut Header)) {
    touch(piece);
    // SAFETY: the caller owns the piece, and it begins with its header (P1).
    let this = unsafe { piece.as_ref() };
    // SAFETY: P2, nobody else refers to it.
    this.with_mut(|header| f(unsafe { &mut *header }));
}

/// Lets a model see that somebody uses the bytes of a header. Nobody may beside its owner, not even
/// to read it.
#[inline(always)]
#[cfg_attr(not(all(test, loom)), expect(unused_variables, reason = "there is no model"))]
fn touch(piece: NonNull<Piece>) {
    #[cfg(all(test, loom))]
    modelled::touch(piece.addr().get(), LINE);
}

/// The bytes of a piece.
///
/// # Safety
///
/// - The caller owns the piece.
#[inline]
pub(crate) unsafe fn span(piece: NonNull<Piece>) -> Span {
    // SAFETY: the caller's promise.
    (piece.cast(), unsafe { read(piece, |header| header.end) })
}

/// A list of pieces: the pointer to the first.
///
/// Whoever owns the list owns its pieces (P2). It is a plain word, so that a `Cell` or an atomic can
/// hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain(pub(crate) *mut Piece);

impl Chain {
    pub(crate) const EMPTY: Self = Self(ptr::null_mut());

    /// Adds a piece at the front.
    ///
    /// # Safety
    ///
    /// - The caller owns the piece and the chain.
    pub(crate) unsafe fn push(&mut self, piece: NonNull<Piece>) {
        // SAFETY: the caller's promise.
        unsafe { write(piece, |header| header.child[0] = self.0) };
        self.0 = piece.as_ptr();
    }

    /// Unlinks the first piece.
    ///
    /// # Safety
    ///
    /// - The caller owns the chain.
    pub(crate) unsafe fn pop(&mut self) -> Option<Span> {
        let piece = NonNull::new(self.0)?;
        // SAFETY: the caller's promise.
        self.0 = unsafe { read(piece, |header| header.child[0]) };
        // SAFETY: the same.
        Some(unsafe { span(piece) })
    }
}
