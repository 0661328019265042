//! A text in the memory of an arena, behind a header.

use core::{alloc::Layout, ptr, ptr::NonNull, slice, str};

#[cfg(all(test, loom))]
use crate::sync::modelled;

/// What stands before the bytes of a text.
///
/// # Invariants
///
/// - **E1** Whoever has a pointer to an entry may read it and as many bytes behind it as it says, which
///   are a text. Nobody changes any of that.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Entry {
    /// Both halves of the hash; an entry needs no alignment of eight bytes for it.
    hash: [u32; 2],
    len: u32,
}

impl Entry {
    /// The layout of a text's entry, if the text is not too long for one. What the text leaves of its
    /// last word is padding.
    pub(crate) fn layout(text: &str) -> Option<Layout> {
        u32::try_from(text.len()).ok()?;
        let (layout, at) = Layout::new::<Self>().extend(Layout::for_value(text)).ok()?;
        debug_assert_eq!(at, size_of::<Self>());
        Some(layout.pad_to_align())
    }

    /// Makes an entry.
    ///
    /// # Safety
    ///
    /// - The block is as the text's layout says, and the caller's.
    pub(crate) unsafe fn write(block: NonNull<u8>, hash: u64, text: &str) -> *mut Self {
        write(block.addr().get(), size_of::<Self>() + text.len());
        let entry = block.cast::<Self>();
        #[expect(clippy::cast_possible_truncation, reason = "a text with a layout has no more")]
        let len = text.len() as u32;
        // SAFETY: the caller's promise.
        unsafe { entry.write(Self { hash: halves(hash), len }) };
        // SAFETY: the same; the text lies behind its header.
        let bytes = unsafe { entry.add(1) }.cast::<u8>();
        // SAFETY: the same; the block, which is the caller's, is no part of a text that he reads.
        unsafe { ptr::copy_nonoverlapping(text.as_ptr(), bytes.as_ptr(), text.len()) };
        entry.as_ptr()
    }

    /// The hash of its text.
    ///
    /// # Safety
    ///
    /// - E1 holds.
    pub(crate) unsafe fn hash(entry: *mut Self) -> u64 {
        read(entry.addr(), size_of::<Self>());
        // SAFETY: E1.
        let [low, high] = unsafe { (*entry).hash };
        u64::from(high) << 32 | u64::from(low)
    }

    /// The text of an entry.
    ///
    /// # Safety
    ///
    /// - E1 holds for as long as `'a`.
    #[inline(always)]
    pub(crate) unsafe fn text<'a>(entry: *mut Self) -> &'a str {
        // SAFETY: E1.
        let len = unsafe { (*entry).len } as usize;
        // SAFETY: E1.
        let bytes = unsafe { Self::bytes(entry, len) };
        // SAFETY: E1.
        unsafe { str::from_utf8_unchecked(bytes) }
    }

    /// Whether an entry is that of a text.
    ///
    /// # Safety
    ///
    /// - E1 holds.
    #[inline(always)]
    pub(crate) unsafe fn holds(entry: *mut Self, hash: u64, wanted: &str) -> bool {
        read(entry.addr(), size_of::<Self>());
        // SAFETY: E1.
        let Self { hash: found, len } = unsafe { entry.read() };
        if (found != halves(hash)) | (len as usize != wanted.len()) {
            return false;
        }
        // The length is the same, but this one is there before the entry has come from memory: so the
        // processor guesses earlier, and learns earlier where it was wrong, how texts are compared.
        // SAFETY: E1.
        let bytes = unsafe { Self::bytes(entry, wanted.len()) };
        same(bytes, wanted.as_bytes())
    }

    /// The bytes of its text, which has so many.
    ///
    /// # Safety
    ///
    /// - E1 holds for as long as `'a`, and that is the length.
    #[inline(always)]
    unsafe fn bytes<'a>(entry: *mut Self, len: usize) -> &'a [u8] {
        read(entry.addr(), size_of::<Self>() + len);
        // SAFETY: E1, the text lies behind its header.
        let bytes = unsafe { entry.add(1) }.cast::<u8>();
        // SAFETY: E1.
        unsafe { slice::from_raw_parts(bytes, len) }
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "that halves it")]
fn halves(hash: u64) -> [u32; 2] {
    [hash as u32, (hash >> 32) as u32]
}

/// Whether the bytes of two texts of one length are the same. Most are short, and no call is worth while
/// for them.
#[inline(always)]
fn same(one: &[u8], other: &[u8]) -> bool {
    /// Whether both ends are the same, of texts that have so many bytes.
    fn ends<const N: usize>(one: &[u8], other: &[u8]) -> Option<bool> {
        let heads = one.first_chunk::<N>()? == other.first_chunk()?;
        Some(heads & (one.last_chunk::<N>()? == other.last_chunk()?))
    }
    if one.len() > 16 {
        one == other
    } else if let Some(same) = ends::<8>(one, other).or_else(|| ends::<4>(one, other)) {
        same
    } else {
        ends::<2>(one, other).unwrap_or_else(|| one.first() == other.first())
    }
}

/// Lets a model see that somebody writes bytes.
#[inline(always)]
#[cfg_attr(not(all(test, loom)), expect(unused_variables, reason = "there is no model"))]
fn write(address: usize, size: usize) {
    #[cfg(all(test, loom))]
    modelled::touch(address, size);
}

/// Lets a model see that somebody reads bytes.
#[inline(always)]
#[cfg_attr(not(all(test, loom)), expect(unused_variables, reason = "there is no model"))]
fn read(address: usize, size: usize) {
    #[cfg(all(test, loom))]
    modelled::look(address, size);
}
