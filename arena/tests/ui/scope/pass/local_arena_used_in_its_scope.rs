//! An arena for one thread that allocates while a scope of it is open.

use arena::LocalArena;

fn main() {
    let mut arena = LocalArena::new(1024).unwrap();
    arena.scope(|scope| {
        scope.alloc(1);
        scope.alloc(2);
    });
}
