//! The tests of `arena-core` from outside, in one binary.

mod error;
mod region;
mod safe;
mod slots;
