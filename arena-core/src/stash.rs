//! Free pieces of an arena that lie above its cursor, kept for later claims.
//!
//! When a handle goes, what it leaves can return to the cursor only if it is the lowest claimed.
//! Otherwise it comes here: a chain threaded through the free bytes themselves, with one atomic
//! word for its head.
//!
//! To take is to swap the *whole* chain out, so that nobody ever reads a piece that another thread
//! may own, and there is no ABA: the taker unlinks what it wants and puts the rest back. A thread
//! that looks meanwhile finds less than there is, and goes to the cursor instead. Only one that
//! would be refused waits until the rest is back, for a bounded time: it is the one place where a
//! claim waits.
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
    piece::{Chain, Piece, Span, link, size},
    sync::{Alone, AtomicPtr, AtomicUsize, Ordering, const_fn},
};

/// How often a request that would be refused looks for a chain that another thread has out. A
/// bound, so that a thread that was stopped just then cannot stop others.
const PATIENCE: usize = if cfg!(all(test, loom)) { 1 } else { 100_000 };

/// A lock-free stack of free pieces.
///
/// # Invariants
///
/// - **S1** The chain is as [`Chain`] says; all its pieces lie in the arena's memory.
/// - **S2** Who swaps the chain out owns it, unless it is marked as set aside: then its bytes above
///   the headers.
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
    /// The first piece. Marked if it was set aside before, and nobody has used the stash since.
    head: *mut Piece,
    bytes: usize,
}

/// Marks a head: its pieces are set aside. They lie on lines, so the lowest bit is free for it.
#[inline(always)]
fn aside(head: *mut Piece) -> *mut Piece {
    head.map_addr(|address| address | 1)
}

