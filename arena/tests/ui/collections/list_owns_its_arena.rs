//! A list on an arena by value, which would drop it.

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut list = Vec::new_in(arena);
    list.push(1);
}
