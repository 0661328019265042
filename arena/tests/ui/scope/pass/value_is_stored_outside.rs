//! A value of a scope, stored in a variable outside it.

use arena::Arena;

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut kept = Vec::new();
    arena.local().scope(|inner| kept.push(*inner.alloc(1)));
    assert_eq!(kept.len(), 1);
}
