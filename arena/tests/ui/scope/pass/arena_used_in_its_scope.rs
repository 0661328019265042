//! An arena that allocates while a scope of it is open.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|scope| {
        scope.alloc(1);
        scope.alloc(2);
    });
}
