//! Places in a tree of free pieces: keys, and what is done at any root.
//!
//! See [`Tree`](crate::tree::Tree), which is a root that somebody owns. In all of this "the tree" is
//! that below the root that is given.

use core::ptr::{self, NonNull};

use crate::{
    layout::LINE,
    piece::{Piece, read, size, span, write},
};

/// The arena's memory, as the tree's keys need it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground {
    /// The line that the memory begins in.
    floor: usize,
    /// The first bit in which two addresses may differ.
    bit: usize,
}

impl Ground {
    #[inline]
    pub(crate) const fn new(floor: usize, capacity: usize) -> Self {
        Self { floor: floor & !(LINE - 1), bit: 1 << (capacity | LINE).ilog2() }
    }

    pub(crate) fn key(self, base: usize) -> Key {
        // A memory that begins within a line may reach beyond its first bit by less than that line:
        // twice the bit then is never a key's, so that nothing is lost.
        Key { offset: base - self.floor, bit: self.bit << 1 }
    }
}

/// A place in a tree: where a piece begins, and the bit that decides at this level.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    offset: usize,
    bit: usize,
}

impl Key {
    pub(crate) fn side(self) -> usize {
        usize::from(self.offset & self.bit != 0)
    }

    pub(crate) fn below(self) -> Self {
        Self { bit: self.bit >> 1, ..self }
    }
}

/// # Safety
///
/// - The caller owns the tree whose root this is.
#[inline]
pub(crate) unsafe fn most(root: *mut Piece) -> usize {
    // SAFETY: the caller's promise.
    NonNull::new(root).map_or(0, |root| unsafe { read(root, |header| header.most) })
}

/// Computes anew the most that a piece and its subtrees have to give.
///
/// # Safety
///
/// - The caller owns the tree that the piece is of.
pub(crate) unsafe fn update(piece: NonNull<Piece>) {
    // SAFETY: the caller's promise.
    let (child, is_lent) =
        unsafe { read(piece, |header| (header.child, !header.lent_of.is_null())) };
    // SAFETY: the same.
    let piece_span = unsafe { span(piece) };
    let own = if is_lent { 0 } else { size(piece_span) };
    // SAFETY: the same.
    let [left, right] = child.map(|child| unsafe { most(child) });
    // SAFETY: the same.
    unsafe { write(piece, |header| header.most = own.max(left).max(right)) };
}

/// Exchanges the piece that a key leads to, or the place where it would be, for what `f` makes of
/// it, and notes the sizes on the way back. Returns the new root.
///
/// # Safety
///
/// - The caller owns the tree whose root this is.
/// - What `f` returns is a subtree for that place.
pub(crate) unsafe fn edit(
    root: *mut Piece,
    ground: Ground,
    key: Key,
    f: impl FnOnce(Option<NonNull<Piece>>) -> *mut Piece,
) -> *mut Piece {
    let found = NonNull::new(root);
    let Some(piece) = found.filter(|piece| piece.addr().get() != ground.floor + key.offset) else {
        return f(found);
    };
    // SAFETY: the caller's promise.
    let child = unsafe { read(piece, |header| header.child[key.side()]) };
    // SAFETY: the same.
    let child = unsafe { edit(child, ground, key.below(), f) };
    // SAFETY: the same.
    unsafe { write(piece, |header| header.child[key.side()] = child) };
    // SAFETY: the same.
    unsafe { update(piece) };
    root
}

/// Takes the root out, and returns the new one: some leaf, since a key may stand anywhere on its
/// way.
///
/// # Safety
///
/// - The caller owns the tree whose root this is.
pub(crate) unsafe fn unlink(root: NonNull<Piece>) -> *mut Piece {
    // SAFETY: the caller's promise.
    let mut child = unsafe { read(root, |header| header.child) };
    let side = usize::from(child[0].is_null());
    let Some(subtree) = NonNull::new(child[side]) else {
        return ptr::null_mut();
    };
    // SAFETY: the same.
    let (leaf, rest) = unsafe { unlink_leaf(subtree) };
    child[side] = rest;
    // SAFETY: the same.
    unsafe { write(leaf, |header| header.child = child) };
    // SAFETY: the same.
    unsafe { update(leaf) };
    leaf.as_ptr()
}

/// Takes a leaf out: it, and the new root.
///
/// # Safety
///
/// - The caller owns the tree whose root this is.
unsafe fn unlink_leaf(root: NonNull<Piece>) -> (NonNull<Piece>, *mut Piece) {
    // SAFETY: the caller's promise.
    let child = unsafe { read(root, |header| header.child) };
    let side = usize::from(child[0].is_null());
    let Some(subtree) = NonNull::new(child[side]) else {
        return (root, ptr::null_mut());
    };
    // SAFETY: the same.
    let (leaf, rest) = unsafe { unlink_leaf(subtree) };
    // SAFETY: the same.
    unsafe { write(root, |header| header.child[side] = rest) };
    // SAFETY: the same.
    unsafe { update(root) };
    (leaf, root.as_ptr())
}

/// A piece of `size` bytes or more for which `cut` says an address, and that address; it costs one of
/// `looks` for each that was looked at. Where it says
/// one for all of that size, which is so for values aligned to a line at most, this takes no more
/// steps than an address has bits.
///
/// # Safety
///
/// - The caller owns the tree whose root this is.
pub(crate) unsafe fn search(
    root: *mut Piece,
    size: usize,
    looks: &mut usize,
    cut: &impl Fn(usize, usize) -> Option<usize>,
) -> Option<(NonNull<Piece>, usize)> {
    let piece = NonNull::new(root)?;
    // SAFETY: the caller's promise.
    let (most, child, is_lent) =
        unsafe { read(piece, |header| (header.most, header.child, !header.lent_of.is_null())) };
    if most < size || *looks == 0 {
        return None;
    }
    *looks -= 1;
    // SAFETY: the same.
    let (base, end) = unsafe { span(piece) };
    if !is_lent && end - base.addr().get() >= size {
        if let Some(at) = cut(end, base.addr().get()) {
            return Some((piece, at));
        }
    }
    // The upper ones first: the lower, the sooner the cursor comes by.
    // SAFETY: the same.
    let upper = unsafe { search(child[1], size, looks, cut) };
    // SAFETY: the same.
    upper.or_else(|| unsafe { search(child[0], size, looks, cut) })
}
