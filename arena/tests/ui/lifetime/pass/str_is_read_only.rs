//! Text in an arena is for reading.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let name = arena.alloc_slice_copy(b"Ada");
    name.make_ascii_uppercase();
}
