//! A parameter that is `Copy`, and an argument that does not say that it needs no drop.

use std::mem::ManuallyDrop;

use arena::{Arena, ArenaSafe};

#[derive(ArenaSafe)]
struct Held<T: Copy>(#[arena(copy)] T);

fn main() {
    let arena = Arena::new(1024).unwrap();
    arena.alloc(Held(ManuallyDrop::new(1)));
}
