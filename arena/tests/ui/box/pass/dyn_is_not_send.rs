//! A trait object that does not say that it is `Send`, moved to another thread.

use std::{fmt::Display, thread};

use arena::{Arena, unsize_box};

fn main() {
    let arena = Arena::new(64).unwrap();
    let shown = unsize_box!(arena.alloc_box(1) => dyn Display + Send);
    thread::scope(|threads| threads.spawn(move || shown.to_string().len()).join()).unwrap();
}
