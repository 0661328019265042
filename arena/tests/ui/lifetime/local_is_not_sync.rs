//! One handle in two threads at once.

use std::thread;

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let local = arena.local();
    thread::scope(|threads| {
        threads.spawn(|| local.alloc(1));
    });
    local.alloc(2);
}
