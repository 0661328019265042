//! A link to a cell, which threads share.

use std::thread;

use arena::Link;

fn main() {
    let target = std::sync::atomic::AtomicU8::new(1);
    let link = Link::new(Some(&target));
    thread::scope(|threads| {
        threads.spawn(|| println!("{:?}", link.get()));
    });
}
