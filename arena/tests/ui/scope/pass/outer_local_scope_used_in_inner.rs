//! A scope of an arena for one thread that allocates while one inside it is open.

use arena::LocalArena;

fn main() {
    let mut arena = LocalArena::new(1024).unwrap();
    arena.scope(|outer| {
        outer.scope(|inner| {
            inner.alloc(1);
            inner.alloc(2);
        });
    });
}
