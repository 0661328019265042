//! The clone of what a map stands on, which would abort if the arena is full.

use arena::{Arena, collections::HashMap};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut map = HashMap::new_in(&arena);
    map.insert("one", 1);
    let clone = map.clone();
    assert_eq!(clone.len(), 1);
}
