//! A trait object that is leaked, though nothing says whether its value needs drop.

use arena::{Arena, ArenaSafe};

trait Shape: ArenaSafe {}

impl Shape for u8 {}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let shape: &mut dyn Shape = arena.alloc(1_u8);
    assert_eq!(size_of_val(shape), 1);
}
