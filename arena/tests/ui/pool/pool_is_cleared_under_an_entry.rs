//! A pool that is cleared while somebody looks at a value.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut pool = Pool::new_in(1, &arena);
    let key = pool.insert(1).unwrap();
    let entry = pool.get(key).unwrap();
    pool.clear();
    assert_eq!(*entry, 1);
    drop(entry);
    pool.clear();
}
