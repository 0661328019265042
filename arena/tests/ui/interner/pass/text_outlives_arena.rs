//! A text of an interner, used when its arena is gone.

use arena::{Arena, Interner};

fn main() {
    let arena = Arena::new(4096).unwrap();
    let names = Interner::new_in(10, &arena);
    let text = names.resolve(names.intern("one"));
    drop(names);
    println!("{text}");
}
