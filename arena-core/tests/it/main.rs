//! The tests of `arena-core` from outside, in one binary.

mod region;
mod safe;
