//! A union.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
union Word {
    bits: u32,
    float: f32,
}

fn main() {}
