//! A slice that leaves the scope its list was made in.

use arena::{Arena, collections::Vec};

fn main() {
    let arena = Arena::new(4096).unwrap();
    let len = arena.local().scope(|inner| {
        let slice = Vec::from_iter_in([1, 2], &*inner).into_slice();
        slice.len()
    });
    let _ = len;
}
