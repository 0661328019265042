//! A text that was interned in a scope and leaves it.

use arena::{Arena, Interner};

fn main() {
    let mut arena = Arena::new(4096).unwrap();
    let text = arena.scope(|scope| {
        let names = Interner::new_in(10, &*scope);
        names.resolve(names.intern("one")).len()
    });
    println!("{text}");
}
