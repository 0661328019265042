//! blink-alloc: its local arena, its shared one, and the local proxy of the shared one.

use std::{alloc::Layout, ptr::copy_nonoverlapping};

use blink_alloc::{Blink, BlinkAlloc, LocalBlinkAlloc, SyncBlinkAlloc};

use crate::subject::{Build, Copies, FillCopy, Fills, Owned, Plain, Put, Reset, Shared, Text};

/// How it is set.
pub const SETTINGS: &str = "first chunk as large as the whole case. \"blink\" is `Blink<BlinkAlloc>` with the calls that register no drop; \
    \"blink sync\" is `SyncBlinkAlloc::allocate(Layout)` and a write, since it has no typed call for threads; \"blink sync.local\" is \
    `Blink` over `SyncBlinkAlloc::local()`, whose values die with the proxy.";

macro_rules! typed {
    ($type:ty) => {
        impl<V: Plain> Put<V> for $type {
            #[inline(always)]
            fn put(&self, value: V) -> *mut V {
                self.put_no_drop(value)
            }
        }

        impl<V: Plain> Build<V> for $type {
            #[inline(always)]
            fn build(&self, make: impl FnOnce() -> V) -> *mut V {
                self.emplace_no_drop().with(make)
            }
        }

        impl Text for $type {
            #[inline(always)]
            fn text(&self, src: &str) -> *const u8 {
                self.copy_str(src).as_ptr()
            }
        }

        impl Copies for $type {
            #[inline(always)]
            fn copy(&self, src: &[u32]) -> *mut u32 {
                self.copy_slice(src).as_mut_ptr()
            }
        }

        impl FillCopy for $type {
            #[inline(always)]
            fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
                self.emplace_no_drop().from_iter(std::iter::repeat_n(value, len)).as_mut_ptr()
            }
        }

        impl Fills for $type {
            #[inline(always)]
            fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32 {
                self.emplace_no_drop().from_iter((0..len).map(make)).as_mut_ptr()
            }

            #[inline(always)]
            fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32 {
                self.emplace_no_drop().from_iter(iter).as_mut_ptr()
            }
        }
    };
}

typed!(Blink<BlinkAlloc>);
typed!(Blink<LocalBlinkAlloc<'_>>);

impl Reset for Blink<BlinkAlloc> {
    fn reset(&mut self) {
        Self::reset(self);
    }
}

/// A local arena of `bytes`.
pub fn local(bytes: usize) -> Owned<Blink<BlinkAlloc>> {
    Owned::new(Blink::with_chunk_size(bytes))
}

/// A shared arena of `bytes`, each allocation through it.
pub fn sync(bytes: usize) -> Sync {
    Sync(SyncBlinkAlloc::with_chunk_size_in(bytes, Default::default()))
}

/// A shared arena of `bytes`, a proxy per thread.
pub fn sync_local(bytes: usize) -> SyncLocal {
    SyncLocal(SyncBlinkAlloc::with_chunk_size_in(bytes, Default::default()))
}

/// The shared arena itself.
pub struct Sync(pub SyncBlinkAlloc);

/// The shared arena behind proxies.
pub struct SyncLocal(pub SyncBlinkAlloc);

impl Shared for Sync {
    type Handle<'a> = &'a SyncBlinkAlloc;

    #[inline(always)]
    fn open(&self) -> &SyncBlinkAlloc {
        &self.0
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}

impl Shared for SyncLocal {
    type Handle<'a> = Blink<LocalBlinkAlloc<'a>>;

    #[inline(always)]
    fn open(&self) -> Self::Handle<'_> {
        Blink::new_in(self.0.local())
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}

#[inline(always)]
fn raw(blink: &SyncBlinkAlloc, layout: Layout) -> *mut u8 {
    blink.allocate(layout).expect("the machine has memory").as_ptr().cast()
}

impl<V: Plain> Put<V> for &SyncBlinkAlloc {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        let at = raw(self, Layout::new::<V>()).cast::<V>();
        // SAFETY: the block was allocated for a `V`.
        unsafe { at.write(value) };
        at
    }
}

impl<V: Plain> Build<V> for &SyncBlinkAlloc {
    #[inline(always)]
    fn build(&self, make: impl FnOnce() -> V) -> *mut V {
        let at = raw(self, Layout::new::<V>()).cast::<V>();
        // SAFETY: the block was allocated for a `V`.
        unsafe { at.write(make()) };
        at
    }
}

impl Text for &SyncBlinkAlloc {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        let at = raw(self, Layout::for_value(src));
        // SAFETY: the block is new and as long as `src`.
        unsafe { copy_nonoverlapping(src.as_ptr(), at, src.len()) };
        at
    }
}

impl Copies for &SyncBlinkAlloc {
    #[inline(always)]
    fn copy(&self, src: &[u32]) -> *mut u32 {
        let at = raw(self, Layout::for_value(src)).cast::<u32>();
        // SAFETY: the block is new and as long as `src`.
        unsafe { copy_nonoverlapping(src.as_ptr(), at, src.len()) };
        at
    }
}
