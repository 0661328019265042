//! A field of a type that needs no drop, but does not say so.

use arena::ArenaSafe;

#[derive(Debug, ArenaSafe)]
struct Position {
    line: u32,
}

#[derive(ArenaSafe)]
struct Token {
    position: Position,
}

fn main() {}
