//! A box that is made as the standard one is.

use arena::{Arena, Box};

fn main() {
    let arena = Arena::new(64).unwrap();
    let boxed: Box<i32> = Box::new(1);
    assert_eq!(*boxed, 1 + arena.allocated() as i32 / 8);
}
