//! A memory for one thread, which hands it out without atomics.
//!
//! A [`Bump`] is the end of a [`Run`](crate::Run)'s thought: a piece that is the whole memory, so that
//! it never asks anybody for more and has nobody to give back to. Two words change, where the free
//! bytes end and the lowest place where they have; every end of every path takes them by value, so
//! that they stay in registers.
//!
//! A scope is a [`Rest`]: another `Bump` over the free bytes, which borrows the one outside. That one
//! stays where it is meanwhile, so there is nothing to restore at the end, whatever became of the
//! inner one.

use core::{
    alloc::Layout,
    cell::Cell,
    fmt,
    ops::Deref,
    ptr::{self, NonNull},
};

use crate::{error::AllocError, layout::bump_down, piece::Span, poison};

/// Bytes that one owner hands out, downward, without atomics.
///
/// It is reached by a [`LocalRegion`](crate::LocalRegion), and for a while by a [`Rest`]. What is
/// claimed from it stays claimed until that is reset or dropped.
///
/// # Invariants
///
/// - **U1** `floor` and the `capacity` bytes after it lie in one live allocation, and nobody else uses
///   them. `top` carries its provenance.
/// - **U2** `floor <= top <= floor + capacity`.
/// - **U3** Nobody refers to `floor..top`.
#[repr(C)]
pub struct Bump {
    /// Apart from `floor`, as a run's words are.
    top: Word,
    /// A figure: the lowest that `top` was before bytes were given back.
    lowest: Word,
    floor: NonNull<u8>,
    capacity: usize,
}

/// Each of the words: of one type, so that who shares them among threads gets one error.
type Word = Cell<*mut u8>;

static_assertions::assert_not_impl_any!(Bump: Sync);
static_assertions::const_assert_eq!(size_of::<Bump>(), 4 * size_of::<usize>());

// SAFETY: U1, its bytes are its own, and it only ever touches its cells through itself, so it may move
// to another thread. It is not `Sync`: two threads would move the same top.
unsafe impl Send for Bump {}

impl Bump {
    /// # Safety
    ///
    /// - The bytes lie in one live allocation, for as long as the `Bump` is used, and nobody else uses
    ///   them.
    pub(crate) const unsafe fn new(base: NonNull<u8>, capacity: usize) -> Self {
        // U1, U2, U3: everything is free.
        let top = base.as_ptr().wrapping_add(capacity);
        Self { top: Cell::new(top), lowest: Cell::new(top), floor: base, capacity }
    }

    /// Takes bytes for one value, uninitialised and aligned.
    ///
    /// Returns `None` if they do not fit in what remains. Bytes of no size are never refused.
    ///
    /// ```
    /// # use arena_core::{Heap, LocalRegion};
    /// # use core::alloc::Layout;
    /// let region = LocalRegion::new(Heap::new(64)?);
    /// assert!(region.bump().claim(Layout::new::<[u8; 64]>()).is_some());
    /// assert!(region.bump().claim(Layout::new::<u8>()).is_none());
    /// assert!(region.bump().claim(Layout::new::<()>()).is_some());
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn claim(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.claim_span(layout).map(|(start, _)| start)
    }

