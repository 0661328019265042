//! rarena-allocator: an arena of offsets, shared or not.

use rarena_allocator::{Allocator, ArenaPosition, Buffer, Freelist, Options, sync, unsync};

use crate::subject::{Owned, Plain, Put, Reset, Shared, Text};

/// How it is set.
pub const SETTINGS: &str = "no free list; `alloc::<T>()`, write, detach; text by `alloc_bytes` and `put_slice`. It zeroes what it hands out, \
    whatever one sets. \"rarena\" is its unsynchronised arena, \"rarena sync\" the shared one.";

macro_rules! rarena {
    ($type:ty) => {
        impl<V: Plain> Put<V> for $type {
            #[inline(always)]
            fn put(&self, value: V) -> *mut V {
                // SAFETY: `V` needs no drop and is written at once.
                let mut slot = unsafe { Allocator::alloc::<V>(self) }.expect("large enough");
                slot.write(value);
                // SAFETY: `V` needs no drop.
                unsafe { slot.detach() };
                slot.as_mut_ptr().as_ptr()
            }
        }

        impl Text for $type {
            #[inline(always)]
            fn text(&self, src: &str) -> *const u8 {
                let mut bytes = self.alloc_bytes(src.len() as u32).expect("large enough");
                bytes.put_slice(src.as_bytes()).expect("large enough");
                // SAFETY: bytes need no drop.
                unsafe { bytes.detach() };
                bytes.as_ptr()
            }
        }
    };
}

rarena!(unsync::Arena);
rarena!(sync::Arena);

fn options(bytes: usize) -> Options {
    let capacity = u32::try_from(bytes).expect("its capacity is a u32");
    Options::new().with_capacity(capacity).with_freelist(Freelist::None)
}

impl Reset for unsync::Arena {
    fn reset(&mut self) {
        // SAFETY: no result of the pass is used again.
        unsafe { self.rewind(ArenaPosition::Start(0)) };
    }
}

/// An unsynchronised arena of `bytes`.
pub fn local(bytes: usize) -> Owned<unsync::Arena> {
    Owned::new(options(bytes).alloc().expect("the machine has memory"))
}

/// The shared arena.
pub struct Rarena(pub sync::Arena);

/// A shared arena of `bytes`.
pub fn shared(bytes: usize) -> Rarena {
    Rarena(options(bytes).alloc().expect("the machine has memory"))
}

impl Shared for Rarena {
    type Handle<'a> = &'a sync::Arena;

    #[inline(always)]
    fn open(&self) -> &sync::Arena {
        &self.0
    }

    fn reset(&mut self) {
        // SAFETY: no result of the pass is used again.
        unsafe { self.0.rewind(ArenaPosition::Start(0)) };
    }
}

impl<V: Plain> Put<V> for &sync::Arena {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        (**self).put(value)
    }
}

impl Text for &sync::Arena {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        (**self).text(src)
    }
}
