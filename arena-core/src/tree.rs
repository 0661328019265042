//! Free pieces in the order of their addresses, always joined, the largest known.
//!
//! A digital search tree, threaded through the pieces themselves: the first bit of a piece's
//! address, counted from the arena's floor, says on which side of the root it is, the next bit on
//! which side of that one, and so on. So it needs no balancing, and no operation takes more steps
//! than an address has bits. Each piece knows the largest of its subtree.
//!
//! Pieces that lie together become one when the second comes. So what is refused would not fit in
//! any stretch of free bytes, and nobody has to sort before saying so.
//!
//! Source: E. G. Coffman and J. Eve, File structures using hashing functions, CACM 13 (1970); the
//! size of the largest beside each subtree is the usual augmentation.

use core::ptr::{self, NonNull};

use crate::{
    layout::LINE,
    piece::{Piece, Span, make, read, span, write},
    subtree::{Ground, edit, most, search, unlink, update},
};

/// A set of pieces: the pointer to its root.
///
/// Whoever owns the tree owns its pieces, as P2 of [`make`] says. It is a plain word, so that a
/// `Cell` or an atomic can hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tree(pub(crate) *mut Piece);

impl Tree {
    pub(crate) const EMPTY: Self = Self(ptr::null_mut());

    /// Bytes of the largest piece.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree.
    #[inline]
    pub(crate) unsafe fn most(self) -> usize {
        // SAFETY: the caller's promise.
        unsafe { most(self.0) }
    }

    /// Adds a piece, and makes one of it and of those that lie directly above and below it.
    ///
    /// # Safety
    ///
    /// - The caller owns the piece and the tree, and the piece is as P1 says.
    /// - It lies in the memory that `ground` says, as all others.
    pub(crate) unsafe fn insert(&mut self, ground: Ground, (base, mut end): Span) {
        // SAFETY: the caller's promise.
        if let Some(above) = unsafe { self.take_at(ground, end) } {
            end = above.1;
        }
        let low = base.addr().get();
        // SAFETY: the same.
        if let Some(below) = unsafe { self.below(ground, low) } {
            // SAFETY: the same.
            if unsafe { span(below) }.1 == low {
                // SAFETY: the same.
                return unsafe { self.set_end(ground, below, end) };
            }
        }
        // SAFETY: the same.
        let piece = unsafe { make((base, end)) }.as_ptr();
        // SAFETY: the same; the place is free, for no other piece begins there.
        self.0 = unsafe { edit(self.0, ground, ground.key(low), |_| piece) };
    }

    /// Takes the piece that begins at an address.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree.
    pub(crate) unsafe fn take_at(&mut self, ground: Ground, base: usize) -> Option<Span> {
        // SAFETY: the caller's promise.
        let found = unsafe { self.at(ground, base) }?;
        // SAFETY: the same.
        let piece = unsafe { span(found) };
        let out = |found: Option<NonNull<Piece>>| {
            // SAFETY: the same.
            found.map_or(ptr::null_mut(), |found| unsafe { unlink(found) })
        };
        // SAFETY: the same.
        self.0 = unsafe { edit(self.0, ground, ground.key(base), out) };
        Some(piece)
    }

    /// Takes any piece.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree.
    pub(crate) unsafe fn pop(&mut self) -> Option<Span> {
        let root = NonNull::new(self.0)?;
        // SAFETY: the caller's promise.
        let piece = unsafe { span(root) };
        // SAFETY: the same.
        self.0 = unsafe { unlink(root) };
        Some(piece)
    }

