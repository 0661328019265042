//! A link, used when the arena of what it leads to was reset.

use arena::{Arena, Link};

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.reset();
    let link = Link::new(Some(&*arena.alloc(1)));
    arena.alloc(2);
    println!("{:?}", link.get());
}
