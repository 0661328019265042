//! A pool of values that are not `Sync`, shared by threads.

use std::{cell::Cell, thread};

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let key = pool.insert(Cell::new(1)).unwrap();
    thread::scope(|threads| {
        threads.spawn(|| pool.get(key).unwrap().set(2));
    });
}
