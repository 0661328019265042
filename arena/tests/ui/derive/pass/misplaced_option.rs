//! An option of fields on a type.

use arena::ArenaSafe;

#[derive(ArenaSafe, Clone, Copy)]
#[arena(bound = "")]
struct Token {
    kind: u32,
}

fn main() {}
