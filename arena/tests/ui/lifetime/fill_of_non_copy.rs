//! A bitwise fill with a `String`, which would then be owned many times.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let name = String::from("Ada");
    arena.alloc_slice_fill_copy(2, name);
}
