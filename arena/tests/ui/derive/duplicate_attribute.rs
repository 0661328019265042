//! An option given twice, in two attributes.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Token {
    #[arena(copy)]
    #[arena(copy)]
    kind: u32,
}

fn main() {}
