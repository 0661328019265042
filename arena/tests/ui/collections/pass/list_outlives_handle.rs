//! A list that outlives the handle it grows by.

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut list = {
        let local = arena.local();
        local.alloc(1);
        Vec::new_in(&arena)
    };
    list.push(1);
}
