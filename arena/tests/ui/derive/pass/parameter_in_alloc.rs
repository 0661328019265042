//! A value of a type parameter without the bound.

use arena::{Arena, ArenaSafe};

fn store<T: ArenaSafe>(arena: &Arena, value: T) -> &mut T {
    arena.alloc(value)
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    fn is_safe<T: ArenaSafe>(_: &T) {}
    is_safe(store(&arena, 1));
}
