//! A value that is changed while somebody looks at it.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut pool = Pool::new_in(1, &arena);
    let key = pool.insert(1).unwrap();
    let entry = pool.get(key).unwrap();
    assert_eq!(*pool.get(key).unwrap(), 1);
    assert_eq!(*entry, 1);
    drop(entry);
    *pool.get_mut(key).unwrap() = 2;
}
