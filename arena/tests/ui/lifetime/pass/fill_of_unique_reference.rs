//! A bitwise fill with a `&mut`, which would then not be the only one.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let mut number = 1;
    let unique = &mut number;
    arena.alloc_slice_fill_copy(2, &*unique);
}
