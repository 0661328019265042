//! What generic code makes by the handle of a scope, taken out of it.

use arena::{Arena, Handle};

fn word<'a>(handle: impl Handle<'a>) -> &'a str {
    handle.alloc_str("word")
}

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let word = arena.scope(|scope| word(&*scope));
    assert_eq!(word.len(), 4);
}
