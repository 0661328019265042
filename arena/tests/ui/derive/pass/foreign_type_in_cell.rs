//! A `Copy` type of another crate, in a cell, which is not `Copy`.

use std::{cell::Cell, mem::ManuallyDrop};

use arena::{ArenaSafe, Plain};

#[derive(ArenaSafe)]
struct Counter {
    number: Cell<Plain<ManuallyDrop<u32>>>,
    twice: Plain<ManuallyDrop<u32>>,
}

fn main() {}
