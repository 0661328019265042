//! A link to a cell, which goes to another thread.

use std::thread;

use arena::Link;

fn main() {
    let target = std::sync::atomic::AtomicU8::new(1);
    let link = Link::new(Some(&target));
    thread::scope(|threads| {
        threads.spawn(move || println!("{:?}", link.get()));
    });
}
