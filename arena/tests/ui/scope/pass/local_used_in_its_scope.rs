//! A handle that allocates while a scope of it is open.

use arena::Arena;

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut local = arena.local();
    local.scope(|inner| {
        inner.alloc(1);
        inner.alloc(2);
    });
}
