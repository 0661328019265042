//! A field of a type that cannot be read into an arena.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    data: Foreign,
}

#[derive(ArenaSafe, Default)]
struct Foreign;

fn main() {}
