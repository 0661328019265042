//! A field that needs drop.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Token<'a> {
    kind: &'a str,
    text: String,
}

fn main() {}
