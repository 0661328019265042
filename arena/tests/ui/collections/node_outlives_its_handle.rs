//! A node, written over every handle, that outlives the one its list stands on.

use arena::{Arena, ArenaSafe, Handle, collections::Vec};

#[derive(ArenaSafe)]
struct Node<'a, H: Handle<'a>> {
    name: &'a str,
    children: Vec<Node<'a, H>, H>,
}

fn node<'a, H: Handle<'a>>(name: &str, handle: H) -> Node<'a, H> {
    Node { name: handle.alloc_str(name), children: Vec::new_in(handle) }
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let root = {
        let local = arena.local();
        let leaf = node("leaf", &local);
        let mut root = node("root", &local);
        root.children.push(node(leaf.name, root.children.handle()));
        root
    };
    assert_eq!(root.name, "root");
}
