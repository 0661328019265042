//! multitude: an arena of reference-counted chunks.

use multitude::{Alloc, Arena};

use super::forward;
use crate::subject::{FillCopy, Owned, Reset};

/// How it is set.
pub const SETTINGS: &str = "`with_capacity` of the whole case; its chunks are 64 KiB at most, so it changes chunk inside timed parts whatever \
    one sets. Results are `Alloc`, leaked to `&mut T`.";

forward!([] Arena, Alloc::leak);

impl FillCopy for Arena {
    #[inline(always)]
    fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
        Alloc::leak(self.alloc_slice_fill_with(len, |_| value)).as_mut_ptr()
    }
}

impl Reset for Arena {
    fn reset(&mut self) {
        Self::reset(self);
    }
}

/// An arena with `bytes` of chunks made beforehand.
pub fn arena(bytes: usize) -> Owned<Arena> {
    Owned::new(Arena::builder().with_capacity(bytes).build())
}
