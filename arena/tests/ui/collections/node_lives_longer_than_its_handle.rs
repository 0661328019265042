//! A node in the arena that generic code lets live longer than the handle its list stands on.

use arena::{Arena, ArenaSafe, Handle, collections::Vec};

#[derive(ArenaSafe)]
struct Node<'a, H: Handle<'a>> {
    name: &'a str,
    children: Vec<Node<'a, H>, H>,
}

fn grow<'a, H: Handle<'a>>(handle: H) {
    handle.alloc(Node { name: "root", children: Vec::new_in(handle) });
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    grow(&arena);
    grow(&arena.local());
}
