//! bump-scope: the arena with the most settings.

use std::mem::ManuallyDrop;

use bump_scope::{
    Bump, BumpBox, BumpPool, BumpPoolGuard, BumpScope, BumpString, BumpVec, MutBumpString,
    MutBumpVec,
    alloc::Global,
    settings::{BumpSettings, MinimumAlignment, SupportedMinimumAlignment},
};

use super::api2::Api2;
use crate::{
    growing::{Lists, Strings, append, list},
    subject::{
        Build, Copies, FillCopy, Fills, Keep, Owned, Plain, Put, Reset, Scopes, Shared, Text,
    },
};

/// How it is set.
pub const SETTINGS: &str = "downward, guaranteed allocated, not claimable, no deallocation, no shrinking: its fewest instructions; `with_size` \
    of the whole case; `reset_to_start`. A second row has a minimum alignment of 8. Results are `BumpBox`, leaked to `&mut T`. Bars are taken over the \
    faster of the two. Among threads: `BumpPool`. Scopes: `scoped`. Collections: the default settings, upward, so that a list grows where it is; \
    `BumpVec` and `BumpString`, and those that borrow the whole `Bump` while they grow, `MutBumpVec` and `MutBumpString`.";

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

        impl<$($generics)*> Keep for $type $(where $($bound)*)? {
            #[inline(always)]
            fn text(&self, text: &str) -> &str {
                BumpBox::leak(self.alloc_str(text))
            }

            #[inline(always)]
            fn slice<V: Copy>(&self, items: &[V]) -> &[V] {
                BumpBox::leak(self.alloc_slice_copy(items))
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

/// As `Bump::new` makes it: upward, so that the last block grows in place and nothing moves.
pub type Upward = Bump<Global>;

impl Reset for Upward {
    fn reset(&mut self) {
        self.reset_to_start();
    }
}

/// Upward, for collections.
pub fn upward(bytes: usize) -> Owned<Upward> {
    Owned::new(Bump::with_size(bytes))
}

/// Upward, under the collections of other crates.
pub fn api2(bytes: usize) -> Owned<Api2<Upward>> {
    Owned::new(Api2(Bump::with_size(bytes)))
}

/// The collections that have the whole arena to themselves while they grow.
pub struct Sole(Upward);

/// Upward, for collections that have it to themselves.
pub fn sole(bytes: usize) -> Owned<Sole> {
    Owned::new(Sole(Bump::with_size(bytes)))
}

impl Reset for Sole {
    fn reset(&mut self) {
        self.0.reset_to_start();
    }
}

impl Lists for Upward {
    type List<'l> = BumpVec<u64, &'l Self>;

    #[inline(always)]
    fn list(&mut self, capacity: usize) -> BumpVec<u64, &Self> {
        BumpVec::with_capacity_in(capacity, self)
    }
}

impl Lists for Sole {
    type List<'l> = MutBumpVec<u64, &'l mut Upward>;

    #[inline(always)]
    fn list(&mut self, capacity: usize) -> MutBumpVec<u64, &mut Upward> {
        MutBumpVec::with_capacity_in(capacity, &mut self.0)
    }
}

impl Strings for Upward {
    type String<'l> = BumpString<&'l Self>;

    #[inline(always)]
    fn string(&mut self) -> BumpString<&Self> {
        BumpString::new_in(self)
    }
}

impl Strings for Sole {
    type String<'l> = MutBumpString<&'l mut Upward>;

    #[inline(always)]
    fn string(&mut self) -> MutBumpString<&mut Upward> {
        MutBumpString::new_in(&mut self.0)
    }
}

list!(['l] BumpVec<u64, &'l Upward>, |list| ManuallyDrop::new(list).as_ptr());
list!(['l] MutBumpVec<u64, &'l mut Upward>, |list| list.into_slice().as_ptr());
append!(['l] BumpString<&'l Upward>, |text| ManuallyDrop::new(text).as_ptr());
append!(['l] MutBumpString<&'l mut Upward>, |text| text.into_str().as_ptr());
