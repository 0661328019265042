//! The lock-free cursor of an arena.
//!
//! Bytes at or above `top` belong to whoever claimed them; bytes from `floor` up to `top` are free.
//! So are the pieces in the stash, and what the lanes hold; both lie above `top`.
//!
//! ```text
//! floor            top                            end
//! |----- free -----|-- claimed --| piece |-- claimed --|
//! ```
//!
//! A claim moves `top` down, see [`Top`]; or the word of a lane, once threads have collided. What
//! neither has is looked for in the [reserves](crate::reserves).
//!
//! Every claim says where to cut the free bytes, by their upper and lower end, whether they are the
//! cursor's, a lane's or a piece's.

use core::{
    alloc::Layout,
    ptr::{self, NonNull},
};

use crate::{
    error::AllocError,
    figures::Figures,
    lanes::{Lane, Lanes, Shape},
    layout::{bump_down, carve_run},
    piece::Span,
    poison,
    spare::Spare,
    stash::Stash,
    subtree::Ground,
    sync::{AtomicPtr, AtomicUsize, Ordering, const_fn},
    top::Top,
};

/// The free bytes of one span of memory, which many threads claim through `&Cursor`, without locks.
///
/// It knows bytes and layouts only, and nothing of who owns the memory: that is a
/// [`Region`](crate::Region). It has a cache line, and the line that a prefetcher pairs with it,
/// for itself.
///
/// ```
/// use arena_core::{Heap, Region};
/// use core::alloc::Layout;
///
/// let mut region = Region::new(Heap::new(64)?);
/// let cursor = region.cursor();
/// let word = cursor.claim(Layout::new::<u64>()).expect("64 bytes are free");
/// assert!(word.cast::<u64>().is_aligned() && cursor.contains(word.as_ptr()));
/// assert_eq!((cursor.capacity(), cursor.allocated(), cursor.remaining()), (64, 8, 56));
/// region.reset();
/// assert_eq!((region.cursor().peak(), region.cursor().resets()), (8, 1));
/// # Ok::<(), arena_core::AllocError>(())
/// ```
///
/// # Invariants
///
/// - **C1** `floor..end` lies in one live allocation, and `top` carries its provenance.
/// - **C2** `floor <= top <= end`.
/// - **C3** Bytes in `floor..top`, in the stash's pieces and below the lanes' words belong to nobody:
///   no claim of them is outstanding.
/// - **C4** `lanes` is null or points to the lanes, which were claimed and are kept until everything
///   is freed.
#[derive(Debug)]
#[repr(C, align(128))]
pub struct Cursor {
    top: Top,
    pub(crate) stash: Stash,
    pub(crate) figures: Figures,
    floor: NonNull<u8>,
    capacity: usize,
    pub(crate) lanes: AtomicPtr<Lane>,
    pub(crate) collisions: AtomicUsize,
    pub(crate) shape: Shape,
    pub(crate) spare: Spare,
}

#[cfg(not(loom))]
static_assertions::const_assert_eq!(size_of::<Cursor>(), 128);

impl Cursor {
    const_fn! {
        /// Creates a cursor over `capacity` bytes from `base` on, all of them free.
        ///
        /// # Safety
        ///
        /// - The bytes lie in one live allocation, for as long as the cursor is used.
        /// - Nobody else uses them meanwhile, but through this cursor.
        pub(crate) const unsafe fn new(base: NonNull<u8>, capacity: usize) -> Self {
            // C1, C2, C3: everything is free.
            let top = Top::new(base.as_ptr().wrapping_add(capacity));
            let shape = Shape::new(capacity);
            Self {
                top,
                stash: Stash::new(),
                figures: Figures::new(),
                floor: base,
                capacity,
                lanes: AtomicPtr::new(ptr::null_mut()),
                collisions: AtomicUsize::new(0),
                shape,
                spare: Spare::new(shape.no_spare()),
            }
        }
    }

    #[inline(always)]
    pub(crate) fn floor(&self) -> usize {
        self.floor.addr().get()
    }

    pub(crate) fn end(&self) -> usize {
        // No allocation reaches beyond the address space.
        self.floor() + self.capacity
    }

    #[inline]
    pub(crate) fn ground(&self) -> Ground {
        Ground::new(self.floor(), self.capacity)
    }

