//! The trait both by the derive and by hand.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct One {
    one: u32,
}

impl ArenaSafe for One {}

fn main() {}
