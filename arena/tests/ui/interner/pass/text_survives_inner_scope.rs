//! A text that was interned in a scope, used after a scope inside that one.

use arena::{Arena, Interner};

fn main() {
    let mut arena = Arena::new(4096).unwrap();
    arena.scope(|scope| {
        let names = Interner::new_in(10, &*scope);
        let text = names.resolve(names.intern("one"));
        let _: &mut i32 = scope.alloc(1);
        println!("{text}");
    });
}
