//! A field that needs drop.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Token<'a> {
    kind: &'a str,
    text: &'a str,
}

fn main() {}
