//! A list that grows in a scope of the arena that it stands on.

use arena::{LocalArena, collections::Vec};

fn main() {
    let mut arena = LocalArena::new(1024).unwrap();
    let mut list = Vec::new_in(&arena);
    arena.scope(|scope| list.push(*scope.alloc(1)));
    list.push(2);
    arena.reset();
}
