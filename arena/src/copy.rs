//! Copies whose length is known only at run time.
//!
//! Most strings and slices are short. For those a call of `memcpy` costs more than the copy. What
//! costs most then is a branch on a length that the processor could not foresee, and after that
//! the number of words moved. So there are few classes of lengths, within one there is no branch,
//! and the words of a class are as wide as its shortest length, at places that overlap and together
//! cover the bytes.
//!
//! The classes were chosen over prose, identifiers and text with code, in long cycles and in short
//! ones that the processor learns by heart, in loops and in closures, in several placements of the
//! code. Where lengths cannot be foreseen, it is the class of 2 to 6 that wins: three of four words
//! of prose are in it. Where they can, it is that no short class moves more than three words. The
//! bytes of a call count too: what is long leaves by a call whose result is ours, so that nothing
//! has to be kept in saved registers across it.

use core::{mem::MaybeUninit, ptr};

/// Copies `src` to `to`, and returns the copy.
///
/// # Safety
///
/// - As many elements may be written at `to`, and they do not overlap with `src`.
#[inline(always)]
pub(crate) unsafe fn copy<T: Copy>(src: &[T], to: *mut T) -> *mut [T] {
    let (from, at, len) = (src.as_ptr().cast::<u8>(), to.cast::<u8>(), size_of_val(src));
    if len <= 6 {
        if len > 1 {
            let last = len - 2;
            // SAFETY: the caller's promise, in bytes; 2 to 6 of them.
            unsafe { words::<u16, 3>(from, at, [0, last / 2, last]) };
        } else if len == 1 {
            // SAFETY: the caller's promise, in bytes.
            unsafe { words::<u8, 1>(from, at, [0]) };
        }
    } else if len < 8 {
        // SAFETY: the caller's promise, in bytes; 7 of them.
        unsafe { words::<u32, 2>(from, at, [0, len - 4]) };
    } else if len <= 16 {
        // SAFETY: the caller's promise, in bytes; 8 to 16 of them.
        unsafe { words::<u64, 2>(from, at, [0, len - 8]) };
    } else if len <= 32 {
        // SAFETY: the caller's promise, in bytes; 17 to 32 of them.
        unsafe { words::<[u64; 2], 2>(from, at, [0, len - 16]) };
    } else {
        // SAFETY: the caller's promise, and there are more than 32 bytes.
        return unsafe { long(src, to) };
    }
    ptr::slice_from_raw_parts_mut(to, src.len())
}

/// As [`copy`], of more than 32 bytes.
///
/// # Safety
///
/// - As for [`copy`], and there are more than 32 bytes.
#[inline(never)]
unsafe fn long<T: Copy>(src: &[T], to: *mut T) -> *mut [T] {
    let (from, at, len) = (src.as_ptr().cast::<u8>(), to.cast::<u8>(), size_of_val(src));
    debug_assert!(len > 32, "what is shorter has no place for two words at its end");
    if len <= 96 {
        let (last, middle) = (len - 16, (len - 32) / 2);
        let places = [0, 16, middle, middle + 16, last - 16, last];
        // SAFETY: the caller's promise, in bytes; 33 to 96 of them.
        unsafe { words::<[u64; 2], 6>(from, at, places) };
    } else {
        // SAFETY: the caller's promise, in bytes.
        unsafe { ptr::copy_nonoverlapping(from, at, len) };
    }
    ptr::slice_from_raw_parts_mut(to, src.len())
}

/// Copies the words at `places`, which may overlap. A `MaybeUninit` word keeps padding and
/// provenance as they are.
///
/// # Safety
///
/// - A word may be read at each place from `from` and written at each from `to`, and what is read
///   does not overlap with what is written.
#[inline(always)]
unsafe fn words<W, const N: usize>(from: *const u8, to: *mut u8, places: [usize; N]) {
    for place in places {
        // SAFETY: the caller's promise.
        let from = unsafe { from.add(place) }.cast::<MaybeUninit<W>>();
        // SAFETY: the same.
        let to = unsafe { to.add(place) }.cast::<MaybeUninit<W>>();
        // SAFETY: the same, and a word without alignment.
        let word = unsafe { from.read_unaligned() };
        // SAFETY: the same.
        unsafe { to.write_unaligned(word) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    extern crate alloc;
    use alloc::{vec, vec::Vec};

    /// The copy of a slice, in a buffer that is otherwise full of 0xEE.
    fn copied(source: &[u8], at: usize) -> Vec<u8> {
        let mut target = vec![0xEE; 150];
        let to = target[at..at + source.len()].as_mut_ptr();
        // SAFETY: the range is inside the buffer.
        let copy = unsafe { copy(source, to) };
        assert_eq!(copy, core::ptr::slice_from_raw_parts_mut(to, source.len()));
        target
    }

    #[test]
    fn every_length_is_copied_whole_and_nothing_else_is_touched() {
        let source: Vec<u8> = (1..=150).collect();
        for start in 0..4 {
            for len in 0..=120 {
                let source = &source[start..start + len];
                let target = copied(source, 8);
                assert_eq!(&target[8..8 + len], source);
                assert!(target[..8].iter().chain(&target[8 + len..]).all(|byte| *byte == 0xEE));
            }
        }
    }

    #[test]
    fn pointers_keep_their_provenance_and_padding_is_allowed() {
        let words = [1_u16, 2, 3, 4, 5, 6, 7];
        let source: Vec<(u8, &u16)> = (1..).zip(&words).collect();
        for len in 0..=source.len() {
            let mut target = [(0_u8, &0_u16); 7];
            // SAFETY: the target has room for `len` elements.
            let copy = unsafe { copy(&source[..len], target.as_mut_ptr()) };
            // SAFETY: the elements were just written, and nobody else looks at them.
            assert_eq!(unsafe { &*copy }, &source[..len]);
        }
    }
}
