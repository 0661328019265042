//! An option that does not exist.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Token {
    #[arena(copy)]
    kind: u32,
}

fn main() {}
