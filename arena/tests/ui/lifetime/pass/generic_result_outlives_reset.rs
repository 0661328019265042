//! What generic code makes, used after the reset.

use arena::{Arena, Handle};

fn word<'a>(handle: impl Handle<'a>) -> &'a str {
    handle.alloc_str("word")
}

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let word = word(&arena);
    arena.reset();
    println!("{}", arena.allocated());
}
