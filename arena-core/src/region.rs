//! A memory and the cursor over it.

#[cfg(feature = "mmap")]
use crate::mapped::Mapped;
use crate::{
    cursor::Cursor,
    mark::Mark,
    memory::{Buffer, Memory, Static},
    sync::const_fn,
};

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
        let cursor = unsafe { Cursor::new(memory.span().cast(), memory.span().len()) };
        Self { cursor, memory }
    }
}

impl Region<Static> {
    const_fn! {
        /// Makes a region of a static [`Buffer`], in a constant.
        ///
        /// # Safety
        ///
        /// - Nothing else ever uses the buffer.
        pub const unsafe fn from_static<const N: usize>(buffer: &'static Buffer<N>) -> Self {
            // SAFETY: the caller's promise.
            let memory = unsafe { Static::new(buffer) };
            // SAFETY: the same, for ever.
            let cursor = unsafe { Cursor::new(memory.base(), N) };
            Self { cursor, memory }
        }
    }
}

#[cfg(feature = "mmap")]
impl Region<Mapped> {
    /// Gives free pages back to the system: those below the cursor, once free pieces that lie there
    /// have come to it. Other pieces are not looked at.
    ///
    /// ```
    /// # use arena_core::{Mapped, Region};
    /// # use core::alloc::Layout;
    /// let mut region = Region::new(Mapped::new(1 << 30)?);
    /// let byte = region.cursor().claim(Layout::new::<u8>()).expect("1 GiB is free");
    /// // SAFETY: the byte is ours.
    /// unsafe { byte.write(1) };
    /// region.reset();
    /// region.trim(); // its page is the system's again
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    pub fn trim(&mut self) {
        self.cursor.gather();
        let free = self.cursor.top() - self.memory.span().addr().get();
        // SAFETY: the bytes below the cursor are free, and `&mut self` keeps everybody from
        // claiming them.
        unsafe { self.memory.trim(free) };
    }
}

impl<M> Region<M> {
    /// The cursor, through which bytes are claimed and counted.
    #[inline(always)]
    pub fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    /// Remembers where the cursor stands, to [`rewind`](Self::rewind) to.
    ///
    /// ```
    /// use arena_core::{Heap, Region};
    /// use core::alloc::Layout;
    ///
    /// let region = Region::new(Heap::new(64)?);
    /// let before = region.checkpoint();
    /// region.cursor().claim(Layout::new::<u64>());
    /// // SAFETY: nobody uses what was claimed, and this is the only thread.
    /// unsafe { region.rewind(before) };
    /// assert_eq!(region.cursor().allocated(), 0);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { top: self.cursor.top() }
    }

    /// Frees everything claimed since a checkpoint. O(1).
    ///
    /// Free pieces above the checkpoint that were kept for later claims are forgotten, and count as
    /// allocated until the next [`reset`](Self::reset). [`Rewind`](crate::Rewind) keeps them.
    ///
    /// # Safety
    ///
    /// - The checkpoint was made by this region, and since then nobody reset it, rewound it
    ///   further, or gave back what had been claimed before.
    /// - No [`Run`](crate::Run) is alive, and no other thread uses the region until this returns;
    ///   what threads have done with it happens before.
    /// - Nobody refers to what was claimed since the checkpoint.
    pub unsafe fn rewind(&self, checkpoint: Checkpoint) {
        // SAFETY: the caller's promise.
        unsafe { self.cursor.rewind(Mark::bare(&self.cursor, checkpoint.top)) };
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

#[cfg(arena_asan)]
impl<M> Drop for Region<M> {
    /// The memory may be somebody else's afterwards.
    fn drop(&mut self) {
        self.cursor.unpoison();
    }
}

/// A state of a [`Region`] to go back to, made by [`Region::checkpoint`].
///
/// ```
/// use arena_core::{Heap, Region};
/// use core::alloc::Layout;
///
/// let region = Region::new(Heap::new(64)?);
/// let before = region.checkpoint();
/// region.cursor().claim(Layout::new::<u64>());
/// assert_ne!(region.checkpoint(), before);
/// # Ok::<(), arena_core::AllocError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    top: usize,
}

#[cfg(all(test, feature = "alloc", not(loom)))]
mod tests {
    use core::alloc::Layout;

    use super::*;
    use crate::{frame::Frame, memory::Heap, run::Run};

    #[test]
    fn a_scope_takes_nothing_from_lanes_that_a_chunk_may_not_hold() {
        let region = Region::new(Heap::new(16 << 20).unwrap());
        let chunk = region.cursor().shape.chunk();
        region.cursor().open_lanes();
        let (mut run, mut frame) = (Run::new(region.cursor()), Frame::new());
        // SAFETY: the scope is dropped within the statement.
        let claim = unsafe { run.scoped(&mut frame) }.run().claim(
            Layout::from_size_align(1, 2 * chunk).unwrap(), // no chunk has such a place
        );
        assert!(claim.is_some());
        drop(run);
        assert!(region.cursor().remaining_below() > 15 << 20, "chunk after chunk was claimed");
    }

    #[test]
    fn lanes_hold_no_more_than_their_chunks_and_give_back_all() {
        let rounds = if cfg!(miri) { 1000 } else { 10_000 };
        for capacity in [1 << 18, (1 << 20) + 7, 5 << 20] {
            let region = Region::new(Heap::new(capacity).unwrap());
            let cursor = region.cursor();
            cursor.open_lanes();
            let block = cursor.allocated();
            assert!(block >= 128 * cursor.shape.lanes() && block <= capacity / 256);
            let layout = Layout::new::<u64>();
            for _ in 0..rounds {
                let value = cursor.claim_span(layout).unwrap();
                let before = cursor.allocated();
                // SAFETY: the value is ours, and there is no reference to it.
                let is_free = unsafe { cursor.give_back(value) };
                assert!(is_free && cursor.allocated() == before - 8);
                cursor.claim(layout).unwrap();
            }
            cursor.gather();
            // The last value of a chunk is the lowest of the cursor; less than a line may be lost.
            let lost = cursor.allocated() - block - 8 * rounds;
            assert!(lost < 64 * (8 * rounds / cursor.shape.chunk() + 1), "{lost}");
            assert!(cursor.lanes().is_none_or(|lanes| lanes.bytes() < 64));
            assert!(cursor.stashed() < 2 * cursor.shape.chunk());
        }
    }
}
