//! A thread's private piece of a cursor.
//!
//! A run is claimed with one atomic and handed out with none: the fast path loads two words,
//! subtracts, masks, compares and stores one.
//!
//! # Staying in registers
//!
//! The slow path and the drop path take the handle's words *by value* and return the new ones, so
//! that the address of a handle in a local variable never escapes and both words live in registers.
//! The two cells are kept apart by the cursor's reference: side by side, compilers for aarch64 fuse
//! their loads into one that store forwarding cannot serve.
//!
//! # Refill
//!
//! A handle's first run is small and each further one twice as large, but never more than an eighth
//! of what is free: so a handle that makes three values takes little, and one that makes a million
//! asks rarely. In order:
//!
//! 1. If nothing lies between our run and the cursor, the run grows downward in place: a lone
//!    handle wastes nothing.
//! 2. A request above a quarter of the run goes straight to the cursor. Ours stays open, and the
//!    next one will be larger.
//! 3. The first piece of the stash, if the value fits in it.
//! 4. A new run from the cursor; near the arena's end, only the value's own bytes.
//! 5. Any piece of the stash.
//!
//! What the old run still had goes back to the cursor or onto the stash, but only once the request
//! has been served.

use core::{
    alloc::Layout,
    cell::Cell,
    mem::offset_of,
    num::NonZero,
    ptr::{self, NonNull},
};

use crate::{
    cursor::Cursor,
    layout::{LINE, bump_down},
};

/// Bytes of a handle's first run.
const FIRST: usize = 512;
/// Bytes that no run exceeds, but for what its first value needs.
const MAX: usize = 64 * 1024;

/// Bytes claimed from a [`Cursor`] by one owner, who hands them out without atomics.
///
/// Whatever is claimed from it stays claimed for `'a`, not only for as long as the run. What is
/// left when the run is dropped goes back to the cursor.
///
/// ```
/// use arena_core::{Borrowed, Region, Run};
/// use core::{alloc::Layout, mem::MaybeUninit};
///
/// let mut buffer = [MaybeUninit::uninit(); 4096];
/// let region = Region::new(Borrowed::new(&mut buffer));
/// let run = Run::new(region.cursor());
/// let first = run.claim(Layout::new::<u64>()).expect("4096 bytes are free");
/// drop(run);
/// assert!(region.cursor().contains(first.as_ptr()));
/// ```
///
/// # Invariants
///
/// - **R1** `floor..top` belongs to this run alone: claimed from `cursor`, and nobody refers to it.
/// - **R2** `floor` is a multiple of `LINE`. So runs share no cache line, and `bump_down` may
///   take the floor's alignment for granted. Without a run both words are null.
/// - **R3** `top` carries the provenance of the cursor's whole memory.
#[derive(Debug)]
#[repr(C)]
pub struct Run<'a> {
    top: Cell<*mut u8>,
    cursor: &'a Cursor,
    floor: Cell<usize>,
    /// Bytes to ask for at the next refill.
    next: Cell<usize>,
}

