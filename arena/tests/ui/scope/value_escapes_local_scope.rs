//! A value that leaves the scope of a handle.

use arena::Arena;

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut local = arena.local();
    let value = local.scope(|inner| inner.alloc(1));
    let _ = &value;
}
