//! A list that is used after a scope of its handle.

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(4096).unwrap();
    let mut local = arena.local();
    let mut list = Vec::new_in(&arena);
    local.scope(|inner| *inner.alloc(1) += 1);
    list.push(1);
}
