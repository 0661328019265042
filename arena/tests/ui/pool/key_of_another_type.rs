//! The key of a pool of other values.

use arena::{Arena, Pool};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let numbers = Pool::new_in(1, &arena);
    let texts = Pool::<&str>::new_in(1, &arena);
    let key = numbers.insert(1).unwrap();
    assert!(!texts.remove(key));
    assert!(texts.is_empty());
}
