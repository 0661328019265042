//! A text in the memory of an arena, behind a header.

use core::{alloc::Layout, ptr, ptr::NonNull, slice, str};

use crate::sync::AtomicUsize;
#[cfg(all(test, loom))]
use crate::sync::modelled;

/// What stands before the bytes of a text.
///
/// # Invariants
///
/// - **E1** Whoever has a pointer to an entry, which is not null, may read the entry and as many bytes
///   behind it as it says, which are a text. Nobody changes anything of it but the number.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Entry {
    /// The text's number and one more, or 0 if it has none yet.
    pub(crate) number: AtomicUsize,
    /// The length of the text, and bits of its hash, which tell most others apart.
    key: u64,
}

/// What texts of other keys do not have.
#[inline(always)]
fn key(hash: u64, text: &str) -> u64 {
    (hash & !LEN) | (text.len() as u64 & LEN)
}

/// The bits of a key that are the length. The others are those of a hash that do not say where a
/// search begins, unless the table is huge.
const LEN: u64 = u32::MAX as u64;

impl Entry {
    /// The layout of a text's entry, if the text is not too long for one. What the text leaves of its
    /// last word is padding.
    pub(crate) fn layout(text: &str) -> Option<Layout> {
        u32::try_from(text.len()).ok()?;
        let (layout, at) = Layout::new::<Self>().extend(Layout::for_value(text)).ok()?;
        debug_assert_eq!(at, size_of::<Self>());
        Some(layout.pad_to_align())
    }

    /// Makes an entry, which has no number.
    ///
    /// # Safety
    ///
    /// - The block is as the text's layout says, and the caller's.
    pub(crate) unsafe fn write(block: NonNull<u8>, hash: u64, text: &str) -> *mut Self {
        write(block.addr().get(), size_of::<Self>() + text.len());
        let entry = block.cast::<Self>();
        let header = Self { number: AtomicUsize::new(0), key: key(hash, text) };
        // SAFETY: the caller's promise.
        unsafe { entry.write(header) };
        // SAFETY: the same; the text lies behind its header.
        let bytes = unsafe { entry.add(1) }.cast::<u8>();
        // SAFETY: the same; the block, which is the caller's, is no part of a text that he reads.
        unsafe { ptr::copy_nonoverlapping(text.as_ptr(), bytes.as_ptr(), text.len()) };
        entry.as_ptr()
    }

    /// How long its text is.
    ///
    /// # Safety
    ///
    /// - E1 holds.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "it was a length")]
    unsafe fn len(entry: *mut Self) -> usize {
        // SAFETY: E1.
        (unsafe { (*entry).key } & LEN) as usize
    }

    /// The text of an entry.
    ///
    /// # Safety
    ///
    /// - E1 holds for as long as `'a`.
    #[inline(always)]
    pub(crate) unsafe fn text<'a>(entry: *mut Self) -> &'a str {
        // SAFETY: E1.
        let len = unsafe { Self::len(entry) };
        read(entry.addr(), size_of::<Self>() + len);
        // SAFETY: E1, the text lies behind its header.
        let bytes = unsafe { entry.add(1) }.cast::<u8>();
        // SAFETY: E1.
        let bytes = unsafe { slice::from_raw_parts(bytes, len) };
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
        let found = unsafe { (*entry).key };
        // A text that is wanted may be longer than any that has an entry.
        // SAFETY: E1.
        found == key(hash, wanted) && same(unsafe { Self::text(entry) }, wanted)
    }
}

/// Whether two texts are one. Most are short, and no call is worth while for them.
#[inline(always)]
fn same(one: &str, other: &str) -> bool {
    /// Whether both ends are the same, of texts that have so many bytes.
    fn ends<const N: usize>(one: &[u8], other: &[u8]) -> Option<bool> {
        let heads = one.first_chunk::<N>()? == other.first_chunk()?;
        Some(heads & (one.last_chunk::<N>()? == other.last_chunk()?))
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        false
    } else if one.len() > 16 {
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
