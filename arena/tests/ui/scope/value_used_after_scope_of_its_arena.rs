//! A value from before a scope of its arena, which the scope must not see.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let value = arena.alloc(1);
    *value += 1;
    arena.scope(|scope| assert_eq!(scope.alloc(1), &1));
    *value += 1;
}
