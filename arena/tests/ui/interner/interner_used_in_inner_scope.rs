//! An interner in a scope, used after a scope inside that one.

use arena::{Arena, Interner};

fn main() {
    let mut arena = Arena::new(4096).unwrap();
    arena.scope(|scope| {
        scope.scope(|inner| *inner.alloc(1));
        let names = Interner::new_in(10, &*scope);
        scope.scope(|inner| *inner.alloc(1));
        names.intern("two");
    });
}
