//! A reference to a value that outlives the entry that keeps it.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let key = pool.insert(1).unwrap();
    let entry = pool.get(key).unwrap();
    let value: &u32 = &entry;
    drop(entry);
    assert_eq!(*value, 1);
}
