//! The public face of the arena, one module per topic.

#![cfg(feature = "alloc")]
#![expect(clippy::std_instead_of_alloc, clippy::std_instead_of_core, reason = "tests have `std`")]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

mod callbacks;
mod figures;
mod growth;
mod hostile;
mod layers;
mod local;
mod model;
mod support;
mod threads;
