//! A handle that is made of nothing.

use arena::{Arena, Local};

fn main() {
    let arena = Arena::new(64).unwrap();
    let local: Local = Local::new();
    local.alloc(arena.capacity());
}
