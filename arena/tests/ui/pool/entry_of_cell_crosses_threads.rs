//! An entry of a value that is not `Sync`, sent to another thread.

use std::{cell::Cell, sync::atomic::AtomicU32, thread};

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool: Pool<Cell<u32>> = Pool::new_in(1, &arena);
    let entry = pool.get(pool.insert(Default::default()).unwrap()).unwrap();
    thread::scope(|threads| {
        threads.spawn(move || drop(entry));
    });
    let _ = Cell::new(AtomicU32::new(1));
}
