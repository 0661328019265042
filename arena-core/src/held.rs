//! The free pieces of a stash, while one thread has them.

use core::ptr::{self, NonNull};

use crate::{
    layout::LINE,
    piece::{Chain, Span, read, size},
    stash::{Stash, out},
    subtree::Ground,
    sync::Ordering,
    tree::Tree,
};

/// How often a request that would be refused looks for a tree that another thread has out, before it
/// sleeps: for some microseconds, which is many times what anything takes that is done with a tree.
pub(crate) const SOON: u32 = if cfg!(all(test, loom)) { 40 } else { 100 };
/// How often it sleeps then, for about a tenth of a millisecond each time on most systems. The thread
/// that has the tree out has lost its core, perhaps to this one; a request that fits should not be
/// refused for that.
const SLEEPS: u32 = if cfg!(any(feature = "std", all(test, loom))) { 40 } else { 0 };

impl Stash {
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
        // Before the piece can be taken, see `bytes`.
        self.expect(size(piece));
        if let Some(mut held) = self.hold(ground) {
            // SAFETY: the caller's promise.
            return unsafe { held.insert(piece) };
        }
        // SAFETY: the same.
        unsafe { self.push_fresh(piece) };
    }

    /// Counts bytes that come, or that are on their way from the cursor to a lane, or from there to
    /// here, until they are [forgotten](Self::forget): so that nobody sees fewer than there are.
    pub(crate) fn expect(&self, bytes: usize) {
        // Relaxed: a figure.
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts bytes no longer, which are out.
    pub(crate) fn forget(&self, bytes: usize) {
        // Relaxed: a figure; after the bytes are out, see `bytes`.
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
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
    pub(crate) fn hold_for(&self, ground: Ground, size: usize, attempts: u32) -> Option<Held<'_>> {
        // Relaxed: a hint.
        if self.is_empty() || self.most.load(Ordering::Relaxed) < size {
            return None;
        }
        self.hold_within(ground, attempts)
    }

    /// Takes the tree out, and looks again so many times if another thread has it.
    pub(crate) fn hold_within(&self, ground: Ground, attempts: u32) -> Option<Held<'_>> {
        (0..attempts).find_map(|attempt| {
            let held = self.hold(ground);
            if held.is_none() {
                wait(attempt);
            }
            held
        })
    }

    /// Takes the tree out; waits longer if another thread has it, but not for ever: then goes on
    /// without what that thread has.
    pub(crate) fn insist(&self, ground: Ground) -> Held<'_> {
        loop {
            if let Some(held) = self.hold_within(ground, SOON + SLEEPS) {
                return held;
            }
            self.write_off();
        }
    }

    /// Takes the mark away of a tree that is out, so that nobody waits for it.
    pub(crate) fn write_off(&self) {
        // Relaxed: an empty tree has no headers. If another thread has taken the tree out since
        // we looked last, that is no harm: who finds no mark joins what there is with his own.
        let (success, failure) = (Ordering::Relaxed, Ordering::Relaxed);
        let _ = self.tree.compare_exchange(out(), ptr::null_mut(), success, failure);
    }
}

/// The tree of a stash, while it is out; dropped, it goes back.
///
/// # Invariants
///
/// - **S2** as of the stash: the tree is this value's own.
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

    /// Enters a piece that has been counted, or [handed over](Self::take_at) and not forgotten.
    ///
    /// # Safety
    ///
    /// - As for [`Stash::put`], and it is a line at least.
    pub(crate) unsafe fn insert(&mut self, piece: Span) {
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
            // Before the piece can be taken.
            self.stash.expect(size(piece));
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
        self.stash.forget(bytes);
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

    /// Enters what is lent of a piece that was set aside.
    fn borrow(&mut self, size: usize, cut: &impl Fn(usize, usize) -> Option<usize>) -> Option<()> {
        let stash = self.stash;
        // Relaxed: a hint; the swap decides.
        if stash.aside.load(Ordering::Relaxed).is_null() {
            return None;
        }
        // Acquire: pairs with the Release below, so that what was lent before is seen.
        let aside = stash.aside.swap(ptr::null_mut(), Ordering::Acquire);
        if aside.is_null() {
            // Another holder has it, whose tree was written off or who wrote off ours: S3, nothing of
            // it is ours to change.
            return None;
        }
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
        self.stash.forget(LINE);
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
#[cfg(not(all(test, loom)))]
fn wait(attempt: u32) {
    if attempt < SOON {
        core::hint::spin_loop();
    } else {
        #[cfg(feature = "std")]
        std::thread::sleep(core::time::Duration::from_micros(50));
    }
}

/// No thread of a model is stopped for longer than that; where one should be, the model itself writes
/// its tree off.
#[cfg(all(test, loom))]
fn wait(attempt: u32) {
    assert!(attempt < SOON, "the tree is out for longer than anything takes");
    loom::thread::yield_now();
}