    /// Takes the upper part of a piece, from the address on that `cut` says of its end and base. It
    /// says one for pieces of `size` bytes or more only. Looks at no more than so many such pieces.
    /// Returns how many bytes the tree has less,
    /// too: what is left of the piece, if it is less than a line, is let go.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree.
    pub(crate) unsafe fn take(
        &mut self,
        ground: Ground,
        size: usize,
        mut looks: usize,
        cut: &impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<(Span, usize)> {
        // SAFETY: the caller's promise.
        let (piece, at) = unsafe { search(self.0, size, &mut looks, cut) }?;
        let low = piece.addr().get();
        // SAFETY: the same.
        let (base, end) = unsafe { span(piece) };
        let upper = (NonNull::new(base.as_ptr().with_addr(at))?, end);
        if at - low >= LINE {
            // SAFETY: the same; what is left is as P1 says.
            unsafe { self.set_end(ground, piece, at) };
            return Some((upper, end - at));
        }
        // SAFETY: the same.
        unsafe { self.take_at(ground, low) };
        Some((upper, end - low))
    }

    /// Takes the largest piece, if it fits.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree.
    pub(crate) unsafe fn take_largest(
        &mut self,
        ground: Ground,
        fits: impl Fn(usize, usize) -> bool,
    ) -> Option<Span> {
        // SAFETY: the caller's promise.
        let most = unsafe { self.most() };
        let whole = |end, base| (end - base == most && fits(end, base)).then_some(base);
        // SAFETY: the same.
        unsafe { self.take(ground, most, usize::MAX, &whole) }.map(|(piece, _)| piece)
    }

    /// Lends what lies above the header of a piece in which a value fits, of a tree that is set
    /// aside. The tree keeps its shape. `lent` is the piece lent before.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree.
    pub(crate) unsafe fn lend(
        self,
        ground: Ground,
        size: usize,
        cut: &impl Fn(usize, usize) -> Option<usize>,
        lent: &mut *mut Piece,
    ) -> Option<Span> {
        // What is lent is a piece itself.
        let above = |end, base| if end - base >= 2 * LINE { cut(end, base + LINE) } else { None };
        // SAFETY: the caller's promise.
        let (piece, _) =
            unsafe { search(self.0, size.saturating_add(LINE), &mut { usize::MAX }, &above) }?;
        // SAFETY: the same.
        unsafe {
            write(piece, |header| (header.lent_of, header.lent_before) = (self.0, *lent));
        }
        *lent = piece.as_ptr();
        // SAFETY: the same.
        unsafe { self.note(ground, piece) };
        // SAFETY: the same.
        let (base, end) = unsafe { span(piece) };
        let above = NonNull::new(base.as_ptr().with_addr(base.addr().get() + LINE))?;
        Some((above, end))
    }

    /// Ends the loan of the piece that was lent last, and returns the one lent before.
    ///
    /// # Safety
    ///
    /// - The caller owns the piece and its tree, and nobody refers to what was lent.
    pub(crate) unsafe fn end_loan(ground: Ground, piece: NonNull<Piece>) -> *mut Piece {
        // SAFETY: the caller's promise.
        let (tree, before) =
            unsafe { read(piece, |header| (Self(header.lent_of), header.lent_before)) };
        // SAFETY: the same.
        unsafe { write(piece, |header| header.lent_of = ptr::null_mut()) };
        // SAFETY: the same.
        unsafe { tree.note(ground, piece) };
        before
    }

    /// # Safety
    ///
    /// - The caller owns the tree.
    unsafe fn at(self, ground: Ground, base: usize) -> Option<NonNull<Piece>> {
        let (mut node, mut key) = (self.0, ground.key(base));
        loop {
            let piece = NonNull::new(node)?;
            if piece.addr().get() == base {
                return Some(piece);
            }
            // SAFETY: the caller's promise.
            node = unsafe { read(piece, |header| header.child[key.side()]) };
            key = key.below();
        }
    }

    /// The last piece that begins below an address.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree.
    unsafe fn below(self, ground: Ground, base: usize) -> Option<NonNull<Piece>> {
        let mut best = None::<NonNull<Piece>>;
        let mut consider = |piece: NonNull<Piece>| {
            if piece.addr().get() < base && best.is_none_or(|best| best < piece) {
                best = Some(piece);
            }
        };
        let (mut node, mut key, mut left) = (self.0, ground.key(base), ptr::null_mut());
        while let Some(piece) = NonNull::new(node) {
            consider(piece);
            // SAFETY: the caller's promise.
            let child = unsafe { read(piece, |header| header.child) };
            if key.side() == 1 && !child[0].is_null() {
                // All of it lies below, and above what was left aside before.
                left = child[0];
            }
            (node, key) = (child[key.side()], key.below());
        }
        while let Some(piece) = NonNull::new(left) {
            consider(piece);
            // SAFETY: the same.
            let child = unsafe { read(piece, |header| header.child) };
            left = if child[1].is_null() { child[0] } else { child[1] };
        }
        best
    }

    /// # Safety
    ///
    /// - The caller owns the tree, the piece is of it, and owns the bytes up to `end`.
    unsafe fn set_end(&mut self, ground: Ground, piece: NonNull<Piece>, end: usize) {
        // SAFETY: the caller's promise.
        unsafe { write(piece, |header| header.end = end) };
        // SAFETY: the same.
        unsafe { self.note(ground, piece) };
    }

    /// Notes up to the root what a piece has to give.
    ///
    /// # Safety
    ///
    /// - The caller owns the tree, and the piece is of it.
    unsafe fn note(self, ground: Ground, piece: NonNull<Piece>) {
        let key = ground.key(piece.addr().get());
        let same = |found: NonNull<Piece>| {
            // SAFETY: the caller's promise.
            unsafe { update(found) };
            found.as_ptr()
        };
        // SAFETY: the same.
        unsafe { edit(self.0, ground, key, |found| found.map_or(ptr::null_mut(), same)) };
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    extern crate alloc;
    use alloc::{collections::BTreeMap, vec, vec::Vec};

    const LINES: usize = 64;

    /// Memory, and the pieces that should be in the tree: ends by bases.
    struct Model {
        _memory: Vec<[u128; 4]>,
        base: NonNull<u8>,
        ground: Ground,
        tree: Tree,
        pieces: BTreeMap<usize, usize>,
    }

    impl Model {
        fn new() -> Self {
            let mut memory = vec![[0_u128; 4]; LINES + 1];
            let start = NonNull::from(&mut memory[..]).cast::<u8>();
            let base = start.map_addr(|address| {
                address.checked_add(address.get().wrapping_neg() % LINE).expect("an address")
            });
            // A memory that begins within a line.
            let ground = Ground::new(base.addr().get() + 7, LINES * LINE - 7);
            Self { _memory: memory, base, ground, tree: Tree::EMPTY, pieces: BTreeMap::new() }
        }

        fn address(&self, line: usize) -> usize {
            self.base.addr().get() + line * LINE
        }

        fn is_free(&self, line: usize) -> bool {
            let at = self.address(line);
            self.pieces.iter().any(|(&base, &end)| base <= at && at < end)
        }

        fn insert(&mut self, line: usize, size: usize) {
            let (mut low, mut high) = (self.address(line), self.address(line) + size);
            // SAFETY: the lines are the model's, and in no piece yet.
            unsafe {
                let base = self.base.map_addr(|_| low.try_into().expect("not null"));
                self.tree.insert(self.ground, (base, high));
            }
            if let Some((&base, &end)) = self.pieces.range(..low).next_back() {
                if end == low {
                    low = base;
                }
            }
            if let Some(end) = self.pieces.remove(&high) {
                high = end;
            }
            self.pieces.insert(low, high);
        }

        fn take(&mut self, size: usize, align: usize) {
            let cut = |end: usize, base| {
                let low = (end.checked_sub(size)?) & !(align - 1);
                (low >= base).then_some(low)
            };
            let fits = self.pieces.iter().any(|(&base, &end)| cut(end, base).is_some());
            // SAFETY: the tree is the model's.
            let taken = unsafe { self.tree.take(self.ground, size, usize::MAX, &cut) };
            assert_eq!(taken.is_some(), fits, "{size} bytes of {:x?}", self.pieces);
            let Some(((start, end), bytes)) = taken else { return };
            let (&base, &old) = self.pieces.range(..end).next_back().expect("it is known");
            assert_eq!((end, Some(start.addr().get())), (old, cut(end, base)));
            let left = start.addr().get() - base;
            self.pieces.remove(&base);
            if left >= LINE {
                self.pieces.insert(base, base + left);
            }
            assert_eq!(bytes, if left >= LINE { end - base - left } else { end - base });
        }

        fn check(&self) {
            let mut found = BTreeMap::new();
            Self::collect(self.tree.0, &mut found);
            assert_eq!(found, self.pieces);
        }

        /// All pieces of a subtree, and the most that one has.
        fn collect(root: *mut Piece, found: &mut BTreeMap<usize, usize>) -> usize {
            let Some(piece) = NonNull::new(root) else { return 0 };
            // SAFETY: the tree is the model's.
            let (base, end) = unsafe { span(piece) };
            // SAFETY: the same.
            let (child, noted) = unsafe { read(piece, |header| (header.child, header.most)) };
            found.insert(base.addr().get(), end);
            let [left, right] = child.map(|child| Self::collect(child, found));
            let computed = left.max(right).max(end - base.addr().get());
            assert_eq!(computed, noted);
            computed
        }
    }

    #[test]
    fn a_tree_agrees_with_a_map_of_its_pieces() {
        let mut model = Model::new();
        let mut state = 0x9E37_79B9_u64;
        let mut below = |limit: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap() % limit
        };
        for _ in 0..if cfg!(miri) { 500 } else { 20_000 } {
            let line = below(LINES - 4);
            let lines = below(3) + 1;
            if below(2) == 0 && (line..=line + lines).all(|line| !model.is_free(line)) {
                // Ends need not be on lines.
                model.insert(line, lines * LINE + below(2) * below(LINE));
            } else {
                model.take(below(6 * LINE) + 1, 1 << below(9));
            }
            model.check();
        }
        // SAFETY: the tree is the model's.
        let all: BTreeMap<_, _> = core::iter::from_fn(|| unsafe { model.tree.pop() })
            .map(|(base, end)| (base.addr().get(), end))
            .collect();
        assert_eq!(all, model.pieces);
    }
}
