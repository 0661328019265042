//! A reference to a value whose owner has left it to a key.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let mut owned = pool.alloc(1).unwrap();
    let value: &mut u32 = &mut owned;
    assert_eq!(pool.len(), 1);
    *value = 2;
}
