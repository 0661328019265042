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
//! 1. What the handle's own scopes have left, see [`Run::scoped`].
//! 2. If nothing lies between our run and the cursor, the run grows downward in place: a lone
//!    handle wastes nothing.
//! 3. A request above a quarter of the run goes straight to the cursor. Ours stays open, and the
//!    next one will be large enough for four of its size.
//! 4. The first piece of the stash, if the value fits in it.
//! 5. A new run from the cursor; near the arena's end, only the value's own bytes.
//! 6. Any piece of the stash.
//!
//! What the old run still had goes back to the cursor or onto the stash, but only once the request
//! has been served.
//!
//! # Scopes
//!
//! A handle in a scope begins with the run of the handle outside, which is borrowed meanwhile.
//! Whatever else it needs it claims through the scope's [`Frame`], and gives nothing back, not even
//! when it is dropped: it may have been exchanged for another by then, and dropped anywhere. At the
//! scope's end the outer handle still has its words, and gets the frame's pieces.

use core::{
    alloc::Layout,
    cell::Cell,
    mem::offset_of,
    num::NonZero,
    ptr::{self, NonNull},
};

use crate::{
    cursor::Cursor,
    frame::Frame,
    layout::{LINE, bump_down},
    piece::{Chain, Span},
    poison,
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
/// - **R1** `floor..top` belongs to this run alone, or is lent to it by a run that is borrowed:
///   claimed from `cursor`, and nobody refers to it. So do the pieces in `free`.
/// - **R2** `floor` is a multiple of `LINE`. So runs share no cache line, and `bump_down` may
///   take the floor's alignment for granted. Without a run both words are null.
/// - **R3** `top` carries the provenance of the cursor's whole memory.
/// - **R4** In a scope, `frame` is the scope's, and used through this run alone. Outside, there is
///   none.
#[derive(Debug)]
#[repr(C)]
pub struct Run<'a> {
    top: Cell<*mut u8>,
    cursor: &'a Cursor,
    floor: Cell<usize>,
    /// Bytes to ask for at the next refill.
    next: Cell<usize>,
    /// What the scopes of this run have left. In a scope, the frame has that.
    free: Cell<Chain>,
    frame: Option<&'a Frame>,
}

