//! A scope that is made of nothing.

use arena::{Arena, Scope};

fn main() {
    let mut arena = Arena::new(64).unwrap();
    arena.scope(|scope| {
        let scope: &mut Scope = &mut *Scope::new();
        scope.alloc(1);
    });
}
