//! `Link`: a reference that is set later, in a value that threads share.

use core::{
    cell::Cell,
    panic::{RefUnwindSafe, UnwindSafe},
};
use std::{iter, rc::Rc, thread};

use arena::{Arena, ArenaSafe, Link};
use static_assertions::{assert_eq_size, assert_impl_all, assert_not_impl_any};

use crate::support::{THREADS, crew};

assert_eq_size!(Link<'static, [u64; 9]>, *const u8);
assert_impl_all!(Link<'static, String>: ArenaSafe, Default, Send, Sync, Unpin, UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(Link<'static, Cell<u8>>: Send, Sync, RefUnwindSafe);
assert_not_impl_any!(Link<'static, Rc<u8>>: Send, Sync);

/// `Sync`, but not `Send`, as a guard of a lock is: nobody gets one by a link to it.
struct OnlySync(
    #[expect(dead_code, reason = "what makes it so")] std::sync::MutexGuard<'static, u8>,
);

assert_not_impl_any!(OnlySync: Send);
assert_impl_all!(Link<'static, OnlySync>: Send, Sync);

/// Linked in both directions, across threads.
struct Node<'a> {
    name: usize,
    parent: Link<'a, Node<'a>>,
    children: &'a [Node<'a>],
}

impl ArenaSafe for Node<'_> {}

assert_impl_all!(Node<'static>: Send, Sync);

impl<'a> Node<'a> {
    fn ancestors(&'a self) -> impl Iterator<Item = &'a Self> {
        iter::successors(Some(self), |node| node.parent.get())
    }
}

#[test]
fn a_tree_is_linked_by_threads_and_walked_by_others() {
    let arena = Arena::new(1024 * 1024).unwrap();
    let branches = crew(|thread| {
        let leaf = |name| Node { name, parent: Link::new(None), children: &[] };
        let children = arena.local().alloc_slice_fill_iter((0..100).map(leaf));
        Node { name: thread.into(), parent: Link::default(), children }
    });
    let root = &*arena.alloc(Node {
        name: 0,
        parent: Link::new(None),
        children: arena.alloc_slice_fill_iter(branches),
    });
    crew(|thread| {
        let branch = &root.children[usize::from(thread) - 1];
        branch.parent.set(Some(root));
        branch.children.iter().for_each(|leaf| leaf.parent.set(Some(branch)));
    });
    crew(|thread| {
        let branch = &root.children[usize::from(thread % THREADS)];
        for leaf in branch.children {
            let path: Vec<_> = leaf.ancestors().map(|node| node.name).collect();
            assert_eq!(path, [leaf.name, branch.name, 0]);
        }
    });
}

#[test]
fn of_threads_that_set_it_once_one_does() {
    for _ in 0..if cfg!(miri) { 10 } else { 1000 } {
        let arena = Arena::new(1024).unwrap();
        let link = Link::default();
        let results = crew(|thread| link.set_once(&*arena.alloc(u64::from(thread))));
        let winner = link.get().unwrap();
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().filter_map(|result| result.err()).all(|found| found == winner));
    }
}

#[test]
fn what_is_set_is_got_until_it_is_set_anew() {
    static ZERO: Link<'static, i32> = Link::new(Some(&0));
    assert_eq!(thread::spawn(|| ZERO.get()).join().unwrap(), Some(&0));
    let link = Link::new(None);
    assert_eq!(link.get(), None);
    link.set(Some(&1));
    assert_eq!((link.get(), link.set_once(&2)), (Some(&1), Err(&1)));
    link.set(None);
    assert_eq!((link.get(), link.set_once(&2), link.get()), (None, Ok(()), Some(&2)));
    // What has no size has an address, too.
    let unit = Link::new(Some(&()));
    assert_eq!(unit.get(), Some(&()));
}

/// Leads to itself.
#[derive(Debug)]
struct Ring<'a>(Link<'a, Ring<'a>>);

impl ArenaSafe for Ring<'_> {}

#[test]
fn debug_ends_where_links_lead_around() {
    let arena = Arena::new(1024).unwrap();
    let ring = &*arena.alloc_with(|| Ring(Link::new(None)));
    assert_eq!(format!("{ring:?}"), "Ring(Link(None))");
    ring.0.set(Some(ring));
    assert_eq!(format!("{ring:?}"), "Ring(Link(Some(..)))");
}
