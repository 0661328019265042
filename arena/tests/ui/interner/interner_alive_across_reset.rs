//! An interner that is used after its arena was reset.

use arena::{Arena, Interner};

fn main() {
    let mut arena = Arena::new(4096).unwrap();
    arena.reset();
    let names = Interner::new_in(10, &arena);
    names.intern("one");
    arena.reset();
    names.intern("two");
}
