//! A list of cells that two threads read.

use std::{cell::Cell, thread};

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(4096).unwrap();
    let list = Vec::from_iter_in([Cell::new(1)], &arena);
    thread::scope(|threads| {
        threads.spawn(|| list.len());
        threads.spawn(|| list.len());
    });
}
