//! The owner of a value that is not `Send`, sent to another thread.

use std::{rc::Rc, thread};

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let owned = pool.alloc(Rc::new(1)).unwrap();
    thread::scope(|threads| {
        threads.spawn(move || drop(owned));
    });
}
