//! A value that outlives its arena.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let value = arena.alloc(1);
    drop(arena.local());
    *value += 1;
}
