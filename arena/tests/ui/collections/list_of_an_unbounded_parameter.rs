//! A list of a type that may need drop, for all that is said of it.

use arena::{Arena, collections::Vec};

fn empty<'a, T>(arena: &'a Arena) -> Vec<T, &'a Arena> {
    Vec::new_in(arena)
}

fn main() {
    let arena = Arena::new(64).unwrap();
    assert_eq!(empty::<u8>(&arena).len(), 0);
}
