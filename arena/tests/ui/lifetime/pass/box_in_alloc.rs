//! A `Box` in an arena: what it owns would never be freed.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let number = Box::new(1);
    arena.alloc(*number);
}
