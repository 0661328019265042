//! A value that leaves the scope of an arena for one thread.

use arena::LocalArena;

fn main() {
    let mut arena = LocalArena::new(1024).unwrap();
    let value = arena.scope(|scope| scope.alloc(1));
    let _ = &value;
}
