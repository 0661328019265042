//! A value that needs drop, though a wrong impl says otherwise.

use arena::{Arena, ArenaSafe};

struct Text(String);

impl ArenaSafe for Text {}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let text = || Text(String::new());
    let kept = arena.alloc(text());
    assert!(kept.0.is_empty());
}
