//! Free pieces of memory, chained through themselves.
//!
//! A piece is a stretch of claimed bytes that nobody uses. Its first bytes say where it ends and
//! which piece comes next, so that any number of them is kept with no memory but their own.
//!
//! ```text
//! chain -> | next end ... free ... |  -> | next end ... free ... |  -> null
//! ```

use core::{
    mem,
    ptr::{self, NonNull},
};

use crate::{layout::LINE, poison, sync::UnsafeCell};

/// The header in the first bytes of a free piece.
pub(crate) type Piece = UnsafeCell<Header>;

#[derive(Clone, Copy)]
pub(crate) struct Header {
    next: *mut Piece,
    /// The address of the piece's end. It begins at its header.
    end: usize,
}

static_assertions::const_assert!(size_of::<Piece>() <= LINE && align_of::<Piece>() <= LINE);

/// Bytes of a cursor's memory: a pointer to the first, and the address of their end.
///
/// Those of a claim begin with the value, and end with the padding that its alignment may have
/// cost. See [`Run::claim_span`](crate::Run::claim_span) for an example.
pub type Span = (NonNull<u8>, usize);

/// Bytes of a span.
pub(crate) fn size((start, end): Span) -> usize {
    end - start.addr().get()
}

/// A list of pieces: the pointer to the first.
///
/// Whoever owns the list owns its pieces. It is a plain word, so that a `Cell` or an atomic can
/// hold it.
///
/// # Invariants
///
/// - **P1** Every piece is a multiple of `LINE` in address and at least `LINE` in size, and begins
///   with its header. Its pointer carries the provenance of the whole memory.
/// - **P2** Nobody but the list's owner refers to a piece's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chain(pub(crate) *mut Piece);

impl Default for Chain {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Chain {
    pub(crate) const EMPTY: Self = Self(ptr::null_mut());

    #[inline(always)]
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_null()
    }

    /// Adds a piece at the front.
    ///
    /// # Safety
    ///
    /// - The caller owns the piece and the chain, and the piece is as P1 says.
    pub(crate) unsafe fn push(&mut self, (base, end): Span) {
        debug_assert!(base.addr().get() % LINE == 0 && size((base, end)) >= LINE);
        let piece = base.cast::<Piece>();
        poison::claimed(base.as_ptr(), size_of::<Piece>());
        // SAFETY: the caller owns the bytes, which are enough and aligned for a header (P1).
        unsafe { piece.write(Piece::new(Header { next: self.0, end })) };
        self.0 = piece.as_ptr();
    }

    /// Unlinks the first of the first `limit` pieces that `fits`, by its end and base. O(pieces
    /// looked at).
    ///
    /// # Safety
    ///
    /// - The caller owns the chain.
    pub(crate) unsafe fn take(
        &mut self,
        limit: usize,
        fits: impl Fn(usize, usize) -> bool,
    ) -> Option<Span> {
        let mut before = None;
        // SAFETY: the caller owns the chain.
        for (piece, span) in unsafe { self.pieces() }.take(limit) {
            if fits(span.1, span.0.addr().get()) {
                // SAFETY: the caller owns the chain, and `before` is what comes before the piece.
                unsafe { self.unlink(before, piece) };
                return Some(span);
            }
            before = Some(piece);
        }
        None
    }

    /// Unlinks the largest piece, if it `fits`. O(pieces).
    ///
    /// # Safety
    ///
    /// - The caller owns the chain.
    pub(crate) unsafe fn take_largest(
        &mut self,
        fits: impl Fn(usize, usize) -> bool,
    ) -> Option<Span> {
        // SAFETY: the caller owns the chain.
        let largest = unsafe { self.pieces() }.map(|(_, span)| size(span)).max()?;
        let (limit, is_largest) =
            (usize::MAX, |end, base| end - base == largest && fits(end, base));
        // SAFETY: the caller owns the chain.
        unsafe { self.take(limit, is_largest) }
    }

    /// Makes one piece of all that lie together, and says whether there were such. O(n log n).
    ///
    /// # Safety
    ///
    /// - The caller owns the chain.
    pub(crate) unsafe fn merge(&mut self) -> bool {
        // SAFETY: the caller owns the chain.
        let mut sorted = unsafe { self.sort() };
        let mut merged = false;
        // SAFETY: the pieces are those of our chain.
        while let Some((base, mut end)) = unsafe { sorted.pop() } {
            // SAFETY: the same. The next one up is the first now.
            while let Some((_, next_end)) = unsafe { sorted.take(1, |_, next| next == end) } {
                end = next_end;
                merged = true;
            }
            // SAFETY: the same; what begins where a piece does is as P1 says.
            unsafe { self.push((base, end)) };
        }
        merged
    }