#[inline(always)]
fn is_aside(head: *mut Piece) -> bool {
    head.addr() & 1 == 1
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

    /// Sets the content aside, so that [`bring_back`](Self::bring_back) can make it what it was. O(1).
    ///
    /// Its pieces stay as they are: who next uses the stash is lent what lies above their headers.
    ///
    /// # Safety
    ///
    /// - No other thread uses the stash until this returns, and what threads have done with it
    ///   happens before.
    #[inline]
    pub(crate) unsafe fn set_aside(&self) -> Content {
        // SAFETY: the caller's promise.
        let head = unsafe { self.head.get() };
        // SAFETY: the same.
        unsafe { self.head.set(aside(head)) };
        // SAFETY: the same.
        Content { head, bytes: unsafe { self.bytes.get() } }
    }

    /// Whether nobody has used the stash since this was set aside.
    ///
    /// # Safety
    ///
    /// - As for [`set_aside`](Self::set_aside).
    #[inline]
    pub(crate) unsafe fn is_untouched(&self, content: Content) -> bool {
        // SAFETY: the caller's promise.
        unsafe { self.head.get() == aside(content.head) }
    }

    /// Makes this the content. What is there is nobody's any more.
    ///
    /// # Safety
    ///
    /// - As for [`set_aside`](Self::set_aside).
    /// - The content was set aside, and nobody uses what was lent of it.
    #[inline]
    pub(crate) unsafe fn bring_back(&self, content: Content) {
        // SAFETY: the caller's promise.
        unsafe { self.head.set(content.head) };
        // SAFETY: the same.
        unsafe { self.bytes.set(content.bytes) };
    }

    /// Makes pieces of what lies above the headers of those set aside, if that was not done yet.
    /// Whoever reads or changes the chain does this first.
    #[inline]
    fn lend(&self) {
        // Relaxed: it was set aside before any thread came here, and is lent once.
        if is_aside(self.head.load(Ordering::Relaxed)) {
            self.lend_pieces();
        }
    }

    #[cold]
    #[inline(never)]
    fn lend_pieces(&self) {
        // Acquire: pairs with the Release in `push`, as in `with_chain`.
        let head = self.head.swap(ptr::null_mut(), Ordering::Acquire);
        if !is_aside(head) {
            // Another thread was faster.
            return self.restore(Chain(head));
        }
        let mut lent = 0;
        // SAFETY: S2, the chain is ours to read, and nobody changes it while it is set aside.
        for (base, end) in unsafe { (Content { head, bytes: 0 }).pieces() } {
            // SAFETY: a piece is at least a line.
            let above = unsafe { base.add(LINE) };
            // SAFETY: S1, the bytes are nobody's, and their base is on a line.
            unsafe { self.put((above, end)) };
            lent += size((base, end));
        }
        // Relaxed: a figure; after what is lent has been counted, see `bytes`.
        self.bytes.fetch_sub(lent, Ordering::Relaxed);
    }

    /// Keeps a piece for a later claim. Lets it go if it is smaller than [`LINE`].
    ///
    /// # Safety
    ///
    /// - The piece lies in the arena's memory, and its base is a multiple of [`LINE`].
    /// - The caller owns it and refers to it no longer.
    pub(crate) unsafe fn put(&self, piece: Span) {
        debug_assert_eq!(piece.0.addr().get() % LINE, 0);
        if size(piece) < LINE {
            return;
        }
        self.lend();
        let mut chain = Chain::EMPTY;
        // SAFETY: the caller owns the piece, and it is as P1 says.
        unsafe { chain.push(piece) };
        // Relaxed: a figure; before the piece can be taken, see `bytes`.
        self.bytes.fetch_add(size(piece), Ordering::Relaxed);
        self.push(chain, piece.0.cast());
    }

    /// Takes the upper part, from the address that `cut` says on, of the first of the first `limit`
    /// pieces for which it says one. It is given their ends and bases. O(pieces looked at).
    pub(crate) fn take(
        &self,
        limit: usize,
        cut: impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<Span> {
        // SAFETY: the chain is the caller's for as long as the closure runs.
        self.with_chain(|chain| unsafe { take_upper(chain, limit, &cut) })?
    }

    /// The same among all pieces, for a caller who is refused if there is none: so pieces that lie
    /// together become one first, if they must. O(n log n).
    pub(crate) fn take_any(&self, cut: impl Fn(usize, usize) -> Option<usize>) -> Option<Span> {
        for _ in 0..PATIENCE {
            let mut seen = 0;
            let found = self.with_chain(|chain| {
                // SAFETY: the chain is the caller's for as long as the closure runs.
                seen = unsafe { chain.bytes() };
                // SAFETY: the same.
                let found = unsafe { take_upper(chain, usize::MAX, &cut) };
                // SAFETY: the same.
                if found.0.is_none() && unsafe { chain.merge() } {
                    // SAFETY: the same.
                    return unsafe { take_upper(chain, usize::MAX, &cut) };
                }
                found
            });
            // What was not seen another thread has out, and will soon put back.
            let found = found.flatten();
            if found.is_some() || self.bytes() <= seen {
                return found;
            }
            wait();
        }
        None
    }

    /// Hands pieces among the first `limit` that are `wanted`, by their ends and bases, to `give`,
    /// until it says that one was not taken. They count as the stash's until then.
    pub(crate) fn drain(
        &self,
        limit: usize,
        wanted: impl Fn(usize, usize) -> bool,
        give: impl Fn(Span) -> bool,
    ) {
        self.with_chain(|chain| {
            let mut given = 0;
            // SAFETY: the chain is the caller's for as long as the closure runs.
            while let Some(piece) = unsafe { chain.take(limit, &wanted) } {
                if !give(piece) {
                    // SAFETY: the same, and the piece was of it.
                    unsafe { chain.push(piece) };
                    break;
                }
                given += size(piece);
            }
            ((), given)
        });
    }

    /// Swaps the chain out, lets `f` take of it and say how many bytes, and puts the rest back.
    fn with_chain<R>(&self, f: impl FnOnce(&mut Chain) -> (R, usize)) -> Option<R> {
        self.lend();
        // Relaxed: only a hint, the swap below decides.
        if self.head.load(Ordering::Relaxed).is_null() {
            return None;
        }
        // Acquire: pairs with the Release in `push` and `restore`, so that the headers are seen,
        // and so that the last owners' accesses to the pieces happen before the next owner's.
        let mut chain = Chain(self.head.swap(ptr::null_mut(), Ordering::Acquire));
        // S2: the chain is ours.
        let (result, bytes) = f(&mut chain);
        self.restore(chain);
        if bytes > 0 {
            // Relaxed: a figure; after the bytes are out, see `bytes`.
            self.bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
        Some(result)
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
            // Release: pairs with the Acquire in `with_chain`, so that our accesses to the pieces
            // happen before their next owner's.
            let (success, failure) = (Ordering::Release, Ordering::Relaxed);
            match self.head.compare_exchange_weak(head, chain.0, success, failure) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
}

/// Takes the upper part of a piece, as [`Stash::take`] says, and how many bytes the chain has less.
///
/// # Safety
///
/// - The caller owns the chain.
unsafe fn take_upper(
    chain: &mut Chain,
    limit: usize,
    cut: impl Fn(usize, usize) -> Option<usize>,
) -> (Option<Span>, usize) {
    // SAFETY: the caller's promise.
    let Some((base, end)) = (unsafe { chain.take(limit, |end, base| cut(end, base).is_some()) })
    else {
        return (None, 0);
    };
    let low = base.addr().get();
    let cut = cut(end, low).unwrap_or(low);
    let mut bytes = end - low;
    if cut - low >= LINE {
        // SAFETY: the caller owns the chain and its piece, and its base stays where it is.
        unsafe { chain.push((base, cut)) };
        bytes = end - cut;
    }
    (NonNull::new(base.as_ptr().with_addr(cut)).map(|low| (low, end)), bytes)
}

/// Lets the thread that has the chain out put it back: it may be waiting for this one's core.
fn wait() {
    #[cfg(feature = "std")]
    std::thread::yield_now();
    #[cfg(not(feature = "std"))]
    core::hint::spin_loop();
}

impl Content {
    pub(crate) const EMPTY: Self = Self { head: ptr::null_mut(), bytes: 0 };

    /// The pieces set aside.
    ///
    /// # Safety
    ///
    /// - As for [`Chain::pieces`].
    pub(crate) unsafe fn pieces(self) -> impl Iterator<Item = Span> {
        let chain = Chain(self.head.map_addr(|address| address & !1));
        // SAFETY: the caller's promise.
        unsafe { chain.pieces() }.map(|(_, span)| span)
    }
}
