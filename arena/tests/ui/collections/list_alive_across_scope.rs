//! A list that is used after a scope of its arena.

use arena::{Arena, collections::Vec};

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let mut list = Vec::new_in(&arena);
    list.push(1);
    arena.scope(|scope| *scope.alloc(1) += 1);
    list.push(2);
}
