//! A value that is used after its arena moved away.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let value = arena.alloc(1);
    let moved = arena;
    *value += 1;
    println!("{moved:?}");
}
