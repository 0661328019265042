//! A pool of values that live for ever, taken for one of shorter values.

use arena::{Arena, Pool};

fn insert<'v>(pool: &Pool<'_, &'v str>, value: &'v str) {
    pool.insert(value).unwrap();
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool: Pool<&'static str> = Pool::new_in(1, &arena);
    let text = String::from("text");
    insert(&pool, "text");
    assert_eq!(text.len() + pool.len(), 5);
}
