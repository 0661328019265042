//! An arena by value where a handle is asked for.

use arena::{Arena, Handle};

fn word<'a>(handle: impl Handle<'a>) -> &'a str {
    handle.alloc_str("word")
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    assert_eq!(word(arena), "word");
}
