//! A field that an attribute adds after the derive has read the type.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena_test_add_field::add_field(text: String)]
struct Token {
    kind: u32,
}

fn main() {}
