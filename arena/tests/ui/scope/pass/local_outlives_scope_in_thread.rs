//! The handle of a scope, moved to a thread that may outlive the scope.

use std::{mem, thread};

use arena::Arena;

arena::static_arena! {
    static OTHER: 1024;
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    thread::scope(|threads| {
        arena.local().scope(|inner| {
            let taken = mem::replace(inner, OTHER.local());
            thread::scope(|threads| _ = threads.spawn(move || *taken.alloc(1)));
        });
    });
}