    /// Unlinks the first piece.
    ///
    /// # Safety
    ///
    /// - The caller owns the chain.
    pub(crate) unsafe fn pop(&mut self) -> Option<Span> {
        // SAFETY: the caller owns the chain.
        unsafe { self.take(1, |_, _| true) }
    }

    /// Takes all pieces, and puts them in the order of their addresses: a merge sort from the
    /// bottom up.
    ///
    /// # Safety
    ///
    /// - The caller owns the chain.
    unsafe fn sort(&mut self) -> Self {
        // The chain at `n` is empty, or sorted and of 2 to the `n` pieces.
        let mut parts = [Self::EMPTY; usize::BITS as usize];
        // SAFETY: the caller owns the chain.
        while let Some(piece) = unsafe { self.pop() } {
            let mut carry = Self::EMPTY;
            // SAFETY: the piece comes from our chain.
            unsafe { carry.push(piece) };
            for part in &mut parts {
                if part.is_empty() {
                    *part = carry;
                    break;
                }
                // SAFETY: both are of our pieces.
                carry = unsafe { Self::interleave(mem::replace(part, Self::EMPTY), carry) };
            }
        }
        // SAFETY: all are of our pieces.
        parts.into_iter().fold(Self::EMPTY, |all, part| unsafe { Self::interleave(all, part) })
    }

    /// Makes one sorted chain of two.
    ///
    /// # Safety
    ///
    /// - The caller owns both.
    unsafe fn interleave(mut a: Self, mut b: Self) -> Self {
        let (mut all, mut last) = (Self::EMPTY, None::<NonNull<Piece>>);
        loop {
            let (lower, upper) =
                if a.0.addr() < b.0.addr() { (&mut a, &mut b) } else { (&mut b, &mut a) };
            // An empty chain is null, and lower than any other.
            let from = if lower.is_empty() { upper } else { lower };
            let Some(piece) = NonNull::new(from.0) else { return all };
            // SAFETY: the caller owns the chains.
            from.0 = unsafe { next(piece) };
            match last {
                None => all.0 = piece.as_ptr(),
                // SAFETY: the same.
                Some(last) => unsafe { link(last, piece.as_ptr()) },
            }
            last = Some(piece);
        }
    }

    /// Bytes in all pieces together. O(pieces).
    ///
    /// # Safety
    ///
    /// - The caller owns the chain.
    pub(crate) unsafe fn bytes(self) -> usize {
        // SAFETY: the caller owns the chain.
        unsafe { self.pieces() }.map(|(_, span)| size(span)).sum()
    }

    /// The pieces, from the first on.
    ///
    /// # Safety
    ///
    /// - The caller owns the chain, and changes it no more while it looks at the pieces.
    pub(crate) unsafe fn pieces(self) -> impl Iterator<Item = (NonNull<Piece>, Span)> {
        let mut next = self.0;
        core::iter::from_fn(move || {
            let piece = NonNull::new(next)?;
            // SAFETY: the caller owns the piece, and it begins with its header (P1).
            let this = unsafe { piece.as_ref() };
            // SAFETY: P2, nobody writes to it.
            let header = this.with(|header| unsafe { header.read() });
            next = header.next;
            Some((piece, (piece.cast(), header.end)))
        })
    }

    /// # Safety
    ///
    /// - The caller owns the chain, and `piece` comes in it, after `before` or first.
    unsafe fn unlink(&mut self, before: Option<NonNull<Piece>>, piece: NonNull<Piece>) {
        // SAFETY: the caller owns the piece.
        let next = unsafe { next(piece) };
        match before {
            None => self.0 = next,
            // SAFETY: the caller owns the chain.
            Some(before) => unsafe { link(before, next) },
        }
    }
}

/// What comes after a piece.
///
/// # Safety
///
/// - The caller owns the piece.
unsafe fn next(piece: NonNull<Piece>) -> *mut Piece {
    // SAFETY: the caller owns the piece, and it begins with its header (P1).
    let this = unsafe { piece.as_ref() };
    // SAFETY: P2, nobody writes to it.
    this.with(|header| unsafe { (*header).next })
}

/// Makes `next` what comes after a piece.
///
/// # Safety
///
/// - The caller owns the piece.
pub(crate) unsafe fn link(piece: NonNull<Piece>, next: *mut Piece) {
    // SAFETY: the caller owns the piece, and it begins with its header (P1).
    let this = unsafe { piece.as_ref() };
    // SAFETY: P2, nobody else refers to it.
    this.with_mut(|header| unsafe { (*header).next = next });
}
