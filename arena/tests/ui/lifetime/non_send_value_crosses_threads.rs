//! A reference to a value that is not `Sync`, sent to another thread.

use std::{cell::Cell, thread};

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let shared: &Cell<u32> = arena.alloc(Cell::new(1));
    thread::scope(|threads| {
        threads.spawn(|| shared.set(2));
    });
    shared.set(3);
}
