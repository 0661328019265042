//! A memory and the words that one thread hands it out by.

use crate::{
    bump::{Bump, Rest},
    memory::{Borrowed, Memory},
};

/// A memory and the [`Bump`] that hands it out: a [`Region`](crate::Region) for one thread at a time.
///
/// ```
/// use arena_core::{Heap, LocalRegion};
/// use core::alloc::Layout;
///
/// let mut region = LocalRegion::new(Heap::new(64)?);
/// assert!(region.bump().claim(Layout::new::<[u64; 8]>()).is_some());
/// assert!(region.bump().claim(Layout::new::<u8>()).is_none());
/// region.reset();
/// assert_eq!(region.bump().remaining(), 64);
/// # Ok::<(), arena_core::AllocError>(())
/// ```
#[derive(Debug)]
pub struct LocalRegion<M> {
    bump: Bump,
    memory: M,
}

impl<M: Memory> LocalRegion<M> {
    /// Makes a region of all of `memory`, everything free.
    pub fn new(memory: M) -> Self {
        // SAFETY: what `Memory` promises, and nobody can use the `Bump` after the region and its
        // memory are gone.
        let bump = unsafe { Bump::new(memory.span().cast(), memory.span().len()) };
        Self { bump, memory }
    }
}

impl<'m> LocalRegion<Borrowed<'m>> {
    /// The same, in a constant.
    pub const fn borrowed(memory: Borrowed<'m>) -> Self {
        let span = memory.bytes();
        // SAFETY: as in `new`.
        let bump = unsafe { Bump::new(span.cast(), span.len()) };
        Self { bump, memory }
    }
}

impl<M> LocalRegion<M> {
    /// What bytes are claimed from and counted by.
    #[inline(always)]
    pub fn bump(&self) -> &Bump {
        &self.bump
    }

    /// The memory.
    pub fn memory(&self) -> &M {
        &self.memory
    }

    /// Makes the whole capacity free again. O(1): nothing is dropped, nothing is written.
    pub fn reset(&mut self) {
        // SAFETY: `&mut self` excludes every borrow of what was claimed.
        unsafe { self.bump.free_below(self.bump.end()) };
    }

    /// The free bytes, to be claimed and be free again when that is dropped.
    ///
    /// ```
    /// # use arena_core::{Heap, LocalRegion};
    /// # use core::alloc::Layout;
    /// let mut region = LocalRegion::new(Heap::new(64)?);
    /// let mut rest = region.rest();
    /// rest.claim(Layout::new::<u64>());
    /// rest.rest().claim(Layout::new::<[u64; 7]>());
    /// assert_eq!(rest.allocated(), 8);
    /// drop(rest);
    /// assert_eq!((region.bump().allocated(), region.bump().peak()), (0, 64));
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn rest(&mut self) -> Rest<'_> {
        self.bump.rest()
    }
}

#[cfg(arena_asan)]
impl<M> Drop for LocalRegion<M> {
    /// The memory may be somebody else's afterwards.
    fn drop(&mut self) {
        self.bump.unpoison();
    }
}
