//! The scopes of two arenas for one thread exchanged.

use arena::LocalArena;

fn main() {
    let (mut one, mut two) = (LocalArena::new(1024).unwrap(), LocalArena::new(1024).unwrap());
    one.scope(|one| {
        two.scope(|two| {
            one.alloc(*two.alloc(1));
        });
    });
}
