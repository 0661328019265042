//! A pool that is used after a reset of its arena.

use arena::{Arena, Pool};

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let key = pool.insert(1).unwrap();
    arena.reset();
    assert!(pool.get(key).is_none());
    drop(pool);
    arena.reset();
}
