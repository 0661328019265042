//! One arena for one thread in two threads at once.

use std::thread;

use arena::LocalArena;

fn main() {
    let arena = LocalArena::new(64).unwrap();
    thread::scope(|threads| {
        threads.spawn(|| {
            let arena = &LocalArena::new(64).unwrap();
            arena.alloc(1);
        });
    });
    arena.alloc(2);
}
