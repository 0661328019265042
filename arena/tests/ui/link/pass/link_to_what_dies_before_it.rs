//! A link in an arena, set to what dies before it.

use arena::{Arena, Link};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let link = arena.alloc(Link::default());
    {
        let local = 1;
        link.set(Some(arena.alloc(local)));
        println!("{local}");
    }
    println!("{:?}", link.get());
}
