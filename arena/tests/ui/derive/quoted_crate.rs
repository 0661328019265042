//! A path in quotes.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena(crate = "arena")]
struct Token {
    kind: u32,
}

fn main() {}
