//! A map whose keys may need drop, for all that is said of them.

use arena::{Arena, collections::HashMap};

fn empty<'a, K: arena::ArenaSafe>(arena: &'a Arena) -> HashMap<K, u32, &'a Arena> {
    HashMap::new_in(arena)
}

fn main() {
    let arena = Arena::new(64).unwrap();
    assert_eq!(empty::<u8>(&arena).len(), 0);
}
