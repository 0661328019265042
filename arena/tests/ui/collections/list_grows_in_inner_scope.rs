//! A list of a scope that grows in a scope inside it.

use arena::{Arena, collections::Vec};

fn main() {
    let mut arena = Arena::new(4096).unwrap();
    arena.scope(|outer| {
        let mut list = Vec::new_in(&*outer);
        list.push(1);
        outer.scope(|inner| list.push(*inner.alloc(2)));
    });
}
