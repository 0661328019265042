//! Text in an arena is for reading.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let name = arena.alloc_str("Ada");
    name.make_ascii_uppercase();
}
