//! Free pieces of an arena that lie above its cursor, kept for later claims.
//!
//! When a handle goes, what it leaves can return to the cursor only if it is the lowest claimed.
//! Otherwise it comes here: into a [`Tree`] of the free pieces themselves, with one atomic word for
//! its root.
//!
//! Who looks into the tree takes it out, by leaving a mark in its place, and puts it back, so that
//! nobody ever reads a piece that another thread may own, and there is no ABA. It is out for as many
//! steps as an address has bits, about. Who comes meanwhile with a piece leaves it on a chain beside
//! the tree, for the next one to enter; who comes for a piece goes to the cursor instead. Only one
//! that would be refused waits for the tree, for some milliseconds at most. If it is not back then,
//! because its thread was stopped, or went with a process that this one was forked from, the mark is taken
//! away: the next one begins a new tree and waits for nobody, and should the thread wake up, it
//! joins both.
//!
//! # Scopes
//!
//! A scope of an arena sets the tree aside. Inside, a piece of it may be lent: its header stays
//! where it is, what lies above comes into the scope's own tree, and a chain through the headers of
//! those lent says what to mend at the scope's end. So a scope costs what it uses, however many
//! pieces there are.
//!
//! # Concurrency
//!
//! | word | written by | ordering | protects |
//! |---|---|---|---|
//! | `tree` | hold | Acquire | the headers, and every access of the pieces' last owners |
//! | `tree` | put back | Release | the same: the next holder comes after them |
//! | `fresh` | push, take | Release, Acquire | the same |
//! | `aside` | take, put back | Acquire, Release | the trees set aside, and `lent` |
//! | `bytes`, `most` | | Relaxed | nothing, they are figures |

use core::ptr::{self, NonNull};

use crate::{
    layout::LINE,
    piece::{Chain, Piece, Span, make, read, span, write},
    poison,
    subtree::Ground,
    sync::{Alone, AtomicPtr, AtomicUsize, Ordering, const_fn},
    tree::Tree,
};

/// A lock-free store of free pieces.
///
/// # Invariants
///
/// - **S1** All pieces lie in the arena's memory, the one that every `ground` says, and are as P1
///   says.
/// - **S2** Who exchanges the tree for the mark owns it, and so does who takes the chain.
/// - **S3** Who takes `aside` out owns the headers of all pieces set aside, and `lent`. What lies
///   above the header of one that is lent is the scope's.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Stash {
    pub(crate) tree: AtomicPtr<Piece>,
    pub(crate) fresh: AtomicPtr<Piece>,
    /// At least the bytes in all pieces: counted before one is put and after it is taken, so that it
    /// never wraps.
    pub(crate) bytes: AtomicUsize,
    /// Bytes of the tree's largest piece, when it was last put back.
    pub(crate) most: AtomicUsize,
    pub(crate) aside: AtomicPtr<Piece>,
    pub(crate) lent: AtomicPtr<Piece>,
}

/// What stands in the place of a tree that is out.
pub(crate) fn out() -> *mut Piece {
    // Pieces lie on lines.
    ptr::without_provenance_mut(1)
}

/// The content of a stash, while it is set aside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    tree: Tree,
    bytes: usize,
    lent: *mut Piece,
}

impl Content {
    pub(crate) const EMPTY: Self = Self { tree: Tree::EMPTY, bytes: 0, lent: ptr::null_mut() };
}

impl Stash {
    const_fn! {
        pub(crate) const fn new() -> Self {
            Self {
                tree: AtomicPtr::new(ptr::null_mut()),
                fresh: AtomicPtr::new(ptr::null_mut()),
                bytes: AtomicUsize::new(0),
                most: AtomicUsize::new(0),
                aside: AtomicPtr::new(ptr::null_mut()),
                lent: AtomicPtr::new(ptr::null_mut()),
            }
        }
    }

