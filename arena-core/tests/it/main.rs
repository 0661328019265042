//! The tests of `arena-core` from outside, in one binary.

mod safe;
