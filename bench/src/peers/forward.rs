//! What peers have whose methods have the same names.

/// Implements the traits for a type whose methods have bumpalo's names; `$finish` turns an answer into a reference.
macro_rules! forward {
    ([$($generics:tt)*] $type:ty, $finish:path) => {
        impl<$($generics)* V: $crate::subject::Plain> $crate::subject::Put<V> for $type {
            #[inline(always)]
            fn put(&self, value: V) -> *mut V {
                $finish(self.alloc(value))
            }
        }

        impl<$($generics)* V: $crate::subject::Plain> $crate::subject::Build<V> for $type {
            #[inline(always)]
            fn build(&self, make: impl FnOnce() -> V) -> *mut V {
                $finish(self.alloc_with(make))
            }
        }

        impl<$($generics)*> $crate::subject::Text for $type {
            #[inline(always)]
            fn text(&self, src: &str) -> *const u8 {
                $finish(self.alloc_str(src)).as_ptr()
            }
        }

        impl<$($generics)*> $crate::subject::Copies for $type {
            #[inline(always)]
            fn copy(&self, src: &[u32]) -> *mut u32 {
                $finish(self.alloc_slice_copy(src)).as_mut_ptr()
            }
        }

        impl<$($generics)*> $crate::subject::Keep for $type {
            #[inline(always)]
            fn text(&self, text: &str) -> &str {
                $finish(self.alloc_str(text))
            }

            #[inline(always)]
            fn slice<V: Copy>(&self, items: &[V]) -> &[V] {
                $finish(self.alloc_slice_copy(items))
            }
        }

        impl<$($generics)*> $crate::subject::Fills for $type {
            #[inline(always)]
            fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32 {
                $finish(self.alloc_slice_fill_with(len, make)).as_mut_ptr()
            }

            #[inline(always)]
            fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32 {
                $finish(self.alloc_slice_fill_iter(iter)).as_mut_ptr()
            }
        }
    };
}

/// The same for `alloc_slice_fill_copy`, which not every peer has.
macro_rules! forward_fill_copy {
    ([$($generics:tt)*] $type:ty) => {
        impl<$($generics)*> $crate::subject::FillCopy for $type {
            #[inline(always)]
            fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
                self.alloc_slice_fill_copy(len, value).as_mut_ptr()
            }
        }
    };
}

pub(super) use {forward, forward_fill_copy};
