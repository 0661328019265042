//! The core of the `arena` crate: a lock-free, downward-bumping region of fixed size.
//!
//! Use `arena`, which puts types and lifetimes on top. This crate is for builders of other
//! structures: it hands out bytes.
//!
//! - [`Cursor`] moves down through a span of memory. Many threads claim bytes from it through
//!   `&Cursor`.
//! - [`Run`] is one thread's piece of a cursor, claimed with one atomic and handed out with none.
//! - [`Region`] is a cursor together with the memory it moves through.
//! - [`LocalRegion`] is a memory that one thread at a time hands out without atomics, by its [`Bump`].
//! - [`Heap`], [`Borrowed`], [`Static`] and [`Mapped`](struct.Mapped.html) are where the memory
//!   comes from.
//! - [`Slots`] are places that are taken and come back: what a pool is made of.
//! - [`Table`] keeps texts in a cursor's memory, each of them once.
//! - [`Link`] is a reference that is set later.
//! - [`ArenaSafe`] marks the types that need no drop.
//!
//! ```
//! use arena_core::{Heap, Region, Run};
//! use core::alloc::Layout;
//!
//! let region = Region::new(Heap::new(4096)?);
//! std::thread::scope(|threads| {
//!     for _ in 0..2 {
//!         threads.spawn(|| {
//!             let run = Run::new(region.cursor());
//!             run.claim(Layout::new::<[u64; 8]>());
//!         });
//!     }
//! });
//! assert_eq!(region.cursor().allocated(), 128); // what the runs had left is free again
//! # Ok::<(), arena_core::AllocError>(())
//! ```
//!
//! Without the feature `std` the crate is `#![no_std]`; without `alloc` it needs no allocator. With
//! `portable-atomic` it needs no compare-and-swap of the processor, on words as wide as a pointer.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod layout;

mod error;

mod sync;

mod thread;

mod poison;

mod safe;

mod link;

mod piece;

mod subtree;

mod tree;

mod stash;

mod held;

mod figures;

mod top;

mod spare;

mod lanes;

mod cursor;

mod lowest;

mod reserves;

mod mark;

mod frame;

mod refill;

mod run;

mod memory;

#[cfg(feature = "mmap")]
mod map;

#[cfg(feature = "mmap")]
mod mapped;

mod region;

mod fill;

#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
mod place;

#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
mod tally;

#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
mod slots;

mod entry;

mod table;

mod bump;

mod local_region;

#[cfg(all(test, loom))]
mod loom_tests;

#[cfg(feature = "mmap")]
pub use mapped::Mapped;
#[doc(hidden)]
pub use safe::__private;
pub use {
    bump::{Bump, Rest},
    cursor::Cursor,
    error::AllocError,
    frame::Frame,
    link::Link,
    local_region::LocalRegion,
    mark::Rewind,
    memory::{Borrowed, Buffer, Heap, Memory, Static},
    piece::Span,
    region::{Checkpoint, Region},
    run::{Run, Scoped},
    safe::ArenaSafe,
    table::Table,
};
#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
pub use {
    place::{Place, State},
    slots::Slots,
};
