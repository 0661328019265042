//! A field marked as `Copy` that is not.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Token<'a> {
    kind: &'a str,
    #[arena(copy)]
    text: &'a str,
}

fn main() {}
