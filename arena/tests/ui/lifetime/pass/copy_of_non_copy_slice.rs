//! A bitwise copy of a slice of unique references.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let mut number = 1;
    let unique = [&mut number];
    arena.alloc_slice_fill_iter(unique);
}
