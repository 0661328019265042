//! A slice that outlives the arena its list was in.

use arena::{Arena, collections::Vec};

fn main() {
    let _outer = Arena::new(1024).unwrap();
    let slice = {
        let _inner = Arena::new(1024).unwrap();
        Vec::from_iter_in([1, 2], &_inner).into_slice()
    };
    slice[0] += 1;
}
