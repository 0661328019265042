//! A value whose drop would look at what has died before the pool.

use arena::{Arena, Pool};

struct Shown<'a>(&'a str);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        assert!(!self.0.is_empty());
    }
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let text = String::from("text");
    let pool = Pool::new_in(1, &arena);
    {
        let text = String::from("text");
        pool.insert(Shown(&text)).ok().unwrap();
    }
    assert_eq!(text.len() + pool.len(), 5);
}