    /// Bytes in all pieces together; a snapshot.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        // Relaxed: a figure.
        self.bytes.load(Ordering::Relaxed)
    }

    /// Whether there is nothing to look into. A snapshot.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        // Relaxed: hints.
        let (tree, fresh) = (self.tree.load(Ordering::Relaxed), self.fresh.load(Ordering::Relaxed));
        tree.is_null() && fresh.is_null()
    }

    /// Leaves a piece on the chain, for the next one who has the tree out.
    ///
    /// # Safety
    ///
    /// - The caller owns the piece, which is as P1 says, and refers to it no longer.
    pub(crate) unsafe fn push_fresh(&self, piece: Span) {
        // SAFETY: the caller's promise.
        let piece = unsafe { make(piece) };
        // Relaxed: the exchange below verifies it, and nothing is read through it.
        let mut first = self.fresh.load(Ordering::Relaxed);
        loop {
            let mut chain = Chain(first);
            // SAFETY: the piece is ours until the exchange.
            unsafe { chain.push(piece) };
            // Release: pairs with the Acquire in `Held::enter_fresh`, so that our accesses to the
            // piece happen before its next owner's.
            let (success, failure) = (Ordering::Release, Ordering::Relaxed);
            match self.fresh.compare_exchange_weak(first, chain.0, success, failure) {
                Ok(_) => return,
                Err(now) => first = now,
            }
        }
    }

    /// Sets the content aside, so that [`bring_back`](Self::bring_back) can make it what it was.
    /// O(1).
    ///
    /// # Safety
    ///
    /// - No other thread uses the stash until this returns, and what threads have done with it
    ///   happens before.
    #[inline]
    pub(crate) unsafe fn set_aside(&self) -> Content {
        // SAFETY: the caller's promise.
        let tree = present(unsafe { self.tree.get() });
        if let Some(root) = NonNull::new(tree) {
            // SAFETY: the same.
            unsafe { self.set_tree_aside(root) };
        }
        // SAFETY: the same.
        let lent = unsafe { self.lent.get() };
        // SAFETY: the same.
        Content { tree: Tree(tree), bytes: unsafe { self.bytes.get() }, lent }
    }

    /// # Safety
    ///
    /// - As for [`set_aside`](Self::set_aside), and `root` is the tree's.
    #[cold]
    unsafe fn set_tree_aside(&self, root: NonNull<Piece>) {
        // SAFETY: the caller's promise.
        let outer = unsafe { self.aside.get() };
        // SAFETY: the same; nobody has the tree out.
        unsafe { write(root, |header| header.outer = outer) };
        // SAFETY: the same.
        unsafe { self.aside.set(root.as_ptr()) };
        // SAFETY: the same.
        unsafe { self.tree.set(ptr::null_mut()) };
    }

    /// Whether nobody has used the stash since this was set aside.
    ///
    /// # Safety
    ///
    /// - As for [`set_aside`](Self::set_aside).
    #[inline]
    pub(crate) unsafe fn is_untouched(&self, content: Content) -> bool {
        // SAFETY: the caller's promise.
        let is_empty = unsafe { self.tree.get() }.is_null();
        // SAFETY: the same.
        let is_empty = is_empty && unsafe { self.fresh.get() }.is_null();
        // SAFETY: the same.
        is_empty && unsafe { self.lent.get() } == content.lent
    }

    /// Makes this the content. What is there is nobody's any more. O(pieces lent).
    ///
    /// # Safety
    ///
    /// - As for [`set_aside`](Self::set_aside).
    /// - The content was set aside last, and nobody uses what was lent of it. Or it is empty, and
    ///   nobody will bring back what was set aside before.
    #[inline]
    pub(crate) unsafe fn bring_back(&self, ground: Ground, content: Content) {
        // SAFETY: the caller's promise.
        let mut lent = unsafe { self.lent.get() };
        while lent != content.lent {
            let Some(piece) = NonNull::new(lent) else { break };
            // SAFETY: the same; S3.
            lent = unsafe { Tree::end_loan(ground, piece) };
            // SAFETY: the same.
            let (base, end) = unsafe { span(piece) };
            // SAFETY: the same; what lies above the header was lent, and is free now.
            unsafe { poison::freed(base.as_ptr().wrapping_add(LINE), end) };
        }
        if let Some(root) = NonNull::new(content.tree.0) {
            // SAFETY: the same.
            let outer = unsafe { read(root, |header| header.outer) };
            // SAFETY: the same.
            unsafe { self.aside.set(outer) };
        }
        // SAFETY: the same.
        unsafe { self.lent.set(content.lent) };
        // SAFETY: the same.
        unsafe { self.tree.set(content.tree.0) };
        // SAFETY: the same.
        unsafe { self.fresh.set(ptr::null_mut()) };
        // SAFETY: the same.
        unsafe { self.bytes.set(content.bytes) };
        // SAFETY: the same.
        let most = unsafe { content.tree.most() };
        // SAFETY: the same.
        unsafe { self.most.set(most) };
    }

    /// Forgets everything, what was set aside too.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }
}

/// A tree, or none if it is out: with the process that this one was forked from, if nobody else uses
/// the stash.
fn present(tree: *mut Piece) -> *mut Piece {
    if tree == out() { ptr::null_mut() } else { tree }
}
