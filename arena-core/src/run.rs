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
//! # Scopes
//!
//! A handle in a scope begins with the run of the handle outside, which is borrowed meanwhile.
//! Whatever else it needs it claims through the scope's [`Frame`], and gives nothing back, not even
//! when it is dropped: it may have been exchanged for another by then, and dropped anywhere. At the
//! scope's end the outer handle still has its words, and gets the frame's pieces.
//!
//! # Three words
//!
//! A handle is as small as it can be, since each word is moved at every call of the slow path: where
//! its run ends, where it begins, and where the next one comes from. The latter is a pointer to the
//! cursor or to a scope's frame, whose low bits say how large the next run will be.

use core::{
    alloc::Layout,
    cell::Cell,
    marker::PhantomData,
    mem::offset_of,
    ptr::{self, NonNull},
};

use crate::{
    cursor::Cursor,
    frame::{Frame, Source},
    layout::{LINE, bump_down},
    piece::Span,
    poison,
    refill::{Words, drop_run, give_back_outside, place, recover, refill, refuse},
};

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
///   claimed from the source's cursor, and nobody refers to it.
/// - **R2** `floor` is a multiple of `LINE`. So runs share no cache line, and `bump_down` may
///   take the floor's alignment for granted. Without a run both words are null.
/// - **R3** `top` carries the provenance of the cursor's whole memory.
/// - **R4** In a scope, the source is the scope's frame, and used through this run alone. Outside,
///   it is the cursor.
/// - **R5** Where the source says that the run is a spare one, it was taken from where the source says,
///   and this handle alone leaves one there. Its top is not null, though it may be empty.
#[derive(Debug)]
#[repr(C)]
pub struct Run<'a> {
    top: Word,
    /// The word of a [`Source`].
    source: Word,
    /// An address.
    floor: Word,
    lent: PhantomData<&'a Cursor>,
}

/// Each of a run's words: of one type, so that who shares a run among threads gets one error.
type Word = Cell<*mut u8>;

