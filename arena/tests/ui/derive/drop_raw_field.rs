//! A field that needs drop, whose name is a keyword.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Index<'r#fn> {
    slot: &'r#fn u32,
    r#gen: String,
}

fn main() {}
