//! `Copy` values of a type of another crate, as elements.

use std::mem::ManuallyDrop;

use arena::{Arena, Plain};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let _ = Plain(0);
    let numbers = (0..3).map(ManuallyDrop::new);
    arena.alloc_slice_fill_iter(numbers.map(Plain));
}
