//! A box of a trait object that leaves the scope it was made in.

use std::any::Any;

use arena::{Arena, unsize_box};

fn main() {
    let mut arena = Arena::new(64).unwrap();
    let any = arena.scope(|scope| {
        let any = unsize_box!(scope.alloc_box(1_u32) => dyn Any);
        any.is::<u32>()
    });
    drop(any);
}
