//! A list that refers to what dies before it.

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut names = Vec::new_in(&arena);
    {
        let name = String::from("Ada");
        names.push(arena.alloc_str(&name));
    }
    assert_eq!(names.len(), 1);
}
