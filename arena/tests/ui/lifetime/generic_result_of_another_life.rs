//! Generic code that promises more than its handle does.

use arena::{Arena, Handle};

fn word<'a, 'b>(handle: impl Handle<'a>, _: &'b str) -> &'b str {
    handle.alloc_str("word")
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    assert_eq!(word(&arena, "").len(), 4);
}
