//! A `String` in an arena: its text would never be freed.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let name = String::from("Ada");
    arena.alloc_str(&name);
}
