//! A value that refers to its own pool, by more than a key.

use arena::{Arena, Key, Pool};

struct Node<'p> {
    pool: Option<&'p Pool<'p, Node<'p>>>,
    _next: Option<Key<Node<'p>>>,
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let pool = Pool::new_in(1, &arena);
    let node = Node { pool: Some(&pool), _next: None };
    assert!(node.pool.is_none() || pool.is_empty());
    pool.insert(node).ok().unwrap();
}
