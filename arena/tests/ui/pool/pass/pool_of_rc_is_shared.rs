//! A pool of values that are not `Send`, shared by threads.

use std::{rc::Rc, thread};

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::<Box<u32>>::new_in(1, &arena);
    thread::scope(|threads| {
        threads.spawn(|| assert!(pool.is_empty()));
    });
}
