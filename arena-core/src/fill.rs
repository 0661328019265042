//! Values in a row, in bytes that were claimed for them.

use core::{ptr::NonNull, slice};

/// Writes so many values, one after the other, each made of its number.
///
/// # Safety
///
/// - The memory from `start` on is as large and aligned, and for `'a` nobody else refers to it.
pub(crate) unsafe fn fill<'a, T>(
    start: NonNull<T>,
    len: usize,
    make: impl Fn(usize) -> T,
) -> &'a [T] {
    for index in 0..len {
        // SAFETY: the caller's promise.
        let at = unsafe { start.add(index) };
        // SAFETY: the same.
        unsafe { at.write(make(index)) };
    }
    // SAFETY: the same, and all of it was written.
    unsafe { slice::from_raw_parts(start.as_ptr(), len) }
}
