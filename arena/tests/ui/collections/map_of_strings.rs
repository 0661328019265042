//! A map whose keys are `String`s.

use arena::{Arena, collections::HashMap};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut ages = HashMap::new_in(&arena);
    ages.insert("Ada".to_string(), 36);
}
