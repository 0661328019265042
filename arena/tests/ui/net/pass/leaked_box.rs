//! A box that is leaked, though its value needs drop, and a wrong impl says otherwise.

use arena::{Arena, ArenaSafe};

struct Text(String);

impl ArenaSafe for Text {}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let text = || Text(String::new());
    let kept = arena.alloc_box(text());
    let kept = kept.into_inner();
    assert!(kept.0.is_empty());
}
