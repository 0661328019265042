//! The cursor behind a handle, which would outlive scopes inside it.

use arena::{Arena, Handle};

fn look<'a, H: Handle<'a>>(handle: H) {
    let _ = handle.by_ref();
}

fn main() {
    Arena::new(64).unwrap().scope(|scope| look(&*scope));
}