static_assertions::assert_not_impl_any!(Run<'static>: Sync);
static_assertions::const_assert!(
    offset_of!(Run<'static>, floor) - offset_of!(Run<'static>, top) >= 2 * size_of::<usize>()
);

// SAFETY: a run is the sole owner of its bytes (R1) and of its frame (R4), and only ever touches
// its cells through itself, so it may move to another thread. It is not `Sync`: two threads would
// bump the same cells. What is allocated from it is not its concern.
unsafe impl Send for Run<'_> {}

/// A run's words, by value.
#[derive(Clone, Copy)]
struct Words {
    top: *mut u8,
    floor: usize,
    next: usize,
    free: Chain,
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
            free: Cell::new(Chain::EMPTY),
            frame: None,
        }
    }

    /// Takes bytes for one value, uninitialised and aligned, which stay claimed for `'a`.
    ///
    /// Returns `None` if neither this run nor the cursor has them. Bytes of no size are never
    /// refused.
    #[inline(always)]
    pub fn claim(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.claim_span(layout).map(|(start, _)| start)
    }

    /// Like [`claim`](Self::claim), and says where the bytes taken end, padding included.
    #[inline(always)]
    pub fn claim_span(&self, layout: Layout) -> Option<Span> {
        if layout.size() == 0 {
            // No bytes: any aligned pointer will do.
            let start = NonNull::new(ptr::without_provenance_mut(layout.align()))?;
            return Some((start, layout.align()));
        }
        let top = self.top.get();
        // R2: the floor is a multiple of a line.
        let Some(low) = bump_down::<LINE>(top.addr(), self.floor.get(), layout) else {
            return self.claim_slow(layout);
        };
        let new = top.with_addr(low);
        // R1: `low` lies in `floor..top`.
        self.top.set(new);
        poison::claimed(new, layout.size());
        // SAFETY: the run is not empty, so `new` points into the arena's memory (R1) and is not
        // null.
        Some((unsafe { NonNull::new_unchecked(new) }, top.addr()))
    }

    #[inline(always)]
    fn claim_slow(&self, layout: Layout) -> Option<Span> {
        let (words, span) = refill(self.cursor, self.frame, self.words(), layout);
        self.set_words(words);
        poison::claimed(span?.0.as_ptr(), layout.size());
        span
    }

    #[inline(always)]
    fn set_words(&self, words: Words) {
        self.top.set(words.top);
        self.floor.set(words.floor);
        self.next.set(words.next);
        self.free.set(words.free);
    }

    #[inline(always)]
    fn words(&self) -> Words {
        Words {
            top: self.top.get(),
            floor: self.floor.get(),
            next: self.next.get(),
            free: self.free.get(),
        }
    }

    /// Runs `f` in a scope, with a handle of its own. At the end everything that was claimed in it
    /// is free again, also if `f` panics.
    ///
    /// This run keeps the bytes, for its next scope or its next refill, and gives them to the
    /// cursor when it is dropped.
    ///
    /// ```
    /// use arena_core::{Heap, Region, Run};
    /// use core::alloc::Layout;
    ///
    /// let region = Region::new(Heap::new(4096)?);
    /// let mut run = Run::new(region.cursor());
    /// let claim = |inner: Run<'_>| inner.claim(Layout::new::<u64>()).map(|word| word.addr());
    /// assert_eq!(run.scoped(claim), run.scoped(claim));
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn scoped<R>(&mut self, f: impl for<'s> FnOnce(Run<'s>) -> R) -> R {
        // Two variables: the frame's address escapes, and must not take the outer run's with it.
        let frame = Frame::new(self.spare());
        let _scope = Scope { outer: self, frame: &frame };
        // R1: this run is borrowed for as long as the scope lasts. R4: this is the only run in it.
        f(Run {
            top: Cell::new(self.top.get()),
            cursor: self.cursor,
            floor: Cell::new(self.floor.get()),
            next: Cell::new(self.next.get()),
            free: Cell::new(Chain::EMPTY),
            frame: Some(&frame),
        })
    }

    /// The pieces that the scopes of this run have left.
    #[inline(always)]
    fn spare(&self) -> Chain {
        self.frame.map_or(self.free.get(), Frame::free)
    }

    /// Makes a block larger, downward, if it is the lowest of this run or of the cursor. The bytes
    /// stay where they are: the caller moves them to the pointer returned. The block ends where it
    /// did.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this run or its cursor, and the caller owns it. It is not empty.
    /// - `layout.size()` is at least that of the block.
    #[inline]
    pub unsafe fn extend(&self, block: Span, layout: Layout) -> Option<NonNull<u8>> {
        let (low, high) = (block.0.addr().get(), block.1);
        let (top, floor) = (self.top.get(), self.floor.get());
        if low == top.addr() {
            if let Some(new) = bump_down::<LINE>(high, floor, layout) {
                // R1: the bytes from `new` up to the block were ours.
                let new = top.with_addr(new);
                self.top.set(new);
                poison::claimed(new, low - new.addr());
                return NonNull::new(new);
            }
        }
        // In a scope, what was claimed keeps its size.
        let cursor = self.frame.is_none().then_some(self.cursor)?;
        if low != top.addr() {
            // SAFETY: the caller's promise is that of `Cursor::extend`.
            return unsafe { cursor.extend(block, layout) };
        }
        // SAFETY: R1 and the caller's promise: what is left of the run and the block above it are
        // ours.
        let ((new, _), floor) = unsafe { cursor.extend_run(high, floor, layout, 0) }?;
        self.set_words(self.words().with_run(new, floor));
        poison::claimed(new.as_ptr(), low - new.addr().get());
        Some(new)
    }

    /// Takes a block back, if it is the lowest of this run or of the cursor, and says whether it was.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this run or its cursor, as one or as several that lie together.
    /// - The caller owns it, and refers to it no longer.
    #[inline]
    pub unsafe fn give_back(&self, block: Span) -> bool {
        let (low, high) = (block.0.addr().get(), block.1);
        let top = self.top.get();
        if low != top.addr() {
            // In a scope, nothing goes back to the cursor.
            // SAFETY: the caller's promise is that of `Cursor::give_back`.
            return self.frame.is_none() && unsafe { self.cursor.give_back(block) };
        }
        // R1: the caller hands the bytes over. R3: our own pointer moves, not the caller's.
        self.top.set(top.with_addr(high));
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
        if self.frame.is_none() {
            close(self.cursor, self.top.get(), self.floor.get(), self.free.get());
        }
    }
}

/// A scope of a run, which ends when this is dropped.
///
/// It is never moved or forgotten: until its end the outer run's words and pieces are lent out.
struct Scope<'r, 'a> {
    outer: &'r Run<'a>,
    frame: &'r Frame,
}

