//! A union.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Word {
    bits: u32,
    float: f32,
}

fn main() {}
