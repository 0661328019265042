//! A function pointer generic over a lifetime, in a cell, which is not `Copy`.

use std::cell::Cell;

use arena::{ArenaSafe, Plain};

type Action = fn(&mut u8);

#[derive(ArenaSafe)]
struct Rule {
    // These do as they are.
    first: Action,
    second: Option<Action>,
    current: Cell<Action>,
    last: Plain<Action>,
}

fn main() {}
