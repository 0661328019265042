//! An arena shared by threads: lock-free, typed, and proven at compile time to need no drop.
//!
//! An [`Arena`] is one span of memory and one cursor that moves down through it. Many threads
//! allocate at once through `&Arena`, without locks: an allocation is one compare-and-swap, and
//! where threads collide, each gets a word of its own to swap. A thread that makes many takes a
//! [`Local`], whose allocations are a few instructions and no
//! atomic, and live as long as the arena. Nothing is freed alone; [`reset`](Arena::reset), or
//! dropping the arena, frees everything in one step.
//!
//! ```
//! use arena::{Arena, ArenaSafe};
//!
//! # #[cfg(feature = "derive")]
//! #[derive(ArenaSafe)]
//! struct Person<'a> {
//!     name: &'a str,
//!     friends: &'a [u32],
//! }
//! # #[cfg(not(feature = "derive"))]
//! # struct Person<'a> { name: &'a str, friends: &'a [u32] }
//! # #[cfg(not(feature = "derive"))]
//! # impl ArenaSafe for Person<'_> {}
//!
//! let arena = Arena::new(64 * 1024)?;
//! let people: Vec<&Person> = std::thread::scope(|threads| {
//!     let workers = ["Ada", "Grace"].map(|name| {
//!         let local = arena.local();
//!         threads.spawn(move || {
//!             let name = local.alloc_str(name);
//!             let friends = local.alloc_slice_copy(&[1, 2, 3]);
//!             &*local.alloc(Person { name, friends })
//!         })
//!     });
//!     workers.into_iter().map(|worker| worker.join().unwrap()).collect()
//! });
//! assert_eq!(people[1].name, "Grace");
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! # Choosing a memory
//!
//! | constructor | memory | for |
//! |---|---|---|
//! | [`Arena::new`](struct.Arena.html#method.new) | [`Heap`]: the global allocator | the usual case |
//! | [`Arena::mapped`](struct.Arena.html#method.mapped) | [`Mapped`](struct.Mapped.html): address space from the system | a need that you cannot foresee |
//! | [`Arena::from_buffer`] | [`Borrowed`]: bytes you have | arrays, statics, a part of another arena |
//! | [`static_arena!`] | [`Static`]: a `static` | no allocator, no set-up at run time |
//!
//! What one thread at a time keeps for itself, without a handle, is a [`LocalArena`], over the same
//! memories. What many own together, without a lifetime, is an [`ArcArena`](struct.ArcArena.html).
//!
//! An arena holds exactly the capacity it was made with, and never grows. A request that does not
//! fit is an [`AllocError::Full`], or a panic with that text in the forms without `try_`; what was
//! there before stays as it was.
//!
//! # Dropping
//!
//! Nothing in an arena is ever dropped. So [`Arena::alloc`] takes only types that need no drop:
//! those that are [`ArenaSafe`]. Numbers, references and other plain types of `core` are; your own
//! become so by `#[derive(ArenaSafe)]`, which checks every field. A `String` or a `Vec` is refused
//! at compile time, since its heap memory would leak: keep text as `&str` made by
//! [`Arena::alloc_str`], and lists as slices made by [`Arena::alloc_slice_copy`] and its kin.
//! `Copy` types of other crates go in by [`Arena::alloc_copy`]. What does need drop goes into a
//! [`Box`], which drops it: by [`Arena::alloc_box`] and its kin, and by [`unsize_box!`] as a trait
//! object.
//!
//! # Threads
//!
//! `Arena` is `Send` and `Sync`; a `Local` is `Send`. Neither asks that your types be `Send`: a
//! reference to a value that is not `Send` is itself not `Send`, and the arena never touches a
//! value again.
//!
//! When threads keep colliding at the arena's cursor, it opens *lanes*: up to 64 words on cache lines
//! of their own, each over a chunk of bytes, which the threads spread over. They lie in the arena's
//! memory and take a 512th of it; arenas below 256 KiB never open them, nor does one in which no two
//! threads collide. What their chunks have left counts as free, and is looked for before anything is
//! refused. A [reset](Arena::reset) closes them.
//!
//! A `Local` claims runs, the larger the more it allocates, and gives back what it has not handed
//! out, so handles may be many and short-lived.
//!
//! # Taking bytes back
//!
//! [`Arena::reset`] frees everything. A scope frees what was allocated in it: [`Arena::scope`] for
//! any number of threads, [`Local::scope`] for one thread and without atomics. Scopes nest, and
//! what they hand out cannot leave them.
//!
//! # Boxes and collections
//!
//! A [`Box`] owns one value of any type and drops it. With the feature `collections`, the `Vec`,
//! `String`, `HashMap` and `HashSet` of [`arena::collections`](collections/index.html) are never dropped and
//! may be part of what an arena holds. Build on a `&Local`, which is fast, and keep slices, which
//! outlive it; build on `&Arena` what must go on growing later, or on another thread.
//!
//! # Pools
//!
//! A [`Pool`](struct.Pool.html) has slots for values of one type in an arena's memory, which come back
//! one by one, on any thread: for what comes and goes while the rest stays. The values may be of any
//! type and are dropped. An [`Owned`](struct.Owned.html) has its value alone, as a box does; a
//! [`Key`](struct.Key.html) is a plain number that finds one, until it was removed.
//!
//! # Texts that come again, and links that are set later
//!
//! With the feature `interner`, an [`Interner`](struct.Interner.html) keeps each text once and gives it
//! a [`Symbol`](struct.Symbol.html) of four bytes: a number from 0 on, the same for all threads, to
//! compare texts by and to index tables by. Take it for names, words and keys that come up again and
//! again; a text that comes once is better an [`alloc_str`](Arena::alloc_str).
//!
//! A [`Link`] is a reference that is set later, by any thread: to a parent, to a definition. On one
//! thread a `Cell<Option<&T>>` does that; but a tree with cells cannot be shared.
//!
//! With links, nodes of a tree know their parents; it is built and read by many threads, without
//! `unsafe`:
//!
//! ```
//! use arena::{Arena, ArenaSafe, Link};
//!
//! # #[cfg(feature = "derive")]
//! #[derive(ArenaSafe)]
//! struct Node<'a> {
//!     parent: Link<'a, Node<'a>>, // a `Cell` would not be `Sync`
//!     children: &'a [Node<'a>],
//! }
//! # #[cfg(not(feature = "derive"))]
//! # struct Node<'a> { parent: Link<'a, Node<'a>>, children: &'a [Node<'a>] }
//! # #[cfg(not(feature = "derive"))]
//! # impl ArenaSafe for Node<'_> {}
//!
//! let arena = Arena::new(4096)?;
//! let leaf = |_| Node { parent: Link::default(), children: &[] };
//! let root: &Node = arena.alloc(Node {
//!     parent: Link::default(),
//!     children: arena.alloc_slice_fill_with(2, leaf),
//! });
//! std::thread::scope(|threads| {
//!     for child in root.children {
//!         threads.spawn(|| child.parent.set(Some(root)));
//!     }
//! });
//! assert!(root.children.iter().all(|child| child.parent.get().is_some()));
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! | November 2026 | `Interner` | lasso 0.7 `ThreadedRodeo` | lasso 0.7 `Rodeo` | `symbol_table` 0.5 | string-interner 0.20 |
//! |---|---|---|---|---|---|
//! | threads share it | yes, no lock | yes, by locks on shards | to read, once it is done | yes, by locks on shards | no |
//! | symbols are `0..n` | yes | yes | yes | no | yes |
//! | grows | no: a capacity is said | yes | yes | yes | yes |
//! | texts outlive it | yes, with the arena | no | no | if it is global | no |
//! | full | an error, or a panic | an error, or a panic | an error, or a panic | - | a panic |
//! | without an allocator | yes | no | no | no | no |
//!
//! # Reading
//!
//! With the feature `serde`, structs and enums that borrow from an arena are read straight into it, from
//! any format that `serde` knows: see [`deserialize`](deserialize/index.html).
//!
//! # Why it is safe
//!
//! ```text
//! floor        top                                              end
//!   |   free    | run of a Local: free <- used | value | "text" |
//!               ^ one compare-and-swap moves it down
//! ```
//!
//! 1. *Every byte has one owner.* Bytes below the cursor are nobody's. To move it down is to own what
//!    it passed, and one exchange of one word decides who did. A `Local` owns its run and hands out
//!    parts of it.
//! 2. *No reference outlives its bytes.* What is handed out borrows the arena or the scope. The
//!    cursor goes back up only for whoever has all of it (`reset` needs `&mut`), at the end of a
//!    closure whose lifetime cannot leave it (scopes), or over bytes whose owner gives them up (the
//!    rest of a handle, the last block of a collection).
//! 3. *Nobody else's code runs in between.* Closures, iterators, `Clone` and `Display` run after
//!    their bytes were claimed, and nothing is held meanwhile: they may allocate, panic, or recurse.
//! 4. *Nothing is dropped by the arena*, so no destructor can see what is gone.
//! 5. *Sizes cannot wrap.* The arithmetic is in one file without pointers, and is tested on all
//!    small integers.
//!
//! The orderings are checked by models of every two operations that may race; the README says what
//! else looks for mistakes, and how to repeat that.
//!
//! # Coming from another crate
//!
//! The guide shows [how a program moves](guide/moving/index.html), method by method and with a parser
//! before and after, and [which handle and which method](guide/index.html) is for what.
//!
//! # Comparison
//!
//! As of November 2026, by the documentation and the sources of the versions named.
//!
//! | | arena | bumpalo 3.20 | bump-scope 2.4 | blink-alloc 0.4 | bitena 0.1 | multitude 0.12 |
//! |---|---|---|---|---|---|---|
//! | threads share one arena | yes, no lock | no (`herd`: one each) | no (pool: one each) | raw layouts, a lock | yes, no lock | no |
//! | what a thread's handle made outlives it | yes | with `herd` | with its pool | no | - | no |
//! | types that need drop are refused | by a bound, with a derive | no | for plain references | no | no | no |
//! | values are dropped | in a `Box` | in a `Box` | yes, in its boxes | at a reset | no | yes |
//! | scopes | yes, for threads too | no | yes, also as guards | no | no | no |
//! | grows | no: reserve address space | yes | yes | yes | no | yes |
//! | a given buffer, a `static` | yes | no | by an allocator | by an allocator | no | by an allocator |
//! | base allocator of your own | no | no | yes | yes | no | yes |
//! | values outlive the arena | no | no | no | no | no | yes |
//! | text by `format_args!`, slices from any iterator | yes | text | yes | slices | no | text |
//! | `Allocator` of `allocator-api2` | 0.2 | 0.2 | 0.2, 0.3, 0.4 | 0.4 | no | 0.2, 0.4 |
//! | collections of its own | four | two | many | no | no | many |
//! | every request to the arena itself has a fallible form | yes | yes | yes | yes | yes | yes |
//!
//! What others do better: bumpalo has long been the reference, and needs no capacity. bump-scope has
//! collections for every need, settings for everything, and can bump upward, so that a list that is
//! the last thing allocated grows without moving. multitude's handles keep their memory alive, and
//! may be pinned. typed-arena drops what it holds.
//!
//! What a [`Pool`](struct.Pool.html) does, and others that give slots back, likewise:
//!
//! | | `Pool` | sharded-slab 0.1 | slotmap 1.1 | `shared_arena` 0.8 | `drop_arena` 0.3 | atomic-arena 0.1 |
//! |---|---|---|---|---|---|---|
//! | threads share it | yes, no lock | yes | no | yes, spins for a page | no | for reservations |
//! | sole owners, freed when dropped | yes | no | no | yes | by a call | no |
//! | keys that never find another's value | typed, 8 bytes | a `usize` | 8 bytes | no | no | 16 bytes |
//! | a key before its value, on any thread | yes | no | no | no | no | yes |
//! | a value removed while looked at | stays till then | stays till then | by `&mut` | stays, counted | - | by `&mut` |
//! | `len` | sums 64 words at most | none | a field | none | walks | walks |
//! | grows | no | yes | yes | yes | yes | no |
//! | without `std`, without allocator | yes | no | without `std` | no | without `std` | no |
//!
//! What others do better: slotmap is many times faster on one thread, and has tables beside it by key.
//! sharded-slab grows with the need. The handles of `shared_arena` keep its memory alive.
//!
//! # Features
//!
//! - `std` (default): implements `ArenaSafe` for the types of `std` that qualify. Implies `alloc`.
//!   Without it the crate is `#![no_std]`.
//! - `alloc`: enables `Arena::new`, which takes its memory from the global allocator. Without it
//!   the crate needs no allocator.
//! - `derive` (default): re-exports `#[derive(ArenaSafe)]`.
//! - `mmap`: enables `Arena::mapped`, which reserves address space from the operating system. Implies
//!   `std`.
//! - `allocator-api2`: implements the `Allocator` trait of `allocator-api2` 0.2 for `ArcArena` and
//!   the handles by reference, for the collections of other crates.
//! - `collections`: enables `collections`, `Vec`, `String`, `HashMap` and `HashSet` that an arena may hold.
//!   Implies `alloc` and `allocator-api2`.
//! - `interner`: enables `Interner`, which keeps each text once.
//! - `rayon`: enables `collect_slice_in`, which collects a parallel iterator. Implies `std` and
//!   `allocator-api2`.
//! - `poison`: overwrites freed bytes with a pattern, so that stale reads through raw pointers are
//!   noticed.
//! - `portable-atomic`: takes the atomics from the crate `portable-atomic`, for processors without
//!   compare-and-swap; for pools, also on words of 64 bits. There the program also turns on
//!   `critical-section` or `unsafe-assume-single-core` of that crate.
//! - `serde`: enables `#[derive(DeserializeIn)]` and `deserialize`, which read values straight into an
//!   arena, and implements `serde::Serialize` for `Stats`, `Box`, `Plain` and the collections.
//!
//! With `--cfg arena_asan`, freed bytes are also out of bounds for `AddressSanitizer` until they
//! are handed out again. With `--cfg arena_nightly`, the handles implement the `Allocator` trait of
//! `core`, which is not stable yet.
//!
//! # What it needs of a processor
//!
//! Compare-and-swap on words as wide as a pointer, of 32 or 64 bits, in either byte order. Most
//! processors have it. Cortex-M0 and RISC-V without the extension A do not, and get a compile error
//! without the feature `portable-atomic`. A pool needs it on words of 64 bits: where the processor has
//! none, as other Cortex-M and 32-bit RISC-V, there are pools with that feature only.
//!
//! # Minimum supported Rust version
//!
//! Rust 1.85. A release that needs a newer one than the last is a minor release.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(arena_nightly, feature(allocator_api))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod copy;

