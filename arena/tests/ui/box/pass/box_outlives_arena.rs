//! A box of a trait object that outlives its arena.

use std::fmt::Display;

use arena::{Arena, unsize_box};

fn main() {
    let arena = Arena::new(64).unwrap();
    let shown = unsize_box!(arena.alloc_box(1) => dyn Display);
    drop(arena.local());
    assert_eq!(shown.to_string(), "1");
}
