//! A value that others may look at, changed by one of them.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(2, &arena);
    let key = pool.insert(1).unwrap();
    *pool.alloc(1).unwrap() = 2;
    assert!(pool.remove(key));
}