mod boxed;

mod forward;

mod plain;

mod claim;

mod typed;

#[cfg(any(feature = "collections", feature = "interner"))]
mod hasher;

mod grow;

#[macro_use]
mod methods;

mod handle;

mod stats;

mod local;

mod scope;

mod arena;

#[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
mod shared;

mod local_scope;

mod local_arena;

mod statics;

#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
mod pool;

#[cfg(feature = "interner")]
mod interner;

#[cfg(any(feature = "allocator-api2", arena_nightly))]
mod allocator;

#[cfg(feature = "collections")]
pub mod collections;

#[cfg(feature = "rayon")]
mod parallel;

#[cfg(feature = "serde")]
pub mod deserialize;

// Its examples need all of these.
#[cfg(all(any(doc, doctest), feature = "derive", feature = "collections", feature = "mmap"))]
pub mod guide;

/// What the macros expand to. No part of the public face.
#[doc(hidden)]
pub mod __private {
    // By the names that a program may give to macros of its own.
    pub use core::{compile_error, concat, stringify};

    pub use arena_core::{__private::*, Buffer};

    // Not functions of `Box`: whoever looks for `Box::new` would be told of them.
    pub use crate::boxed::{from_parts, into_parts};
    #[cfg(feature = "serde")]
    pub use crate::deserialize::derived as de;
}
#[cfg(feature = "mmap")]
pub use arena_core::Mapped;
pub use arena_core::{AllocError, ArenaSafe, Borrowed, Heap, Link, Static};
/// Implements [`ArenaSafe`](trait@ArenaSafe), and proves that it is true.
///
/// ```
/// use arena::ArenaSafe;
///
/// #[derive(ArenaSafe)]
/// enum Shape<'a> {
///     Point,
///     Circle { radius: f64 },
///     Path(&'a [(f64, f64)]),
/// }
///
/// #[derive(ArenaSafe)]
/// struct Tree<'a, T> {
///     value: T, // asks for `T: ArenaSafe`
///     children: &'a [Tree<'a, T>],
/// }
///
/// #[derive(ArenaSafe)]
/// #[arena(bound = "")] // owns no `T`
/// struct Failure<'a, T> {
///     source: &'a T,
///     code: Foreign, // `Copy`, but of a crate that knows no arena
/// }
/// # #[derive(Clone, Copy)]
/// # struct Foreign(i32);
/// ```
///
/// A field that needs drop is refused where its type is written:
///
/// ```compile_fail,E0277
/// # use arena::ArenaSafe;
/// #[derive(ArenaSafe)]
/// struct Named {
///     name: String,
/// }
/// ```
#[cfg(feature = "derive")]
pub use arena_derive::ArenaSafe;
/// Implements [`DeserializeIn`](trait@DeserializeIn).
///
/// ```
/// use arena::{Arena, ArenaSafe, DeserializeIn};
///
/// #[derive(ArenaSafe, DeserializeIn)]
/// enum Shape<'a> {
///     #[serde(rename = "dot")]
///     Point,
///     Circle { radius: f64 },
///     Path(&'a [(f64, f64)]),
/// }
///
/// let json = r#"["dot", {"Circle": {"radius": 2}}, {"Path": [[0, 0], [1, 2]]}]"#;
/// let arena = Arena::new(1024)?;
/// let local = arena.local();
/// let shapes: &mut &[Shape] = local.deserialize(&mut serde_json::Deserializer::from_str(json))?;
/// assert!(matches!(shapes[2], Shape::Path([_, (1.0, 2.0)])));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(all(feature = "derive", feature = "serde"))]
pub use arena_derive::DeserializeIn;

#[cfg(feature = "serde")]
pub use crate::deserialize::DeserializeIn;
#[cfg(any(feature = "collections", feature = "interner"))]
pub use crate::hasher::DefaultHashBuilder;
#[cfg(feature = "rayon")]
pub use crate::parallel::ParallelCollectIn;
#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
pub use crate::pool::{Entry, Key, Owned, Pool, Vacant};
#[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
pub use crate::shared::ArcArena;
pub use crate::{
    arena::Arena, boxed::Box, handle::Handle, local::Local, local_arena::LocalArena,
    local_scope::LocalScope, plain::Plain, scope::Scope, stats::Stats,
};
#[cfg(feature = "interner")]
pub use crate::{
    handle::Shared,
    interner::{Interner, Symbol},
};

/// Compiles and runs the code of the README.
#[cfg(all(doctest, feature = "derive", feature = "collections"))]
#[doc = include_str!("../README.md")]
struct Readme;
