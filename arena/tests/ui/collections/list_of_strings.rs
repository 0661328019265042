//! A list of `String`s.

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut names = Vec::new_in(&arena);
    names.push(String::from("Ada"));
}
