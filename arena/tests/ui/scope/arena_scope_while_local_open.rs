//! A scope of an arena while a handle is open.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let local = arena.local();
    local.alloc(1);
    local.alloc(2);
    arena.scope(|scope| assert_eq!(scope.alloc(1), &1));
}
