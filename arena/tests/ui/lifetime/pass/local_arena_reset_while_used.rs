//! A value that is used after its arena for one thread was reset.

use arena::LocalArena;

fn main() {
    let mut arena = LocalArena::new(64).unwrap();
    let value = arena.alloc(1);
    *value += 1;
    arena.reset();
    arena.alloc(2);
}
