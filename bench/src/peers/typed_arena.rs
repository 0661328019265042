//! typed-arena: one type per arena.

use std::mem::MaybeUninit;

use typed_arena::Arena;

use crate::subject::{Copies, FillCopy, Fills, Owned, Put, Reset, Text};

/// How it is set.
pub const SETTINGS: &str = "`with_capacity` of the whole case. It has no reset: between passes, untimed, a new arena is made and its pages \
    are touched. Slices and text go through `alloc_extend`, its only call for them.";

/// A typed arena that knows its capacity, to be made again.
pub struct Typed<T> {
    arena: Arena<T>,
    len: usize,
}

/// An arena for `len` values.
pub fn arena<T: 'static>(len: usize) -> Owned<Typed<T>> {
    Owned::new(Typed { arena: warm(len), len })
}

/// An arena for `len` values whose pages nobody has touched.
pub fn untouched<T: 'static>(len: usize) -> Owned<Typed<T>> {
    Owned::new(Typed { arena: Arena::with_capacity(len), len })
}

/// A new arena whose pages have been touched.
fn warm<T>(len: usize) -> Arena<T> {
    let arena = Arena::with_capacity(len);
    // SAFETY: these are the arena's own unused slots, and no value is in them yet.
    let slots = unsafe { &mut *arena.uninitialized_array() };
    slots.fill_with(MaybeUninit::zeroed);
    arena
}

impl<T: 'static> Reset for Typed<T> {
    fn reset(&mut self) {
        // The old one first, so that its memory can be used again.
        self.arena = Arena::with_capacity(0);
        self.arena = warm(self.len);
    }
}

impl<T> Put<T> for Typed<T> {
    #[inline(always)]
    fn put(&self, value: T) -> *mut T {
        self.arena.alloc(value)
    }
}

impl Text for Typed<u8> {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        self.arena.alloc_str(src).as_ptr()
    }
}

impl Copies for Typed<u32> {
    #[inline(always)]
    fn copy(&self, src: &[u32]) -> *mut u32 {
        self.arena.alloc_extend(src.iter().copied()).as_mut_ptr()
    }
}

impl FillCopy for Typed<u32> {
    #[inline(always)]
    fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
        self.arena.alloc_extend(std::iter::repeat_n(value, len)).as_mut_ptr()
    }
}

impl Fills for Typed<u32> {
    #[inline(always)]
    fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32 {
        self.arena.alloc_extend((0..len).map(make)).as_mut_ptr()
    }

    #[inline(always)]
    fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32 {
        self.arena.alloc_extend(iter).as_mut_ptr()
    }
}
