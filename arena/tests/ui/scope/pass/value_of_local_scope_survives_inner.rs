//! A value of an inner scope, put where the outer one has one.

use arena::LocalArena;

fn main() {
    let mut arena = LocalArena::new(1024).unwrap();
    arena.scope(|outer| {
        let mut value = outer.alloc(1);
        outer.scope(|inner| *value = *inner.alloc(2));
        *value += 1;
        value = outer.alloc(3);
        *value += 1;
    });
}
