//! A trait object of a trait that the value does not have.

use std::fmt::Display;

use arena::{Arena, unsize_box};

fn main() {
    let arena = Arena::new(64).unwrap();
    let value = 1.2;
    let shown = unsize_box!(arena.alloc_box(value) => dyn Display);
    assert!(!shown.to_string().is_empty());
}
