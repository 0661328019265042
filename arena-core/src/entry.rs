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
    /// Bits of the hash, which tell most other texts apart.
    tag: u32,
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

    /// Makes an entry, which has no number.
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
        unsafe { entry.write(Self { number: AtomicUsize::new(0), tag: tag(hash), len }) };
        // SAFETY: the same; the text lies behind its header.
        let bytes = unsafe { entry.add(1) }.cast::<u8>();
        // SAFETY: the same; the block, which is the caller's, is no part of a text that he reads.
        unsafe { ptr::copy_nonoverlapping(text.as_ptr(), bytes.as_ptr(), text.len()) };
        entry.as_ptr()
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
        let this = unsafe { &*entry };
        this.tag == tag(hash)
            && this.len as usize == wanted.len()
            // SAFETY: E1.
            && unsafe { Self::text(entry) } == wanted
    }
}

/// Bits of a hash that do not say where a search begins, unless the table is huge.
#[inline(always)]
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
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
