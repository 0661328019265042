//! A box made from a reference, whose owner would still be there when the value has been moved out.

use arena::{Arena, Box};

fn main() {
    let arena = Arena::new(64).unwrap();
    let number: &mut u32 = arena.alloc(1);
    let boxed: Box<u32> = arena.alloc_box(*number);
    assert_eq!(*boxed, 1);
}
