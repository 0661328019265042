//! A list that leaves the scope it was made in.

use arena::{Arena, collections::Vec};

fn main() {
    let mut arena = Arena::new(4096).unwrap();
    let len = arena.scope(|scope| {
        let list = Vec::from_iter_in([1, 2], &*scope);
        list
    });
    drop(len);
}
