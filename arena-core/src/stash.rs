//! Free pieces of an arena that lie above its cursor, kept for later claims.
//!
//! When a handle goes, what it leaves can return to the cursor only if it is the lowest claimed.
//! Otherwise it comes here: a chain threaded through the free bytes themselves, with one atomic
//! word for its head.
//!
//! To take is to swap the *whole* chain out, so that nobody ever reads a piece that another thread
//! may own, and there is no ABA: the taker unlinks what it wants and puts the rest back. A thread
//! that looks meanwhile finds less than there is, and goes to the cursor instead.
//!
//! # Concurrency
//!
//! | word | written by | ordering | protects |
//! |---|---|---|---|
//! | `head` | put | Release | the headers, and every access of the pieces' last owners |
//! | `head` | take | Acquire | the same: its new owner comes after them |
//! | `bytes` | put, take | Relaxed | nothing, it is a figure |

use core::ptr::{self, NonNull};

use crate::{
    layout::LINE,
    piece::{Chain, Piece, Span, link},
    sync::{AtomicPtr, AtomicUsize, Ordering, const_fn},
};

/// A lock-free stack of free pieces.
///
/// # Invariants
///
/// - **S1** The chain is as [`Chain`] says; all its pieces lie in the arena's memory.
/// - **S2** Who swaps the chain out owns it.
#[derive(Debug)]
pub(crate) struct Stash {
    head: AtomicPtr<Piece>,
    /// At least the bytes in the chain: counted before a piece is put and after it is taken, so
    /// that it never wraps.
    bytes: AtomicUsize,
}

/// The content of a stash, while it is set aside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    chain: Chain,
    bytes: usize,
}

impl Stash {
    const_fn! {
        pub(crate) const fn new() -> Self {
            Self { head: AtomicPtr::new(ptr::null_mut()), bytes: AtomicUsize::new(0) }
        }
    }

    /// Bytes in all pieces together; a snapshot.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        // Relaxed: a figure.
        self.bytes.load(Ordering::Relaxed)
    }

    /// Exchanges all of the content. What was there before is the caller's, or nobody's.
    ///
    /// No other thread may use the stash meanwhile, or its pieces are lost and its figure is wrong.
    #[inline]
    pub(crate) fn replace(&self, content: Content) -> Content {
        // Relaxed, all: the caller sees to it that no other thread is here.
        let chain = Chain(self.head.load(Ordering::Relaxed));
        let before = Content { chain, bytes: self.bytes.load(Ordering::Relaxed) };
        self.head.store(content.chain.0, Ordering::Relaxed);
        self.bytes.store(content.bytes, Ordering::Relaxed);
        before
    }

    /// Keeps a piece for a later claim. Lets it go if it is smaller than [`LINE`].
    ///
    /// # Safety
    ///
    /// - The piece lies in the arena's memory, and its base is a multiple of [`LINE`].
    /// - The caller owns it and refers to it no longer.
    pub(crate) unsafe fn put(&self, (base, end): Span) {
        debug_assert_eq!(base.addr().get() % LINE, 0);
        let size = end - base.addr().get();
        if size < LINE {
            return;
        }
        let mut chain = Chain::EMPTY;
        // SAFETY: the caller owns the piece, and it is as P1 says.
        unsafe { chain.push((base, end)) };
        // Relaxed: a figure; before the piece can be taken, see `bytes`.
        self.bytes.fetch_add(size, Ordering::Relaxed);
        self.push(chain, base.cast());
    }

    /// Takes the first piece that `fits`, by its end and base, among the first `limit` pieces.
    /// O(pieces looked at).
    pub(crate) fn take(&self, limit: usize, fits: impl Fn(usize, usize) -> bool) -> Option<Span> {
        // Relaxed: only a hint, the swap below decides.
        if self.head.load(Ordering::Relaxed).is_null() {
            return None;
        }
        // Acquire: pairs with the Release in `push` and `restore`, so that the headers are seen,
        // and so that the last owners' accesses to the pieces happen before the next owner's.
        let mut chain = Chain(self.head.swap(ptr::null_mut(), Ordering::Acquire));
        // SAFETY: S2, the chain is ours.
        let found = unsafe { chain.take(limit, fits) };
        self.restore(chain);
        if let Some((base, end)) = found {
            // Relaxed: a figure; after the piece is out, see `bytes`.
            self.bytes.fetch_sub(end - base.addr().get(), Ordering::Relaxed);
        }
        found
    }

    /// Puts back a chain that we own. O(1), unless others have put pieces meanwhile.
    fn restore(&self, chain: Chain) {
        // Release: as in `push`.
        let (success, failure) = (Ordering::Release, Ordering::Relaxed);
        let is_empty = chain.0.is_null();
        if is_empty
            || self.head.compare_exchange(ptr::null_mut(), chain.0, success, failure).is_ok()
        {
            return;
        }
        // SAFETY: S2, the chain is ours.
        if let Some((last, _)) = unsafe { chain.pieces() }.last() {
            self.push(chain, last);
        }
    }

    /// Makes a chain that we own the beginning of the stash's. `last` is its last piece.
    fn push(&self, chain: Chain, last: NonNull<Piece>) {
        // Relaxed: the exchange below verifies it, and nothing is read through it.
        let mut head = self.head.load(Ordering::Relaxed);
        loop {
            // SAFETY: S2, the chain is ours until the exchange.
            unsafe { link(last, head) };
            // Release: pairs with the Acquire in `take`, so that our accesses to the pieces happen
            // before their next owner's.
            let (success, failure) = (Ordering::Release, Ordering::Relaxed);
            match self.head.compare_exchange_weak(head, chain.0, success, failure) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
}

impl Content {
    pub(crate) const EMPTY: Self = Self { chain: Chain::EMPTY, bytes: 0 };

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.chain.is_empty()
    }

    /// The pieces set aside.
    ///
    /// # Safety
    ///
    /// - As for [`Chain::pieces`].
    pub(crate) unsafe fn pieces(&self) -> impl Iterator<Item = Span> {
        // SAFETY: the caller's promise.
        unsafe { self.chain.pieces() }.map(|(_, span)| span)
    }
}
