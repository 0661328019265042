//! A pool that outlives its arena.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    drop(arena.local());
    assert!(pool.insert(1).is_ok());
}
