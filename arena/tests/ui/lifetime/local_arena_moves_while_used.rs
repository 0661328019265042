//! A value that is used after its arena for one thread has moved.

use arena::LocalArena;

fn main() {
    let arena = LocalArena::new(64).unwrap();
    let value = arena.alloc(1);
    drop(arena);
    *value += 1;
}
