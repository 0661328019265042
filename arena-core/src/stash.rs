//! Free pieces of an arena that lie above its cursor, kept for later claims.
//!
//! When a handle goes, what it leaves can return to the cursor only if it is the lowest claimed.
//! Otherwise it comes here: a chain threaded through the free bytes themselves, with one atomic
//! word for its head.
//!
//! ```text
//! head -> | next end ... free ... |  -> | next end ... free ... |  -> null
//! ```
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
    sync::{AtomicPtr, AtomicUsize, Ordering, UnsafeCell},
};

/// The header in the first bytes of a free piece.
type Piece = UnsafeCell<Header>;

#[derive(Clone, Copy)]
struct Header {
    next: *mut Piece,
    /// The address of the piece's end. It begins at its header.
    end: usize,
}

static_assertions::const_assert!(size_of::<Piece>() <= LINE && align_of::<Piece>() <= LINE);

/// A lock-free stack of free pieces.
///
/// # Invariants
///
/// - **S1** Every piece in the chain lies in the arena's memory, is a multiple of [`LINE`] in
///   address and at least [`LINE`] in size, and begins with its header. Its pointer carries the
///   provenance of the whole memory.
/// - **S2** Nobody but the chain refers to a piece's bytes. Who swaps the chain out owns all of its
///   pieces.
#[derive(Debug)]
pub(crate) struct Stash {
    head: AtomicPtr<Piece>,
    /// At least the bytes in the chain: counted before a piece is put and after it is taken, so
    /// that it never wraps.
    bytes: AtomicUsize,
}

impl Stash {
    pub(crate) fn new() -> Self {
        Self { head: AtomicPtr::new(ptr::null_mut()), bytes: AtomicUsize::new(0) }
    }

    /// Bytes in all pieces together; a snapshot.
    pub(crate) fn bytes(&self) -> usize {
        // Relaxed: a figure.
        self.bytes.load(Ordering::Relaxed)
    }

    /// Forgets every piece. The bytes are then the cursor's again, or nobody's.
    pub(crate) fn clear(&mut self) {
        // Relaxed, both: `&mut self` excludes every other thread.
        self.head.store(ptr::null_mut(), Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
    }

    /// Keeps the bytes from `base` up to `end` for a later claim. Lets them go if they are fewer
    /// than [`LINE`].
    ///
    /// # Safety
    ///
    /// - The bytes lie in the arena's memory, and `base` is a multiple of [`LINE`] with the
    ///   provenance of that memory.
    /// - The caller owns them and refers to them no longer.
    pub(crate) unsafe fn put(&self, base: NonNull<u8>, end: usize) {
        debug_assert_eq!(base.addr().get() % LINE, 0);
        let size = end - base.addr().get();
        if size < LINE {
            return;
        }
        let piece = base.cast::<Piece>();
        // SAFETY: the caller owns the bytes; they are enough and aligned for a header (S1).
        unsafe { piece.write(Piece::new(Header { next: ptr::null_mut(), end })) };
        // Relaxed: a figure; before the piece can be taken, see `bytes`.
        self.bytes.fetch_add(size, Ordering::Relaxed);
        self.push(piece, piece);
    }

    /// Takes the first piece that `fits`, by its end and base, among the first `limit` pieces.
    /// O(pieces looked at).
    pub(crate) fn take(
        &self,
        limit: usize,
        fits: impl Fn(usize, usize) -> bool,
    ) -> Option<(NonNull<u8>, usize)> {
        // Relaxed: only a hint, the swap below decides.
        if self.head.load(Ordering::Relaxed).is_null() {
            return None;
        }
        // Acquire: pairs with the Release in `push` and `restore`, so that the headers are seen,
        // and so that the last owners' accesses to the pieces happen before the next owner's.
        let mut chain = self.head.swap(ptr::null_mut(), Ordering::Acquire);
        let (mut found, mut before) = (None, None);
        let mut piece = NonNull::new(chain);
        for _ in 0..limit {
            let Some(this) = piece else { break };
            // SAFETY: we own the chain (S2).
            let Header { next, end } = unsafe { header(this) };
            if fits(end, this.addr().get()) {
                match before {
                    None => chain = next,
                    // SAFETY: as for the header.
                    Some(before) => unsafe { link(before, next) },
                }
                found = Some((this.cast::<u8>(), end));
                break;
            }
            (before, piece) = (piece, NonNull::new(next));
        }
        self.restore(chain);
        if let Some((base, end)) = found {
            // Relaxed: a figure; after the piece is out, see `bytes`.
            self.bytes.fetch_sub(end - base.addr().get(), Ordering::Relaxed);
        }
        found
    }

    /// Puts back a chain that we own. O(1), unless others have put pieces meanwhile.
    fn restore(&self, chain: *mut Piece) {
        let Some(first) = NonNull::new(chain) else { return };
        // Release: as in `push`.
        let (success, failure) = (Ordering::Release, Ordering::Relaxed);
        if self.head.compare_exchange(ptr::null_mut(), chain, success, failure).is_err() {
            let mut last = first;
            // SAFETY: we own the chain (S2).
            while let Some(next) = NonNull::new(unsafe { header(last) }.next) {
                last = next;
            }
            self.push(first, last);
        }
    }

    /// Makes a chain that we own, from `first` to `last`, the beginning of the stash's.
    fn push(&self, first: NonNull<Piece>, last: NonNull<Piece>) {
        // Relaxed: the exchange below verifies it, and nothing is read through it.
        let mut head = self.head.load(Ordering::Relaxed);
        loop {
            // SAFETY: we own the chain until the exchange (S2).
            unsafe { link(last, head) };
            // Release: pairs with the Acquire in `take`, so that our accesses to the pieces happen
            // before their next owner's.
            let (success, failure) = (Ordering::Release, Ordering::Relaxed);
            match self.head.compare_exchange_weak(head, first.as_ptr(), success, failure) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
}

/// Reads a piece's header.
///
/// # Safety
///
/// - The piece is in a chain that the caller owns. It begins with its header, by S1.
unsafe fn header(piece: NonNull<Piece>) -> Header {
    // SAFETY: the caller owns the piece, so nobody writes to it.
    let piece = unsafe { piece.as_ref() };
    // SAFETY: the same.
    piece.with(|header| unsafe { header.read() })
}

/// Makes `next` the piece that follows.
///
/// # Safety
///
/// - As for [`header`].
unsafe fn link(piece: NonNull<Piece>, next: *mut Piece) {
    // SAFETY: the caller owns the piece, so nobody else refers to it.
    let piece = unsafe { piece.as_ref() };
    // SAFETY: the same.
    piece.with_mut(|header| unsafe { (*header).next = next });
}