static_assertions::assert_not_impl_any!(Run<'static>: Sync);
static_assertions::const_assert_eq!(size_of::<Run<'static>>(), 3 * size_of::<usize>());
static_assertions::const_assert!(
    offset_of!(Run<'static>, floor) - offset_of!(Run<'static>, top) >= 2 * size_of::<usize>()
);

// SAFETY: a run is the sole owner of its bytes (R1) and of its frame (R4), and only ever touches
// its cells through itself, so it may move to another thread. It is not `Sync`: two threads would
// bump the same cells. What is allocated from it is not its concern.
unsafe impl Send for Run<'_> {}

impl<'a> Run<'a> {
    /// Opens a run. It claims nothing yet.
    #[inline]
    pub fn new(cursor: &'a Cursor) -> Self {
        Self {
            top: Cell::new(ptr::null_mut()),
            source: Cell::new(Source::cursor_of(cursor).0),
            floor: Cell::new(ptr::null_mut()),
            lent: PhantomData,
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
    ///
    /// ```
    /// # use arena_core::{Heap, Region, Run};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(4096)?);
    /// let run = Run::new(region.cursor());
    /// run.claim(Layout::new::<u8>());
    /// let (start, end) = run.claim_span(Layout::new::<u64>()).expect("4 KiB are free");
    /// assert_eq!(end - start.addr().get(), 8 + 7);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn claim_span(&self, layout: Layout) -> Option<Span> {
        if let Some(span) = self.bump(layout) {
            return Some(span);
        }
        let (words, span) = refill(self.words(), layout);
        self.set_words(words);
        poison::claimed(span?.0.as_ptr(), layout.size());
        span
    }

    /// Like [`claim_span`](Self::claim_span), for a caller who would panic: the refusal needs no code
    /// where this is called.
    ///
    /// # Panics
    ///
    /// If neither this run nor the cursor has the bytes, with the text of
    /// [`AllocError::Full`](crate::AllocError::Full). Counts it.
    #[inline(always)]
    #[track_caller]
    pub fn claim_span_or_panic(&self, layout: Layout) -> Span {
        if let Some(span) = self.bump(layout) {
            return span;
        }
        let (words, span) = refill(self.words(), layout);
        self.set_words(words);
        // Only now: a run that was given up is ours no longer.
        let Some(span) = span else { refuse(words.source, layout) };
        poison::claimed(span.0.as_ptr(), layout.size());
        span
    }

    /// Takes the bytes of this run, if it has them.
    #[inline(always)]
    fn bump(&self, layout: Layout) -> Option<Span> {
        if layout.size() == 0 {
            // No bytes: any aligned pointer will do.
            let start = NonNull::new(ptr::without_provenance_mut(layout.align()))?;
            return Some((start, layout.align()));
        }
        let top = self.top.get();
        // R2: the floor is a multiple of a line.
        let low = bump_down(top.addr(), self.floor(), layout)?;
        let new = top.with_addr(low);
        // R1: `low` lies in `floor..top`.
        self.top.set(new);
        poison::claimed(new, layout.size());
        // SAFETY: the run is not empty, so `new` points into the arena's memory (R1) and is not
        // null.
        Some((unsafe { NonNull::new_unchecked(new) }, top.addr()))
    }

    #[inline(always)]
    fn set_words(&self, words: Words) {
        self.top.set(words.top);
        self.source.set(words.source.0);
        self.floor.set(ptr::without_provenance_mut(words.floor));
    }

    #[inline(always)]
    fn words(&self) -> Words {
        Words { top: self.top.get(), source: self.source(), floor: self.floor() }
    }

    #[inline(always)]
    fn floor(&self) -> usize {
        self.floor.get().addr()
    }

    #[inline(always)]
    fn source(&self) -> Source {
        Source(self.source.get())
    }

    #[inline(always)]
    fn is_scope(&self) -> bool {
        self.source().is_scope()
    }

    /// Opens a scope: when it is dropped, everything that was claimed in it is free again.
    ///
    /// This run keeps the bytes, for its next scope or its next refill, and gives them to the
    /// cursor when it is dropped.
    ///
    /// # Safety
    ///
    /// - The scope is dropped, not forgotten: until then the pieces of this run are lent.
    ///
    /// ```
    /// use arena_core::{Frame, Heap, Region, Run};
    /// use core::alloc::Layout;
    ///
    /// let region = Region::new(Heap::new(4096)?);
    /// let (mut run, mut frame) = (Run::new(region.cursor()), Frame::new());
    /// // SAFETY: the scope is dropped within the call.
    /// let mut claim = || unsafe { run.scoped(&mut frame) }.run().claim(Layout::new::<u64>());
    /// assert_eq!(claim(), claim());
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub unsafe fn scoped<'r>(&'r mut self, frame: &'r mut Frame) -> Scoped<'r, 'a> {
        frame.open(self.source());
        Scoped { outer: self, frame }
    }

    /// Makes a block larger, downward, if it is the lowest of this run or of the cursor. The bytes
    /// stay where they are: the caller moves them to the pointer returned. The block ends where it
    /// did. `None` if it is not the lowest, there are too few bytes, or another thread was first.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this run or its cursor, in a scope from this run within that
    ///   scope, and the caller owns it. It is not empty.
    /// - `layout` is at least as large and as aligned as that of the block.
    ///
    /// ```
    /// # use arena_core::{Heap, Region, Run};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(4096)?);
    /// let run = Run::new(region.cursor());
    /// let block = run.claim_span(Layout::new::<u64>()).expect("4 KiB are free");
    /// // SAFETY: the block is ours, and the layout is larger.
    /// let low = unsafe { run.extend(block, Layout::new::<[u64; 2]>()) };
    /// assert_eq!(block.1 - low.expect("it is the lowest").addr().get(), 16);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub unsafe fn extend(&self, block: Span, layout: Layout) -> Option<NonNull<u8>> {
        let (low, high) = (block.0.addr().get(), block.1);
        let (top, floor) = (self.top.get(), self.floor());
        if low == top.addr() {
            if let Some(new) = bump_down(high, floor, layout) {
                // R1: the bytes from `new` up to the block were ours.
                let new = top.with_addr(new);
                self.top.set(new);
                poison::claimed(new, layout.size());
                return NonNull::new(new);
            }
        }
        // In a scope, what was claimed keeps its size.
        if self.is_scope() {
            return None;
        }
        if low != top.addr() {
            // SAFETY: the caller's promise is that of `Cursor::extend`.
            return unsafe { self.cursor().extend(block, layout) };
        }
        if self.source().is_spare() {
            // R5: it may be empty soon, and who has no top leaves nothing when he goes.
            self.set_words(self.words().without_spare(self.cursor()));
        }
        // SAFETY: R1 and the caller's promise: what is left of the run and the block above it are
        // ours.
        let taken = unsafe { self.cursor().extend_run(high, floor, layout, LINE) };
        let ((new, _), floor) = place(taken?, layout)?;
        self.set_words(Words::new(self.source(), new, floor));
        poison::claimed(new.as_ptr(), layout.size());
        Some(new)
    }

    /// Whether a block begins where the bytes do that this run or the cursor has handed out, so that
    /// it can be given back.
    #[inline]
    pub fn is_lowest(&self, block: NonNull<u8>) -> bool {
        self.top.get() == block.as_ptr() || !self.is_scope() && self.cursor().is_lowest(block)
    }

    /// Takes a block back, if it is the lowest of this run or of the cursor, and says whether it
    /// was.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this run or its cursor, in a scope from this run within that
    ///   scope: as one, as several that lie together, or as the lower part of one.
    /// - The caller owns it, and refers to it no longer.
    ///
    /// ```
    /// # use arena_core::{Heap, Region, Run};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(4096)?);
    /// let run = Run::new(region.cursor());
    /// let block = run.claim_span(Layout::new::<u64>()).expect("4 KiB are free");
    /// assert!(run.is_lowest(block.0));
    /// // SAFETY: the block is ours, and nothing refers to it.
    /// assert!(unsafe { run.give_back(block) });
    /// assert_eq!(run.claim(Layout::new::<u64>()), Some(block.0));
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub unsafe fn give_back(&self, block: Span) -> bool {
        let (low, high) = (block.0.addr().get(), block.1);
        let top = self.top.get();
        if low != top.addr() {
            // SAFETY: the caller's promise; R4, the source is a run's.
            return unsafe { give_back_outside(self.source(), block) };
        }
        // R1: the caller hands the bytes over. R3: our own pointer moves, not the caller's.
        self.top.set(top.with_addr(high));
        true
    }

    /// The cursor that the run claims from.
    #[inline(always)]
    pub fn cursor(&self) -> &'a Cursor {
        // SAFETY: R4, for all of `'a`.
        unsafe { self.source().cursor() }
    }
}

