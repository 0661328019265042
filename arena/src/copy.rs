//! Copies whose length is known only at run time.
//!
//! Most strings and slices are short, and for those a call of `memcpy` costs more than the copy. Up
//! to 32 bytes are moved here in place: two loads and two stores of the widest word that fits, from
//! both ends, overlapping in the middle.

use core::{mem::MaybeUninit, ptr};

/// Copies `src` to `to`.
///
/// # Safety
///
/// - As many elements may be written at `to`, and they do not overlap with `src`.
#[inline(always)]
pub(crate) unsafe fn copy<T: Copy>(src: &[T], to: *mut T) {
    let (from, to, len) = (src.as_ptr().cast::<u8>(), to.cast::<u8>(), size_of_val(src));
    // Each arm: both ends of `len` bytes hold a word of at most `len` bytes.
    match len {
        0 => {}
        // SAFETY: the caller's promise, in bytes; here and below `len` is one to two words.
        1 => unsafe { ends::<u8>(from, to, len) },
        // SAFETY: as above.
        2..=3 => unsafe { ends::<u16>(from, to, len) },
        // SAFETY: as above.
        4..=7 => unsafe { ends::<u32>(from, to, len) },
        // SAFETY: as above.
        8..=15 => unsafe { ends::<u64>(from, to, len) },
        // SAFETY: as above.
        16..=32 => unsafe { ends::<[u64; 2]>(from, to, len) },
        // SAFETY: the caller's promise, in bytes.
        _ => unsafe { ptr::copy_nonoverlapping(from, to, len) },
    }
}

/// Copies the first and the last word of `len` bytes. A `MaybeUninit` word keeps padding and
/// provenance as they are.
///
/// # Safety
///
/// - `len` bytes may be read at `from` and written at `to`, and they do not overlap.
/// - `len` is at least a word and at most two.
#[inline(always)]
unsafe fn ends<W>(from: *const u8, to: *mut u8, len: usize) {
    let last = len - size_of::<W>();
    // SAFETY: the word lies within the `len` bytes.
    let head = unsafe { from.cast::<MaybeUninit<W>>().read_unaligned() };
    // SAFETY: so does the one that ends with them.
    let from_last = unsafe { from.add(last) }.cast::<MaybeUninit<W>>();
    // SAFETY: as above.
    let tail = unsafe { from_last.read_unaligned() };
    // SAFETY: as for `head`.
    unsafe { to.cast::<MaybeUninit<W>>().write_unaligned(head) };
    // SAFETY: as for `from_last`.
    let to_last = unsafe { to.add(last) }.cast::<MaybeUninit<W>>();
    // SAFETY: as for `tail`.
    unsafe { to_last.write_unaligned(tail) };
}

#[cfg(test)]
mod tests {
    use super::*;

    extern crate std;
    use std::vec::Vec;

    /// The copy of a slice, in a buffer that is otherwise full of 0xEE.
    fn copied(source: &[u8], at: usize) -> Vec<u8> {
        let mut target = std::vec![0xEE; 100];
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
