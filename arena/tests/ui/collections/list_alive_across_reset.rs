//! A list that is used after its arena was reset.

use arena::{Arena, collections::Vec};

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let mut list = Vec::new_in(&arena);
    list.push(1);
    arena.reset();
    list.push(2);
}
