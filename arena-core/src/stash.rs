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
//! that would be refused waits for the tree, for some microseconds. If it is not back then, because
//! its thread was stopped, or went with a process that this one was forked from, the mark is taken
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
    piece::{Chain, Piece, Span, make, read, size, span, write},
    poison,
    sync::{Alone, AtomicPtr, AtomicUsize, Ordering, const_fn},
    tree::{Ground, Tree},
};

/// How often a request that would be refused looks for a tree that another thread has out, before it
/// sleeps: for some microseconds, which is many times what anything takes that is done with a tree.
const SPINS: u32 = if cfg!(all(test, loom)) { 2 } else { 100 };
/// How often it sleeps then, for what is a tenth of a millisecond on most systems. The thread that has
/// the tree out has lost its core, perhaps to this one; a request that fits should not be refused for
/// that.
const SLEEPS: u32 = if cfg!(all(feature = "std", not(all(test, loom)))) { 300 } else { 0 };

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
    tree: AtomicPtr<Piece>,
    fresh: AtomicPtr<Piece>,
    /// At least the bytes in all pieces: counted before one is put and after it is taken, so that it
    /// never wraps.
    bytes: AtomicUsize,
    /// Bytes of the tree's largest piece, when it was last put back.
    most: AtomicUsize,
    aside: AtomicPtr<Piece>,
    lent: AtomicPtr<Piece>,
}

/// What stands in the place of a tree that is out.
fn out() -> *mut Piece {
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
    pub(crate) const EMPTY: Self =
        Self { tree: Tree::EMPTY, bytes: 0, lent: ptr::null_mut() };
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

    /// Keeps a piece for a later claim. Lets it go if it is smaller than [`LINE`].
    ///
    /// # Safety
    ///
    /// - The piece lies in the arena's memory, and its base is a multiple of [`LINE`].
    /// - The caller owns it and refers to it no longer.
    pub(crate) unsafe fn put(&self, ground: Ground, piece: Span) {
        if size(piece) < LINE {
            return;
        }
        // Relaxed: a figure; before the piece can be taken, see `bytes`.
        self.bytes.fetch_add(size(piece), Ordering::Relaxed);
        if let Some(mut held) = self.hold(ground) {
            // SAFETY: the caller's promise.
            return unsafe { held.insert(piece) };
        }
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

    /// Takes the tree out, unless another thread has it.
    pub(crate) fn hold(&self, ground: Ground) -> Option<Held<'_>> {
        // Relaxed: a guess, which the exchange verifies.
        let mut tree = self.tree.load(Ordering::Relaxed);
        while tree != out() {
            // Acquire: pairs with the Release in `Held`'s drop, so that the headers are seen, and so
            // that the last owners' accesses to the pieces happen before the next owner's.
            let (success, failure) = (Ordering::Acquire, Ordering::Relaxed);
            match self.tree.compare_exchange_weak(tree, out(), success, failure) {
                Ok(_) => {
                    // S2: the tree is ours.
                    let mut held = Held { stash: self, ground, tree: Tree(tree) };
                    held.enter_fresh();
                    return Some(held);
                }
                Err(now) => tree = now,
            }
        }
        None
    }

    /// The same where a piece of `size` bytes may be found.
    #[inline]
    pub(crate) fn hold_for(&self, ground: Ground, size: usize) -> Option<Held<'_>> {
        // Relaxed: a hint.
        if self.is_empty() || self.most.load(Ordering::Relaxed) < size {
            return None;
        }
        self.hold(ground)
    }

    /// Takes the tree out; waits if another thread has it, but not for long: then goes on without
    /// what that thread has.
    pub(crate) fn insist(&self, ground: Ground) -> Held<'_> {
        loop {
            for attempt in 0..SPINS + SLEEPS {
                if let Some(held) = self.hold(ground) {
                    return held;
                }
                wait(attempt);
            }
            // Relaxed: an empty tree has no headers. If another thread has taken the tree out since
            // we looked last, that is no harm: who finds no mark joins what there is with his own.
            let (success, failure) = (Ordering::Relaxed, Ordering::Relaxed);
            let _ = self.tree.compare_exchange(out(), ptr::null_mut(), success, failure);
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
        unsafe { self.most.set(content.tree.most()) };
    }

    /// Forgets everything, what was set aside too.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }
}

/// The tree of a stash, while it is out; dropped, it goes back.
///
/// # Invariants
///
/// - **S2** as above: the tree is this value's own.
#[derive(Debug)]
pub(crate) struct Held<'s> {
    stash: &'s Stash,
    ground: Ground,
    tree: Tree,
}

