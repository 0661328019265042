//! bitena: one buffer, one compare-exchange per allocation.

use bitena::Bitena;

use crate::subject::{FillCopy, Plain, Put, Shared, Text};

/// How it is set.
pub const SETTINGS: &str = "`new` of the whole case; shared by reference. It has no copy of a slice, no closure and no iterator forms.";

/// A shared arena.
pub struct Bits(pub Bitena<'static>);

/// An arena of `bytes`.
pub fn shared(bytes: usize) -> Bits {
    Bits(Bitena::new(bytes).expect("the machine has memory"))
}

impl Shared for Bits {
    type Handle<'a> = &'a Bitena<'static>;

    #[inline(always)]
    fn open(&self) -> &Bitena<'static> {
        &self.0
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}

impl<V: Plain> Put<V> for &Bitena<'static> {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        self.alloc(value)
    }
}

impl Text for &Bitena<'static> {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        self.alloc_str(src).as_ptr()
    }
}

impl FillCopy for &Bitena<'static> {
    #[inline(always)]
    fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
        self.alloc_slice(value, len).as_mut_ptr()
    }
}
