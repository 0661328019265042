//! An owner that outlives its pool.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let owned = pool.alloc(1).unwrap();
    drop(pool);
    assert_eq!(*owned, 1);
}
