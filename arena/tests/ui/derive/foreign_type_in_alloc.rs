//! A `Copy` value of a type of another crate.

use std::mem::ManuallyDrop;

use arena::Arena;

fn main() {
    let arena = Arena::new(1024).unwrap();
    let number = ManuallyDrop::new(1);
    arena.alloc(number);
}
