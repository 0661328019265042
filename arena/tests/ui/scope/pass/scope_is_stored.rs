//! A scope, stored outside itself.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|outer| {
        let mut kept = Vec::new();
        outer.scope(|inner| kept.push(*inner.alloc(1)));
    });
}
