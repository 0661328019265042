//! An entry that outlives its pool.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let key = pool.insert(1).unwrap();
    let entry = pool.get(key).unwrap();
    drop(pool);
    assert_eq!(*entry, 1);
}
