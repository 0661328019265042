//! Finding uses of bytes that have been freed.
//!
//! Safe code cannot make them, raw pointers can. With the feature `poison`, freed bytes are
//! overwritten with a pattern, so that a stale read sees nonsense at once. With `--cfg arena_asan`
//! they are out of bounds for `AddressSanitizer` until they are claimed again, so that a stale read
//! or write is reported where it happens. Without either, all of this is nothing.

/// What freed bytes are filled with: odd, negative, not ASCII, and no likely pointer.
#[cfg(all(feature = "poison", not(arena_asan)))]
const PATTERN: u8 = 0xD7;

/// Marks the bytes from `low` up to the address `high` as free.
///
/// # Safety
///
/// - They may be written, through the provenance of `low`, and nobody refers to them.
#[inline(always)]
#[cfg_attr(
    not(any(feature = "poison", arena_asan)),
    expect(unused_variables, reason = "nothing is marked")
)]
pub(crate) unsafe fn freed(low: *mut u8, high: usize) {
    // SAFETY: the caller's promise. With the other mark, these bytes may be out of bounds already.
    #[cfg(all(feature = "poison", not(arena_asan)))]
    unsafe {
        low.write_bytes(PATTERN, high - low.addr());
    }
    // Whole granules only, here and below: half of one is a read and a write, which threads would
    // race in. SAFETY: poisoning has no precondition but that nobody uses the bytes.
    #[cfg(arena_asan)]
    unsafe {
        let first = low.addr().next_multiple_of(asan::GRANULE);
        let size = (high - high % asan::GRANULE).saturating_sub(first);
        asan::__asan_poison_memory_region(low.with_addr(first).cast(), size);
    }
}

/// Marks `size` bytes as in use.
#[inline(always)]
#[cfg_attr(not(arena_asan), expect(unused_variables, reason = "nothing is marked"))]
pub(crate) fn claimed(low: *const u8, size: usize) {
    // SAFETY: unpoisoning has no precondition.
    #[cfg(arena_asan)]
    unsafe {
        let first = low.addr() - low.addr() % asan::GRANULE;
        let size = (low.addr() + size).next_multiple_of(asan::GRANULE) - first;
        asan::__asan_unpoison_memory_region(low.with_addr(first).cast(), size);
    }
}

#[cfg(arena_asan)]
mod asan {
    use core::ffi::c_void;

    /// Bytes for which the sanitizer keeps one.
    pub(super) const GRANULE: usize = 8;

    unsafe extern "C" {
        pub(super) fn __asan_poison_memory_region(start: *const c_void, size: usize);
        pub(super) fn __asan_unpoison_memory_region(start: *const c_void, size: usize);
    }
}