impl Drop for Scope<'_, '_> {
    #[inline(always)]
    fn drop(&mut self) {
        let outer = self.outer;
        // R1: the scope's run is gone, and so is what was claimed from it. R4: the frame is still
        // ours, wherever that run has been.
        if let Some(pieces) = self.frame.close() {
            match outer.frame {
                Some(frame) => frame.set_free(pieces),
                None => outer.free.set(pieces),
            }
        }
        let top = outer.top.get();
        // SAFETY: R1, nobody refers to the run that was lent.
        unsafe { poison::freed(top.with_addr(outer.floor.get()), top.addr()) };
    }
}

/// Serves a request that the run cannot, as the module says, and returns the run's new words.
#[cold]
#[inline(never)]
fn refill(
    cursor: &Cursor,
    frame: Option<&Frame>,
    words: Words,
    layout: Layout,
) -> (Words, Option<Span>) {
    match frame {
        Some(frame) => refill_inside(frame, cursor, words, layout),
        None => refill_outside(cursor, words, layout),
    }
}

fn refill_inside(
    frame: &Frame,
    cursor: &Cursor,
    words: Words,
    layout: Layout,
) -> (Words, Option<Span>) {
    let Some((span, floor)) = frame.claim(cursor, layout, words.next) else {
        return (words, None);
    };
    // Of the two runs, the one with more left stays open.
    let left = words.top.addr() - words.floor;
    let words =
        if span.0.addr().get() - floor > left { words.with_run(span.0, floor) } else { words };
    (words.with_larger_next(layout), Some(span))
}

fn refill_outside(cursor: &Cursor, words: Words, layout: Layout) -> (Words, Option<Span>) {
    let Words { top, floor, next, mut free } = words;
    let value_in = |(base, end): Span| {
        let value = bump_down::<LINE>(end, base.addr().get(), layout)?;
        Some(((base.with_addr(NonZero::new(value)?), end), base.addr().get()))
    };
    let fits = |end, base| bump_down::<LINE>(end, base, layout).is_some();
    // SAFETY: R1, the pieces are ours.
    let spare = unsafe { free.take(usize::MAX, fits) }.and_then(value_in);
    if spare.is_none() {
        let large = layout.size() > next / 4;
        let want = if large { 0 } else { next };
        // SAFETY: R1, `floor..top` is ours. Without a run they are null, which is not where a
        // cursor stands.
        let extended = unsafe { cursor.extend_run(top.addr(), floor, layout, want) };
        if let Some((span, floor)) = extended {
            return (words.with_run(span.0, floor).with_larger_next(layout), Some(span));
        }
        if large {
            // R1: the run is untouched.
            return (words.with_larger_next(layout), cursor.claim_span(layout));
        }
    }
    let found = spare
        .or_else(|| cursor.claim_piece(1, layout).and_then(value_in))
        .or_else(|| cursor.claim_run(layout, next))
        .or_else(|| cursor.claim_piece(usize::MAX, layout).and_then(value_in));
    let Some((span, new_floor)) = found else {
        return (words, None);
    };
    close(cursor, top, floor, Chain::EMPTY);
    (Words { free, ..words }.with_run(span.0, new_floor).with_larger_next(layout), Some(span))
}

impl Words {
    /// With the run `floor..value`.
    fn with_run(self, value: NonNull<u8>, floor: usize) -> Self {
        if floor == value.addr().get() {
            // R2: an empty run's floor need not be a multiple of a line.
            return Self { top: ptr::null_mut(), floor: 0, ..self };
        }
        Self { top: value.as_ptr(), floor, ..self }
    }

    fn with_larger_next(self, layout: Layout) -> Self {
        let four = layout.size().saturating_mul(4);
        Self { next: (self.next * 2).max(four).min(MAX), ..self }
    }
}

/// Gives a run's bytes up, and those that its scopes have left.
#[inline(never)]
fn close(cursor: &Cursor, top: *mut u8, floor: usize, mut free: Chain) {
    if floor < top.addr() {
        if let Some(base) = NonNull::new(top.with_addr(floor)) {
            // SAFETY: R1, the bytes are ours and nobody refers to them; R2 and R3.
            unsafe { cursor.release((base, top.addr())) };
        }
    }
    // SAFETY: R1, the pieces are ours.
    while let Some(piece) = unsafe { free.take(1, |_, _| true) } {
        // SAFETY: the same, and nobody refers to them; P1.
        unsafe { cursor.release(piece) };
    }
}
