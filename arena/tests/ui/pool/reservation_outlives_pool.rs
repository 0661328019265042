//! A reservation that outlives its pool.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let vacant = pool.reserve().unwrap();
    drop(pool);
    vacant.insert(1);
}
