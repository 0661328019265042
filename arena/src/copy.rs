//! Copies whose length is known only at run time.
//!
//! Most strings and slices are short. For those a call of `memcpy` costs more than the copy, and
//! what costs most is a branch on a length that the processor could not foresee. So there are few
//! classes, and within one there is no branch: words as wide as the shortest length of the class,
//! at places that overlap and together cover the bytes.

use core::{mem::MaybeUninit, ptr};

/// Copies `src` to `to`.
///
/// # Safety
///
/// - As many elements may be written at `to`, and they do not overlap with `src`.
#[inline(always)]
pub(crate) unsafe fn copy<T: Copy>(src: &[T], to: *mut T) {
    let (from, to, len) = (src.as_ptr().cast::<u8>(), to.cast::<u8>(), size_of_val(src));
    if len > 32 {
        // SAFETY: the caller's promise, in bytes.
        unsafe { ptr::copy_nonoverlapping(from, to, len) };
    } else if len > 16 {
        // SAFETY: the caller's promise, in bytes; 17 to 32 of them.
        unsafe { words::<[u64; 2], 2>(from, to, len) };
    } else if len > 8 {
        // SAFETY: the caller's promise, in bytes; 9 to 16 of them.
        unsafe { words::<u64, 2>(from, to, len) };
    } else if len > 1 {
        // SAFETY: the caller's promise, in bytes; 2 to 8 of them.
        unsafe { words::<u16, 4>(from, to, len) };
    } else if len == 1 {
        // SAFETY: the caller's promise, in bytes.
        unsafe { words::<u8, 1>(from, to, len) };
    }
}

/// Copies `len` bytes as `N` words, of which the last ones overlap. A `MaybeUninit` word keeps
/// padding and provenance as they are.
///
/// # Safety
///
/// - `len` bytes may be read at `from` and written at `to`, and they do not overlap.
/// - `len` is at least a word and at most `N`.
#[inline(always)]
unsafe fn words<W, const N: usize>(from: *const u8, to: *mut u8, len: usize) {
    for index in 0..N {
        let at = (index * size_of::<W>()).min(len - size_of::<W>());
        // SAFETY: the word lies within the `len` bytes.
        let from = unsafe { from.add(at) }.cast::<MaybeUninit<W>>();
        // SAFETY: the same.
        let to = unsafe { to.add(at) }.cast::<MaybeUninit<W>>();
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
        let mut target = vec![0xEE; 100];
        // SAFETY: the range is inside the buffer.
        unsafe { copy(source, target[at..at + source.len()].as_mut_ptr()) };
        target
    }

    #[test]
    fn every_length_is_copied_whole_and_nothing_else_is_touched() {
        let source: Vec<u8> = (1..=100).collect();
        for start in 0..4 {
            for len in 0..=80 {
                let source = &source[start..start + len];
                let target = copied(source, 8);
                assert_eq!(&target[8..8 + len], source);
                assert!(target[..8].iter().chain(&target[8 + len..]).all(|byte| *byte == 0xEE));
            }
        }
    }

    #[test]
    fn pointers_keep_their_provenance_and_padding_is_allowed() {
        let words = [1_u16, 2, 3];
        let source = [(7_u8, &words[0]), (8, &words[1]), (9, &words[2])];
        for len in 0..=source.len() {
            let mut target = [(0_u8, &0_u16); 3];
            // SAFETY: the target has room for `len` elements.
            unsafe { copy(&source[..len], target.as_mut_ptr()) };
            assert_eq!(target[..len], source[..len]);
        }
    }
}
