//! A value that is used after its arena was reset.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(64).unwrap();
    let value = arena.alloc(1);
    *value += 1;
    arena.reset();
    *value += 1;
}
