//! A `Vec` in an arena: its elements would never be freed.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let numbers = vec![1, 2, 3];
    arena.alloc_slice_copy(&numbers);
}
