//! A field whose type an attribute changes after the derive has read it.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena_test_add_field::set_fields(text: [u8; 4])]
struct Token {
    text: &'static str,
}

fn main() {}
