//! A pool in a value that is never dropped.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::<u8>::new_in(1, &arena);
    let pool = arena.alloc(pool);
    assert!(pool.is_empty());
}
