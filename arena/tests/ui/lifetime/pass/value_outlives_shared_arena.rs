//! A value that is used after the last owner of its arena has gone.

use arena::{ArcArena, Arena};

fn main() {
    let arena = ArcArena::from(Arena::new(64).unwrap());
    let value = arena.alloc(1);
    drop(arena.clone());
    *value += 1;
}
