//! A transparent type of two fields.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(transparent)]
struct Pair {
    left: u8,
    right: u8,
}

fn main() {}
