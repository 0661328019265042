//! A value that needs drop, by generic code.

use arena::{Arena, Handle};

fn put<'a>(handle: impl Handle<'a>) {
    handle.alloc(String::from("word"));
}

fn main() {
    put(&Arena::new(1024).unwrap());
}
