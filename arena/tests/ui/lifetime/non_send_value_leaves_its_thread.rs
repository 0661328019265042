//! A value that is not `Send`, moved to another thread by way of the arena.

use std::{marker::PhantomData, thread};

use arena::{Arena, ArenaSafe};

struct Bound(PhantomData<*const ()>);

impl ArenaSafe for Bound {}

fn main() {
    let arena = Arena::new(64).unwrap();
    let bound = &mut [arena.alloc(Bound(PhantomData))];
    thread::scope(|threads| {
        threads.spawn(|| bound.reverse());
    });
    let _ = bound[0].0;
}