    /// Like [`claim`](Self::claim), and says where the bytes taken end, padding included.
    ///
    /// ```
    /// # use arena_core::{Heap, LocalRegion};
    /// # use core::alloc::Layout;
    /// let region = LocalRegion::new(Heap::new(64)?);
    /// region.bump().claim(Layout::new::<u8>());
    /// let word = region.bump().claim_span(Layout::new::<u64>());
    /// let (start, end) = word.expect("63 bytes are free");
    /// assert_eq!(end - start.addr().get(), 8 + 7);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn claim_span(&self, layout: Layout) -> Option<Span> {
        if layout.size() == 0 {
            // No bytes: any aligned pointer will do.
            let start = NonNull::new(ptr::without_provenance_mut(layout.align()))?;
            return Some((start, layout.align()));
        }
        let top = self.top.get();
        let new = top.with_addr(bump_down(top.addr(), self.floor(), layout)?);
        // U2: `bump_down` stays within `floor..top`. U3: what is above is the caller's.
        self.top.set(new);
        poison::claimed(new, layout.size());
        // SAFETY: U1, a pointer into an allocation is not null.
        Some((unsafe { NonNull::new_unchecked(new) }, top.addr()))
    }

    /// Like [`claim_span`](Self::claim_span), for a caller who would panic: the refusal needs no code
    /// where this is called.
    ///
    /// # Panics
    ///
    /// If the bytes do not fit in what remains, with the text of [`AllocError::Full`].
    #[inline(always)]
    #[track_caller]
    pub fn claim_span_or_panic(&self, layout: Layout) -> Span {
        match self.claim_span(layout) {
            Some(span) => span,
            None => refuse(self.remaining(), layout),
        }
    }

    /// Makes a block larger, downward, if it is the lowest. The bytes stay where they are: the caller
    /// moves them to the pointer returned. The block ends where it did. `None` if it is not the
    /// lowest, or there are too few bytes.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this `Bump`, and the caller owns it. It is not empty.
    /// - `layout` is at least as large and as aligned as that of the block.
    ///
    /// ```
    /// # use arena_core::{Heap, LocalRegion};
    /// # use core::alloc::Layout;
    /// let region = LocalRegion::new(Heap::new(64)?);
    /// let block = region.bump().claim_span(Layout::new::<u64>()).expect("64 bytes are free");
    /// // SAFETY: the block is ours, and the layout is larger.
    /// let low = unsafe { region.bump().extend(block, Layout::new::<[u64; 2]>()) };
    /// assert_eq!(block.1 - low.expect("it is the lowest").addr().get(), 16);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline]
    pub unsafe fn extend(&self, block: Span, layout: Layout) -> Option<NonNull<u8>> {
        if !self.is_lowest(block.0) {
            return None;
        }
        let new = self.top.get().with_addr(bump_down(block.1, self.floor(), layout)?);
        debug_assert!(new <= self.top.get(), "the layout is smaller than the block");
        // U2, U3: as in `claim_span`; the block itself was the caller's.
        self.top.set(new);
        poison::claimed(new, layout.size());
        NonNull::new(new)
    }

    /// Whether a block begins where the bytes do that were handed out, so that it can be
    /// [given back](Self::give_back).
    #[inline(always)]
    pub fn is_lowest(&self, block: NonNull<u8>) -> bool {
        self.top.get() == block.as_ptr()
    }

    /// Takes a block back, if it [is the lowest](Self::is_lowest), and says whether it was.
    ///
    /// # Safety
    ///
    /// - The block was claimed from this `Bump`: as one, as several that lie together, or as the lower
    ///   part of one.
    /// - The caller owns it, and refers to it no longer.
    ///
    /// ```
    /// # use arena_core::{Heap, LocalRegion};
    /// # use core::alloc::Layout;
    /// let region = LocalRegion::new(Heap::new(64)?);
    /// let block = region.bump().claim_span(Layout::new::<u64>()).expect("64 bytes are free");
    /// // SAFETY: the block is ours, and nothing refers to it.
    /// assert!(unsafe { region.bump().give_back(block) });
    /// assert_eq!((region.bump().allocated(), region.bump().peak()), (0, 8));
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub unsafe fn give_back(&self, block: Span) -> bool {
        let is_lowest = self.is_lowest(block.0);
        if is_lowest {
            // SAFETY: the caller gives the block up, which is all that lies below its end.
            unsafe { self.free_below(block.1) };
        }
        is_lowest
    }

    /// Makes the bytes below an address free.
    ///
    /// # Safety
    ///
    /// - It is not below `top`, nor above the end. Nobody refers to what lies below.
    #[inline(always)]
    pub(crate) unsafe fn free_below(&self, high: usize) {
        let top = self.top.get();
        debug_assert!(top.addr() <= high && high <= self.end(), "these bytes were not claimed");
        self.note(top);
        // U1: our own pointer moves, not the caller's. U2, U3: the caller's promise.
        self.top.set(top.with_addr(high));
        // SAFETY: U3, and U1.
        unsafe { poison::freed(top, high) };
    }

    /// Notes that the top was there.
    #[inline(always)]
    fn note(&self, top: *mut u8) {
        if top < self.lowest.get() {
            self.lowest.set(top);
        }
    }

    /// The free bytes, as a `Bump` of their own while this one is borrowed.
    #[inline(always)]
    pub(crate) fn rest(&mut self) -> Rest<'_> {
        let (top, floor, capacity) = (self.top.get(), self.floor, self.capacity);
        // U1, U2: as ours, with the same end, so that figures are those of all. U3: as ours, which
        // nobody uses while it is borrowed.
        let bump = Self { top: Cell::new(top), lowest: Cell::new(top), floor, capacity };
        Rest { bump, outer: self }
    }

    #[inline(always)]
    fn floor(&self) -> usize {
        self.floor.addr().get()
    }

    pub(crate) fn end(&self) -> usize {
        // No allocation reaches beyond the address space.
        self.floor() + self.capacity
    }

    /// Bytes that can be handed out in total.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Bytes that are free.
    #[inline]
    pub fn remaining(&self) -> usize {
        self.top.get().addr() - self.floor()
    }

    /// Bytes claimed so far: values and padding.
    #[inline]
    pub fn allocated(&self) -> usize {
        self.capacity - self.remaining()
    }

    /// The highest figure of [`allocated`](Self::allocated) that there ever was.
    #[inline]
    pub fn peak(&self) -> usize {
        self.end() - self.lowest.get().min(self.top.get()).addr()
    }

    /// Whether `pointer` points into the memory, claimed or not.
    #[inline]
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        (self.floor()..self.end()).contains(&pointer.addr())
    }
}

impl fmt::Debug for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bump")
            .field("capacity", &self.capacity())
            .field("allocated", &self.allocated())
            .finish_non_exhaustive()
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn refuse(remaining: usize, requested: Layout) -> ! {
    panic!("{}", AllocError::Full { requested, remaining })
}

/// The free bytes of a [`LocalRegion`](crate::LocalRegion), or of another `Rest`, as a [`Bump`] of
/// their own, made by [`LocalRegion::rest`](crate::LocalRegion::rest).
///
/// What is claimed from it stays claimed until it is dropped; then it is free.
#[derive(Debug)]
pub struct Rest<'r> {
    bump: Bump,
    outer: &'r mut Bump,
}

impl Rest<'_> {
    /// What is free now, for a scope inside this one.
    #[inline(always)]
    pub fn rest(&mut self) -> Rest<'_> {
        self.bump.rest()
    }
}

impl Deref for Rest<'_> {
    type Target = Bump;

    #[inline(always)]
    fn deref(&self) -> &Bump {
        &self.bump
    }
}

impl Drop for Rest<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.bump.note(self.bump.top.get());
        self.outer.note(self.bump.lowest.get());
        // SAFETY: U3 of the outer one holds again: what was claimed here is over.
        unsafe { poison::freed(self.bump.top.get(), self.outer.top.get().addr()) };
    }
}

/// Makes all bytes usable for `AddressSanitizer`, whoever owns them next.
#[cfg(arena_asan)]
impl Bump {
    pub(crate) fn unpoison(&self) {
        poison::claimed(self.floor.as_ptr(), self.capacity);
    }
}
