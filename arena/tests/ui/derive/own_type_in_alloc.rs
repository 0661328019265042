//! A value of a type that needs no drop, but does not say so.

use arena::Arena;

#[derive(Debug)]
struct Inner {
    x: f32,
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    arena.alloc(Inner { x: 1.0 });
}
