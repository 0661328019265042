//! The scopes of two arenas exchanged: the end of one would free what the other holds.

use arena::Arena;

fn main() {
    let (mut one, mut two) = (Arena::new(1024).unwrap(), Arena::new(1024).unwrap());
    one.scope(|one| {
        two.scope(|two| {
            std::mem::swap(one, two);
        });
    });
}
