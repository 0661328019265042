//! A box made into one of another type of the same size.

use arena::{Arena, Box, unsize_box};

fn main() {
    let arena = Arena::new(64).unwrap();
    let numbers: Box<[i32]> = unsize_box!(arena.alloc_box([1, 2]) => [i32]);
    assert_eq!(numbers.len(), 2);
}
