//! A scope that allocates while one inside it is open.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|outer| {
        outer.scope(|inner| {
            outer.alloc(1);
            inner.alloc(2);
        });
    });
}
