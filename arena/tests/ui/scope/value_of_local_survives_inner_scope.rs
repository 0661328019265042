//! What a handle of a scope has made, used after a scope inside: the handle is gone, the borrow is not.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|scope| {
        let value = scope.local().alloc(1);
        scope.scope(|inner| assert_eq!(inner.alloc(1), &1));
        *value += 1;
    });
}
