//! An interner on a handle that one thread has.

use arena::{Arena, Interner};

fn main() {
    let arena = Arena::new(4096).unwrap();
    let local = arena.local();
    let names = Interner::new_in(10, &arena);
    local.alloc(names.intern("one"));
}
