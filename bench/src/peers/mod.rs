//! One file per allocator: its best call for each thing a case asks, and its best settings.

pub mod api2;
pub mod bitena;
pub mod blink;
pub mod bump_scope;
pub mod bumpalo;
pub mod cleared;
pub mod floor;
pub mod herd;
pub mod interners;
pub mod multitude;
pub mod ours;
pub mod rarena;
pub mod sharded_slab;
pub mod slotmap;
pub mod system;
pub mod typed_arena;

/// Peers that were asked for and cannot be measured, each with the reason.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "arena-allocator 0.1.0",
        "does not compile with debug assertions off: field `prev` is unconditional but initialised only under \
         `#[cfg(debug_assertions)]` (E0063)",
    ),
    (
        "lake 0.2.0",
        "does not compile on Rust 1.95: it casts a raw trait object to a longer lifetime, which the compiler now refuses; x86-64 only \
         besides",
    ),
    (
        "arena-b 1.0.0",
        "prints to stderr and captures a backtrace at every chunk it takes or frees, in release builds too: a benchmark would measure \
         `eprintln!`",
    ),
];

/// The settings each peer is measured with.
pub const SETTINGS: &[(&str, &str)] = &[
    ("bumpalo", bumpalo::SETTINGS),
    ("bump-scope", bump_scope::SETTINGS),
    ("bumpalo-herd", herd::SETTINGS),
    ("blink-alloc", blink::SETTINGS),
    ("bitena", bitena::SETTINGS),
    ("rarena-allocator", rarena::SETTINGS),
    ("multitude", multitude::SETTINGS),
    ("interners", interners::SETTINGS),
    ("typed-arena", typed_arena::SETTINGS),
    ("allocator-api2", api2::SETTINGS),
    ("sharded-slab", sharded_slab::SETTINGS),
    ("slotmap", slotmap::SETTINGS),
    ("serde_json", "`from_slice` to a `Value`, with its default features."),
    ("system allocator", system::SETTINGS),
    ("floors", floor::SETTINGS),
];

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

pub(crate) use {forward, forward_fill_copy};
