//! An option of fields on a type.

use arena::ArenaSafe;

#[derive(ArenaSafe, Clone, Copy)]
#[arena(copy)]
struct Token {
    kind: u32,
}

fn main() {}
