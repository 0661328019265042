//! A handle of a scope that is open while a scope inside it ends.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|scope| {
        let local = scope.local();
        local.alloc(1);
        let _ = scope.alloc(1);
        drop(local);
    });
}
