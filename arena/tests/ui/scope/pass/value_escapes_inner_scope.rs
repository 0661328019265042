//! A value that leaves a scope inside a scope.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|scope| {
        let value = scope.scope(|inner| *inner.alloc(1));
        let _ = &value;
    });
}
