//! A memory and the cursor over it.

use crate::{cursor::Cursor, memory::Memory};

/// A fixed span of memory together with the [`Cursor`] that hands it out.
///
/// What is claimed from the cursor stays claimed until [`reset`](Self::reset), which no borrow of
/// the cursor survives.
///
/// ```
/// use arena_core::{Heap, Region};
/// use core::alloc::Layout;
///
/// let mut region = Region::new(Heap::new(64)?);
/// assert!(region.cursor().claim(Layout::new::<[u64; 8]>()).is_some());
/// assert!(region.cursor().claim(Layout::new::<u8>()).is_none());
/// region.reset();
/// assert_eq!(region.cursor().remaining(), 64);
/// # Ok::<(), arena_core::AllocError>(())
/// ```
#[derive(Debug)]
pub struct Region<M> {
    cursor: Cursor,
    memory: M,
}

impl<M: Memory> Region<M> {
    /// Makes a region of all of `memory`, everything free.
    pub fn new(memory: M) -> Self {
        // SAFETY: what `Memory` promises, and nobody can use the cursor after the region and its
        // memory are gone.
        let cursor = unsafe { Cursor::new(memory.span()) };
        Self { cursor, memory }
    }
}

impl<M> Region<M> {
    /// The cursor, through which bytes are claimed and counted.
    #[inline(always)]
    pub fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    /// The memory.
    pub fn memory(&self) -> &M {
        &self.memory
    }

    /// Makes the whole capacity free again. O(1): nothing is dropped, nothing is written.
    pub fn reset(&mut self) {
        self.cursor.reset();
    }
}
