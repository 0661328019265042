//! A pool that is taken out of the scope in which it was made.

use arena::{Arena, Pool};

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|scope| {
        let pool = Pool::<u8>::new_in(1, &*scope);
        pool
    });
}