static_assertions::assert_not_impl_any!(Run<'static>: Sync);
static_assertions::const_assert!(
    offset_of!(Run<'static>, floor) - offset_of!(Run<'static>, top) >= 2 * size_of::<usize>()
);

// SAFETY: a run is the sole owner of its bytes (R1) and only ever touches its cells through itself,
// so it may move to another thread. It is not `Sync`: two threads would bump the same cells. What
// is allocated from it is not its concern.
unsafe impl Send for Run<'_> {}

/// A run's words, by value.
#[derive(Clone, Copy)]
struct Words {
    top: *mut u8,
    floor: usize,
    next: usize,
}

impl<'a> Run<'a> {
    /// Opens a run. It claims nothing yet.
    #[inline]
    pub fn new(cursor: &'a Cursor) -> Self {
        Self {
            top: Cell::new(ptr::null_mut()),
            cursor,
            floor: Cell::new(0),
            next: Cell::new(FIRST),
        }
    }

    /// Takes bytes for one value, uninitialised and aligned, which stay claimed for `'a`.
    ///
    /// Returns `None` if neither this run nor the cursor has them. Bytes of no size are never
    /// refused.
    #[inline(always)]
    pub fn claim(&self, layout: Layout) -> Option<NonNull<u8>> {
        if layout.size() == 0 {
            // No bytes: any aligned pointer will do.
            return NonNull::new(ptr::without_provenance_mut(layout.align()));
        }
        let top = self.top.get();
        // R2: the floor is a multiple of a line.
        let Some(low) = bump_down::<LINE>(top.addr(), self.floor.get(), layout) else {
            return self.claim_slow(layout);
        };
        let new = top.with_addr(low);
        // R1: `low` lies in `floor..top`.
        self.top.set(new);
        // SAFETY: the run is not empty, so `new` points into the arena's memory (R1) and is not
        // null.
        Some(unsafe { NonNull::new_unchecked(new) })
    }

    #[inline(always)]
    fn claim_slow(&self, layout: Layout) -> Option<NonNull<u8>> {
        let words = Words { top: self.top.get(), floor: self.floor.get(), next: self.next.get() };
        let (words, value) = refill(self.cursor, words, layout);
        self.top.set(words.top);
        self.floor.set(words.floor);
        self.next.set(words.next);
        value
    }

    /// Makes a block larger, downward, if it is the lowest of this run or of the cursor. The bytes
    /// stay where they are: the caller moves them to the pointer returned.
    ///
    /// # Safety
    ///
    /// - `block` is the start of `size` bytes claimed from this run or its cursor, and owned by the
    ///   caller.
    /// - `layout.size()` is at least `size`, and `size` is not zero.
    #[inline]
    pub unsafe fn extend(
        &self,
        block: NonNull<u8>,
        size: usize,
        layout: Layout,
    ) -> Option<NonNull<u8>> {
        let (low, top) = (block.addr().get(), self.top.get());
        if low != top.addr() {
            // SAFETY: the caller's promise is that of `Cursor::extend`.
            return unsafe { self.cursor.extend(block, size, layout) };
        }
        // A block ends no higher than the memory does.
        let new = top.with_addr(bump_down::<LINE>(low + size, self.floor.get(), layout)?);
        // R1: the bytes from `new` up to `block` were ours.
        self.top.set(new);
        NonNull::new(new)
    }

    /// Takes a block's bytes back, if they are the lowest of this run or of the cursor, and says
    /// whether they were.
    ///
    /// # Safety
    ///
    /// - `block` is the start of `size` bytes claimed from this run or its cursor.
    /// - The caller owns them, and refers to them no longer.
    #[inline]
    pub unsafe fn give_back(&self, block: NonNull<u8>, size: usize) -> bool {
        let (low, top) = (block.addr().get(), self.top.get());
        if low != top.addr() {
            // SAFETY: the caller's promise is that of `Cursor::give_back`.
            return unsafe { self.cursor.give_back(block, size) };
        }
        // R1: the caller hands the bytes over. R3: our own pointer moves, not the caller's.
        self.top.set(top.with_addr(low + size));
        true
    }

    /// The cursor that the run claims from.
    #[inline(always)]
    pub fn cursor(&self) -> &'a Cursor {
        self.cursor
    }
}

impl Drop for Run<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        release(self.cursor, self.top.get(), self.floor.get());
    }
}

/// Serves a request that the run cannot, as the module says, and returns the run's new words.
#[cold]
#[inline(never)]
fn refill(cursor: &Cursor, words: Words, layout: Layout) -> (Words, Option<NonNull<u8>>) {
    let Words { top, floor, next } = words;
    let large = layout.size() > next / 4;
    let want = if large { 0 } else { next };
    let next = if next < MAX { next * 2 } else { MAX };

    // SAFETY: R1, `floor..top` is ours. Without a run they are null, which is not where a cursor
    // stands.
    if let Some((value, floor)) = unsafe { cursor.extend_run(top.addr(), floor, layout, want) } {
        return (open(value, floor, next), Some(value));
    }
    if large {
        // R1: the run is untouched.
        return (Words { top, floor, next }, cursor.claim(layout));
    }
    let piece = |limit| {
        let (base, end) = cursor.claim_piece(limit, layout)?;
        let value = bump_down::<LINE>(end, base.addr().get(), layout)?;
        Some((base.with_addr(NonZero::new(value)?), base.addr().get()))
    };
    let Some((value, new_floor)) =
        piece(1).or_else(|| cursor.claim_run(layout, want)).or_else(|| piece(usize::MAX))
    else {
        return (words, None);
    };
    release(cursor, top, floor);
    (open(value, new_floor, next), Some(value))
}

/// The words of the run `floor..value`.
fn open(value: NonNull<u8>, floor: usize, next: usize) -> Words {
    if floor == value.addr().get() {
        // R2: an empty run's floor need not be a multiple of a line.
        return Words { top: ptr::null_mut(), floor: 0, next };
    }
    Words { top: value.as_ptr(), floor, next }
}

/// Gives a run's bytes up.
#[inline(never)]
fn release(cursor: &Cursor, top: *mut u8, floor: usize) {
    if floor < top.addr() {
        if let Some(base) = NonNull::new(top.with_addr(floor)) {
            // SAFETY: R1, the bytes are ours and nobody refers to them; R2 and R3.
            unsafe { cursor.release(base, top.addr()) };
        }
    }
}
