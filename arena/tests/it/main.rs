//! The public face of the arena, one module per topic.

#![cfg(feature = "alloc")]
#![expect(clippy::std_instead_of_alloc, clippy::std_instead_of_core, reason = "tests have `std`")]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[cfg(feature = "allocator-api2")]
mod allocators;
mod boxed;
mod callbacks;
#[cfg(feature = "collections")]
mod collections;
#[cfg(feature = "serde")]
mod deserialize;
mod figures;
mod growth;
mod guide;
#[cfg(feature = "collections")]
mod handle;
mod hostile;
#[cfg(feature = "interner")]
mod interner;
mod lanes;
#[cfg(not(miri))] // it reads sources
mod layers;
mod link;
mod local;
mod local_arena;
mod memories;
mod model;
#[cfg(all(feature = "rayon", not(miri)))] // casts integers to pointers itself
mod parallel;
mod plain;
mod pool;
mod readme;
mod refusals;
mod scopes;
#[cfg(feature = "serde")]
mod serialize;
mod shared;
mod stats;
mod support;
mod threads;
