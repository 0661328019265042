//! The trait both by the derive and by hand.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct One {
    one: u32,
}

impl One {}

fn main() {}