impl Drop for Run<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.top.get().is_null() && !self.is_scope() {
            drop_run(self.source(), self.top.get(), self.floor());
        }
    }
}

/// A scope of a [`Run`], which ends when this is dropped; see [`Run::scoped`], which has an example.
///
/// It refers to its frame and does not contain it: the frame's address escapes, and must not take
/// the outer run's with it.
#[derive(Debug)]
pub struct Scoped<'r, 'a> {
    outer: &'r Run<'a>,
    frame: &'r mut Frame,
}

impl Scoped<'_, '_> {
    /// The handle to claim with. A second one begins where the first did, with the pieces that the
    /// first has claimed.
    #[inline(always)]
    pub fn run(&mut self) -> Run<'_> {
        let outer = self.outer;
        if let Some((pieces, _)) = self.frame.close() {
            self.frame.resume(None, pieces);
        }
        // R1: the outer run is borrowed for as long as the scope lasts. R4: and so is the frame, by
        // one run at a time.
        Run {
            top: Cell::new(outer.top.get()),
            source: Cell::new(Source::frame_of(self.frame, outer.source()).0),
            floor: Cell::new(outer.floor.get()),
            lent: PhantomData,
        }
    }
}

impl Drop for Scoped<'_, '_> {
    #[inline(always)]
    fn drop(&mut self) {
        let outer = self.outer;
        let top = outer.top.get();
        // SAFETY: R1, no run borrows the scope any more, so nobody refers to the run that was lent.
        unsafe { poison::freed(top.with_addr(outer.floor()), top.addr()) };
        // R1: for the same reason the pieces are ours. R4: and the frame still is, wherever the run
        // has been.
        if let Some(pieces) = self.frame.close() {
            outer.set_words(recover(outer.words(), pieces));
        }
    }
}
