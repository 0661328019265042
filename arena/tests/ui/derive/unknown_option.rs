//! An option that does not exist.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Token {
    #[arena(skip)]
    kind: u32,
}

fn main() {}
