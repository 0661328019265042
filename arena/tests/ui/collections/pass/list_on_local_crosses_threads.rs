//! A list on a `&Local` that is sent to another thread, while this one has the handle.

use std::thread;

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(4096).unwrap();
    let local = arena.local();
    let mut list = Vec::new_in(&arena);
    thread::scope(|threads| {
        threads.spawn(|| list.push(1));
        local.alloc(2);
    });
}
