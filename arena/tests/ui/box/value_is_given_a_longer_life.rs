//! A value that borrows, unsized to a trait object that does not.

use std::fmt::Display;

use arena::{Arena, unsize_box};

fn main() {
    let arena = Arena::new(64).unwrap();
    let local = String::from("local");
    let shown = unsize_box!(arena.alloc_box(local.as_str()) => dyn Display + 'static);
    assert_eq!(shown.to_string(), "local");
}
