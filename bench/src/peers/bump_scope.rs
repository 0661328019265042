//! bump-scope: the arena with the most settings.

use bump_scope::{
    Bump, BumpBox, BumpPool, BumpPoolGuard, BumpScope,
    alloc::Global,
    settings::{BumpSettings, MinimumAlignment, SupportedMinimumAlignment},
};

use crate::subject::{
    Build, Copies, FillCopy, Fills, Owned, Plain, Put, Reset, Scopes, Shared, Text,
};

/// How it is set.
pub const SETTINGS: &str = "downward, guaranteed allocated, not claimable, no deallocation, no shrinking: its fewest instructions; `with_size` \
    of the whole case; `reset_to_start`. A second row has a minimum alignment of 8. Results are `BumpBox`, leaked to `&mut T`. Bars are taken over the \
    faster of the two. Among threads: `BumpPool`. Scopes: `scoped`.";

/// Its fastest settings: minimum alignment, down, guaranteed allocated, not claimable, no deallocation, no shrinking.
pub type Fast<const ALIGN: usize> = BumpSettings<ALIGN, false, true, false, false, false>;

/// A bump with the fastest settings.
pub type FastBump<const ALIGN: usize> = Bump<Global, Fast<ALIGN>>;

macro_rules! boxes {
    ([$($generics:tt)*] $type:ty $(where $($bound:tt)*)?) => {
        impl<$($generics)* V: Plain> Put<V> for $type $(where $($bound)*)? {
            #[inline(always)]
            fn put(&self, value: V) -> *mut V {
                BumpBox::leak(self.alloc(value))
            }
        }

        impl<$($generics)* V: Plain> Build<V> for $type $(where $($bound)*)? {
            #[inline(always)]
            fn build(&self, make: impl FnOnce() -> V) -> *mut V {
                BumpBox::leak(self.alloc_with(make))
            }
        }

        impl<$($generics)*> Text for $type $(where $($bound)*)? {
            #[inline(always)]
            fn text(&self, src: &str) -> *const u8 {
                BumpBox::leak(self.alloc_str(src)).as_ptr()
            }
        }

        impl<$($generics)*> Copies for $type $(where $($bound)*)? {
            #[inline(always)]
            fn copy(&self, src: &[u32]) -> *mut u32 {
                BumpBox::leak(self.alloc_slice_copy(src)).as_mut_ptr()
            }
        }

        impl<$($generics)*> FillCopy for $type $(where $($bound)*)? {
            #[inline(always)]
            fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
                BumpBox::leak(self.alloc_slice_fill(len, value)).as_mut_ptr()
            }
        }

        impl<$($generics)*> Fills for $type $(where $($bound)*)? {
            #[inline(always)]
            fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32 {
                // Its closure takes no index.
                let mut next = 0;
                let by_index = || {
                    let value = make(next);
                    next += 1;
                    value
                };
                BumpBox::leak(self.alloc_slice_fill_with(len, by_index)).as_mut_ptr()
            }

            #[inline(always)]
            fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32 {
                BumpBox::leak(self.alloc_iter_exact(iter)).as_mut_ptr()
            }
        }
    };
}

boxes!([const N: usize,] FastBump<N> where MinimumAlignment<N>: SupportedMinimumAlignment);
boxes!(['a, const N: usize,] BumpScope<'a, Global, Fast<N>> where MinimumAlignment<N>: SupportedMinimumAlignment);
boxes!(['a,] BumpPoolGuard<'a, Global, Fast<1>>);

impl<const N: usize> Scopes for FastBump<N>
where
    MinimumAlignment<N>: SupportedMinimumAlignment,
{
    type Inner<'s> = BumpScope<'s, Global, Fast<N>>;

    #[inline(always)]
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Self::Inner<'s>) -> R) -> R {
        self.scoped(f)
    }
}

impl<const N: usize> Reset for FastBump<N>
where
    MinimumAlignment<N>: SupportedMinimumAlignment,
{
    fn reset(&mut self) {
        self.reset_to_start();
    }
}

/// With a minimum alignment of 1.
pub fn plain(bytes: usize) -> Owned<FastBump<1>> {
    Owned::new(Bump::with_size(bytes))
}

/// With a minimum alignment of 8.
pub fn aligned(bytes: usize) -> Owned<FastBump<8>> {
    Owned::new(Bump::with_size(bytes))
}

/// A pool of bumps for threads.
#[derive(Default)]
pub struct Pool(pub BumpPool<Global, Fast<1>>);

impl Shared for Pool {
    type Handle<'a> = BumpPoolGuard<'a, Global, Fast<1>>;

    #[inline(always)]
    fn open(&self) -> Self::Handle<'_> {
        self.0.get()
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}
