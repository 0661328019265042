//! The handle of a scope, taken out of it in exchange for another.

use arena::Arena;

arena::static_arena! {
    static OTHER: 1024;
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let mut kept = Vec::new();
    arena.local().scope(|inner| {
        let taken = std::mem::replace(inner, OTHER.local());
        kept.push(taken);
    });
    assert_eq!(kept.len(), 1);
}
