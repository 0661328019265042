//! The slow model: every block that is alive, where it lies and what it holds.

use std::{
    alloc::Layout, collections::BTreeMap, mem::MaybeUninit, ops::Range, ptr::NonNull, slice,
};

/// The byte at a place of a block. It is ASCII, so that any block may be text.
pub(crate) fn pattern(tag: u8, index: usize) -> u8 {
    let low = index.to_le_bytes();
    tag.wrapping_mul(37).wrapping_add(low[0].wrapping_mul(7)).wrapping_add(low[1]) & 0x7F
}

/// Bytes that were handed out and written.
#[derive(Debug)]
pub(crate) struct Block {
    at: NonNull<u8>,
    len: usize,
    tag: u8,
    depth: usize,
}

// SAFETY: bytes, which whoever has the block may read from any thread.
unsafe impl Send for Block {}

impl Block {
    /// Values that were made by the pattern.
    pub(crate) fn new<T>(values: &[T], tag: u8) -> Self {
        let at = NonNull::from(values).cast::<T>();
        assert!(at.is_aligned(), "misaligned: {at:?}");
        Self { at: at.cast(), len: size_of_val(values), tag, depth: 0 }
    }

    /// Writes claimed bytes.
    ///
    /// # Safety
    ///
    /// - They may be written, and nobody else refers to them.
    pub(crate) unsafe fn write(at: NonNull<u8>, layout: Layout, tag: u8) -> Self {
        assert_eq!(at.addr().get() % layout.align(), 0, "misaligned: {at:?}");
        for index in 0..layout.size() {
            // SAFETY: the caller's promise.
            let byte = unsafe { at.add(index) };
            // SAFETY: the same.
            unsafe { byte.write(pattern(tag, index)) };
        }
        Self { at, len: layout.size(), tag, depth: 0 }
    }

    fn range(&self) -> Range<usize> {
        let low = self.at.addr().get();
        low..low + self.len
    }

    fn assert_intact(&self) {
        // SAFETY: whoever keeps the block sees to it that the bytes are still its own.
        let bytes = unsafe { slice::from_raw_parts(self.at.as_ptr(), self.len) };
        let intact =
            bytes.iter().enumerate().all(|(index, byte)| *byte == pattern(self.tag, index));
        assert!(intact, "something wrote to {self:?}");
    }
}

/// Every block that is alive, by its address. One made at a depth ends with the scope of that
/// depth.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    live: BTreeMap<usize, Block>,
    /// Bytes of blocks in the arena that is looked at.
    payload: usize,
    own: Range<usize>,
    tag: u8,
}

impl Blocks {
    /// With the memory of the arena that is looked at.
    pub(crate) fn new(memory: &[MaybeUninit<u8>]) -> Self {
        let Range { start, end } = memory.as_ptr_range();
        Self { own: start.addr()..end.addr(), ..Self::default() }
    }

    /// An empty one for a thread of that number, which has tags of its own for long.
    pub(crate) fn fresh(&self, thread: usize) -> Self {
        let tag = self.tag.wrapping_add(80 * thread.to_le_bytes()[0]);
        Self { own: self.own.clone(), tag, ..Self::default() }
    }

    /// A tag that no block has had for long.
    pub(crate) fn next_tag(&mut self) -> u8 {
        self.tag = self.tag.wrapping_add(1);
        self.tag
    }

    pub(crate) fn payload(&self) -> usize {
        self.payload
    }

    /// Adds a block that lies in the arena, or in the `other`.
    pub(crate) fn add(&mut self, mut block: Block, depth: usize, other: &arena::Arena) {
        block.depth = depth;
        self.insert(block, |at| other.contains(at));
    }

    /// Adds what another thread has made.
    pub(crate) fn append(&mut self, others: Self) {
        others.live.into_values().for_each(|block| self.insert(block, |_| true));
    }

    fn insert(&mut self, block: Block, elsewhere: impl Fn(*const u8) -> bool) {
        let Range { start, end } = block.range();
        if block.len == 0 {
            return;
        }
        if self.own.start <= start && end <= self.own.end {
            self.payload += block.len;
        } else {
            let last = block.at.as_ptr().wrapping_add(block.len - 1);
            let inside = elsewhere(block.at.as_ptr()) && elsewhere(last);
            assert!(inside, "outside of every arena: {block:?}");
        }
        let below = self.live.range(..end).next_back();
        assert!(
            below.is_none_or(|(_, below)| below.range().end <= start),
            "{block:?} overlaps {below:?}"
        );
        self.live.insert(start, block);
    }

    /// Checks the blocks that end with a depth, and forgets them.
    pub(crate) fn end(&mut self, depth: usize) {
        let (own, payload) = (self.own.clone(), &mut self.payload);
        self.live.retain(|at, block| {
            let ends = block.depth >= depth;
            if ends {
                block.assert_intact();
                *payload -= if own.contains(at) { block.len } else { 0 };
            }
            !ends
        });
    }
}