    /// The lanes, if they are open.
    #[inline(always)]
    pub(crate) fn lanes(&self) -> Option<Lanes<'_>> {
        // Acquire: pairs with the Release in `open_lanes`, so that they are seen as they were made.
        let first = NonNull::new(self.lanes.load(Ordering::Acquire))?;
        // SAFETY: C4.
        Some(unsafe { Lanes::new(first, self.shape) })
    }

    /// Bytes that can be handed out in total.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Whether `pointer` points into the memory, claimed or not.
    #[inline]
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        (self.floor()..self.end()).contains(&pointer.addr())
    }

    /// Bytes that are free: [`capacity`](Self::capacity) less [`allocated`](Self::allocated). A
    /// snapshot while other threads claim.
    #[inline]
    pub fn remaining(&self) -> usize {
        let below = self.top.load().addr() - self.floor();
        let lanes = self.lanes().map_or(0, Lanes::bytes);
        let spare = self.spare.bytes();
        [self.stash.bytes(), lanes, spare]
            .into_iter()
            .fold(below, usize::saturating_add)
            .min(self.capacity())
    }

    /// Bytes claimed so far: values, padding, and open runs. A snapshot while other threads claim.
    #[inline]
    pub fn allocated(&self) -> usize {
        self.capacity() - self.remaining()
    }

    /// The highest figure of [`allocated`](Self::allocated) seen when bytes were freed, or now.
    #[inline]
    pub fn peak(&self) -> usize {
        self.figures.peak().max(self.allocated())
    }

    /// Free bytes that lie above what is claimed, kept for later, but for those of lanes; a part of
    /// [`remaining`](Self::remaining).
    ///
    /// ```
    /// # use arena_core::{Heap, Region, Run};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(4096)?);
    /// let upper = Run::new(region.cursor());
    /// upper.claim(Layout::new::<u64>());
    /// region.cursor().claim(Layout::new::<u64>()); // lies below what `upper` has left
    /// drop(upper);
    /// assert!(region.cursor().stashed() > 0);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    pub fn stashed(&self) -> usize {
        self.stash.bytes().saturating_add(self.spare.bytes())
    }

    /// How often everything was freed.
    pub fn resets(&self) -> usize {
        self.figures.resets()
    }

    /// How often [`note_refusal`](Self::note_refusal) was called.
    pub fn refused(&self) -> usize {
        self.figures.refused()
    }

    /// Counts a request that was refused. Whoever reports the refusal calls it, so that a claim
    /// that is tried in another way is not counted.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(8)?);
    /// if region.cursor().claim(Layout::new::<[u64; 2]>()).is_none() {
    ///     region.cursor().note_refusal();
    /// }
    /// assert_eq!(region.cursor().refused(), 1);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    pub fn note_refusal(&self) {
        self.figures.note_refusal();
    }

    /// Takes bytes for one value, uninitialised and aligned.
    ///
    /// Returns `None` if no free bytes are left that hold the layout. Bytes of no size are never
    /// refused.
    ///
    /// Lock-free: one compare-and-swap, repeated when another thread's came first.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(64)?);
    /// assert!(region.cursor().claim(Layout::new::<[u8; 64]>()).is_some());
    /// assert!(region.cursor().claim(Layout::new::<u8>()).is_none());
    /// assert!(region.cursor().claim(Layout::new::<()>()).is_some());
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub fn claim(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.claim_span(layout).map(|(start, _)| start)
    }

    /// Like [`claim`](Self::claim), and says where the bytes taken end, padding included.
    ///
    /// ```
    /// # use arena_core::{Heap, Region};
    /// # use core::alloc::Layout;
    /// let region = Region::new(Heap::new(64)?);
    /// region.cursor().claim(Layout::new::<u8>());
    /// let word = region.cursor().claim_span(Layout::new::<u64>());
    /// let (start, end) = word.expect("63 bytes are free");
    /// assert_eq!(end - start.addr().get(), 8 + 7);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub fn claim_span(&self, layout: Layout) -> Option<Span> {
        self.try_lower(layout).or_else(|| self.claim_shared(layout))
    }

    /// Like [`claim_span`](Self::claim_span), for a caller who would panic: the refusal needs no code
    /// where this is called.
    ///
    /// # Panics
    ///
    /// If no free bytes are left that hold the layout, with the text of
    /// [`AllocError::Full`]. Counts it.
    #[inline]
    #[track_caller]
    pub fn claim_span_or_panic(&self, layout: Layout) -> Span {
        match self.try_lower(layout) {
            Some(span) => span,
            None => self.claim_shared_or_panic(layout),
        }
    }

    /// Takes bytes where nothing is in the way: one exchange, tried once.
    #[inline(always)]
    fn try_lower(&self, layout: Layout) -> Option<Span> {
        if layout.size() == 0 {
            // No bytes: any aligned pointer will do, and the atomic stays untouched.
            let start = NonNull::new(ptr::without_provenance_mut(layout.align()))?;
            return Some((start, layout.align()));
        }
        // Relaxed: a hint.
        if !self.lanes.load(Ordering::Relaxed).is_null() {
            return None;
        }
        let top = self.top.load();
        let new = top.with_addr(bump_down(top.addr(), self.floor(), layout)?);
        // C2: `bump_down` stays within `floor..top`. C3: we alone move `top` over these bytes.
        self.top.take(top, new).ok()?;
        poison::claimed(new, layout.size());
        // SAFETY: C1, a pointer into an allocation is not null.
        Some((unsafe { NonNull::new_unchecked(new) }, top.addr()))
    }

    /// Panics as a refusal does, and counts it.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn refuse(&self, requested: Layout) -> ! {
        self.note_refusal();
        panic!("{}", AllocError::Full { requested, remaining: self.remaining() })
    }

    /// Takes bytes for one value and about `want` for a run below it, as [`carve_run`] says; of the
    /// cursor no more than an eighth of what is free there.
    pub(crate) fn claim_run(&self, layout: Layout, want: usize) -> Option<Span> {
        let most = want.min(self.remaining_below() / 8);
        let room = layout.size().saturating_add(layout.align()).max(want);
        let cut = |top, floor| carve_run(top, floor, layout, most);
        // A piece is no use to many.
        let cut_piece = |end, base| carve_run(end, base, layout, want);
        self.claim_part(layout.size(), room, usize::MAX, cut, cut_piece)
    }

    /// Whether a request would fit if everything were free.
    pub(crate) fn could_hold(&self, layout: Layout) -> bool {
        bump_down(self.end(), self.floor(), layout).is_some()
    }

    /// Takes the upper part of the bytes below the cursor, from the address on that `cut` says.
    pub(crate) fn lower(&self, cut: impl Fn(usize, usize) -> Option<usize>) -> Option<Span> {
        let (span, met) = self.lower_alone(cut)?;
        if met {
            self.meet();
        }
        Some(span)
    }

    /// The same, and says whether another thread moved the cursor meanwhile.
    pub(crate) fn lower_alone(
        &self,
        cut: impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<(Span, bool)> {
        let (mut top, mut met) = (self.top.load(), false);
        loop {
            let new = top.with_addr(cut(top.addr(), self.floor())?);
            debug_assert!(self.floor() <= new.addr() && new <= top);
            // C2, C3: as in `claim_span`.
            match self.top.take(top, new) {
                Ok(()) => return Some(((NonNull::new(new)?, top.addr()), met)),
                Err(now) => (top, met) = (now, true),
            }
        }
    }

    /// Where the cursor stands.
    #[inline]
    pub(crate) fn top(&self) -> usize {
        self.top.load().addr()
    }

    /// The cursor's word.
    #[inline(always)]
    pub(crate) fn word(&self) -> &Top {
        &self.top
    }

    /// Bytes below the cursor.
    pub(crate) fn remaining_below(&self) -> usize {
        self.top() - self.floor()
    }

    /// Makes all bytes usable for `AddressSanitizer`, whoever owns them next.
    #[cfg(arena_asan)]
    pub(crate) fn unpoison(&self) {
        poison::claimed(self.floor.as_ptr(), self.capacity);
    }

    #[inline]
    pub(crate) fn note_peak(&self) {
        self.figures.note_allocated(self.allocated());
    }
}

// SAFETY: nothing is read or written through `floor`; everything else is atomic. Bytes are handed
// out to one claimant each, whatever thread that is on.
unsafe impl Send for Cursor {}
// SAFETY: the same.
unsafe impl Sync for Cursor {}