impl Held<'_> {
    /// Enters what others have left on the chain.
    fn enter_fresh(&mut self) {
        // Relaxed: a hint; the swap decides.
        if self.stash.fresh.load(Ordering::Relaxed).is_null() {
            return;
        }
        // Acquire: pairs with the Release in `put`, as in `hold`.
        let mut chain = Chain(self.stash.fresh.swap(ptr::null_mut(), Ordering::Acquire));
        // SAFETY: S2, the chain is ours.
        while let Some(piece) = unsafe { chain.pop() } {
            // SAFETY: S1, S2.
            unsafe { self.tree.insert(self.ground, piece) };
        }
    }

    /// Enters a piece that has been counted.
    ///
    /// # Safety
    ///
    /// - As for [`Stash::put`], and it is a line at least.
    unsafe fn insert(&mut self, piece: Span) {
        // SAFETY: the caller's promise, and S2.
        unsafe { self.tree.insert(self.ground, piece) };
    }

    /// Keeps a piece, as [`Stash::put`].
    ///
    /// # Safety
    ///
    /// - As for [`Stash::put`].
    pub(crate) unsafe fn put(&mut self, piece: Span) {
        if size(piece) >= LINE {
            // Relaxed: a figure; before the piece can be taken.
            self.stash.bytes.fetch_add(size(piece), Ordering::Relaxed);
            // SAFETY: the caller's promise.
            unsafe { self.insert(piece) };
        }
    }

    /// Takes the upper part of a piece, as [`Tree::take`].
    pub(crate) fn take(
        &mut self,
        size: usize,
        looks: usize,
        cut: &impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<Span> {
        // SAFETY: S2.
        let (span, bytes) = unsafe { self.tree.take(self.ground, size, looks, cut) }?;
        self.forget(bytes);
        Some(span)
    }

    /// The same, of the pieces that are set aside if there is no other.
    pub(crate) fn take_any(
        &mut self,
        size: usize,
        cut: &impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<Span> {
        self.take(size, usize::MAX, cut).or_else(|| {
            self.borrow(size, cut)?;
            self.take(size, usize::MAX, cut)
        })
    }

    /// Hands over the piece that begins at an address. It counts as the stash's until it is
    /// [forgotten](Self::forget).
    pub(crate) fn take_at(&mut self, base: usize) -> Option<Span> {
        // SAFETY: S2.
        unsafe { self.tree.take_at(self.ground, base) }
    }

    /// Puts back what was handed over.
    ///
    /// # Safety
    ///
    /// - The piece is from [`take_at`](Self::take_at).
    pub(crate) unsafe fn put_back(&mut self, piece: Span) {
        // SAFETY: the caller's promise.
        unsafe { self.insert(piece) };
    }

    /// Counts bytes that are on their way from the cursor to a lane, or from there to here, until they
    /// are [forgotten](Self::forget): so that nobody sees fewer than there are.
    pub(crate) fn expect(&self, bytes: usize) {
        // Relaxed: a figure.
        self.stash.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts bytes no longer, which are out.
    pub(crate) fn forget(&self, bytes: usize) {
        // Relaxed: a figure; after the bytes are out, see `bytes`.
        self.stash.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Enters what is lent of a piece that was set aside.
    fn borrow(
        &mut self,
        size: usize,
        cut: &impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<()> {
        let stash = self.stash;
        // Relaxed: a hint; the swap decides.
        if stash.aside.load(Ordering::Relaxed).is_null() {
            return None;
        }
        // Acquire: pairs with the Release below, so that what was lent before is seen.
        let aside = stash.aside.swap(ptr::null_mut(), Ordering::Acquire);
        // Relaxed: S3, ours alone.
        let mut lent = stash.lent.load(Ordering::Relaxed);
        let mut tree = aside;
        let mut found = None;
        while let (Some(root), None) = (NonNull::new(tree), found) {
            // SAFETY: S3.
            found = unsafe { Tree(tree).lend(self.ground, size, cut, &mut lent) };
            // SAFETY: S3.
            tree = unsafe { read(root, |header| header.outer) };
        }
        // Relaxed: S3, the store below makes it seen.
        stash.lent.store(lent, Ordering::Relaxed);
        // Release: pairs with the Acquire above.
        stash.aside.store(aside, Ordering::Release);
        // SAFETY: S1, S3; what lies above a header is on a line.
        unsafe { self.insert(found?) };
        // The header stays. Relaxed: a figure.
        self.forget(LINE);
        Some(())
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let tree = &self.stash.tree;
        let mut expected = out();
        loop {
            // Relaxed: a figure.
            // SAFETY: S2.
            self.stash.most.store(unsafe { self.tree.most() }, Ordering::Relaxed);
            // Release: pairs with the Acquire in `hold`, so that our accesses to the pieces happen
            // before their next owner's.
            let (success, failure) = (Ordering::Release, Ordering::Relaxed);
            let Err(now) = tree.compare_exchange(expected, self.tree.0, success, failure) else {
                return;
            };
            // Somebody waited too long for us, and took the mark away.
            if now.is_null() || now == out() {
                // Who has left another mark will find our tree in its place, and join it.
                expected = now;
                continue;
            }
            expected = out();
            // Acquire: as in `hold`.
            let (success, failure) = (Ordering::Acquire, Ordering::Relaxed);
            if tree.compare_exchange(now, out(), success, failure).is_ok() {
                // S2: the other tree is ours as well.
                let mut other = Tree(now);
                // SAFETY: S2.
                while let Some(piece) = unsafe { other.pop() } {
                    // SAFETY: S1, S2.
                    unsafe { self.insert(piece) };
                }
            }
        }
    }
}

/// Lets another thread go on.
fn wait(attempt: u32) {
    #[cfg(all(test, loom))]
    loom::thread::yield_now();
    #[cfg(all(feature = "std", not(all(test, loom))))]
    if attempt >= SPINS {
        std::thread::sleep(core::time::Duration::from_micros(50));
    }
    #[cfg(not(all(test, loom)))]
    if attempt < SPINS {
        core::hint::spin_loop();
    }
}

/// A tree, or none if it is out: with the process that this one was forked from, if nobody else uses
/// the stash.
fn present(tree: *mut Piece) -> *mut Piece {
    if tree == out() { ptr::null_mut() } else { tree }
}
