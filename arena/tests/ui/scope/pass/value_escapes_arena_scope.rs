//! A value that leaves the scope of an arena.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    let value = arena.scope(|scope| *scope.alloc(1));
    let _ = &value;
}
