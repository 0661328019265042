//! multitude: an arena of reference-counted chunks.

use hashbrown::{DefaultHashBuilder, HashMap};
use multitude::{Alloc, Arena, strings::String, vec::Vec};

use super::forward::forward;
use crate::{
    growing::{Lists, Maps, Strings, append, list},
    subject::{FillCopy, Owned, Reset},
};

/// How it is set.
pub const SETTINGS: &str = "`with_capacity` of the whole case; its chunks are 64 KiB at most, so it changes chunk inside timed parts whatever \
    one sets. Results are `Alloc`, leaked to `&mut T`. Collections: `alloc_vec`, `alloc_string`, `alloc_hash_map`.";

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

impl Lists for Arena {
    type List<'l> = Vec<'l, u64>;

    #[inline(always)]
    fn list(&mut self, capacity: usize) -> Vec<'_, u64> {
        self.alloc_vec_with_capacity(capacity)
    }
}

impl Strings for Arena {
    type String<'l> = String<'l>;

    #[inline(always)]
    fn string(&mut self) -> String<'_> {
        self.alloc_string()
    }
}

impl Maps for Arena {
    type Map<'l> = HashMap<&'static str, u32, DefaultHashBuilder, &'l Self>;

    #[inline(always)]
    fn map(&mut self) -> Self::Map<'_> {
        self.alloc_hash_map()
    }
}

list!(['l] Vec<'l, u64>, |list| list.leak().as_ptr());
append!(['l] String<'l>, |text| text.leak().as_ptr());
