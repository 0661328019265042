//! What a list yields when it is used up.

use core::{fmt, iter::FusedIterator, mem::ManuallyDrop, ops::Range, slice};

use allocator_api2::{alloc::Allocator, vec::Vec as Inner};

use super::Vec;

/// What a [`Vec`] yields. Gives the list's bytes back when it goes, where it can.
///
/// ```
/// use arena::{Arena, collections::Vec};
///
/// let arena = Arena::new(4096)?;
/// let mut iter = Vec::from_iter_in(1..4, &arena).into_iter();
/// assert_eq!((iter.next(), iter.next_back(), iter.len()), (Some(1), Some(3), 1));
/// # Ok::<(), arena::AllocError>(())
/// ```
//
// # Invariants
//
// - **V2** The elements of `inner` in `left` are initialised, and belong to nobody else. They need
//   no drop.
pub struct IntoIter<T, H: Allocator> {
    /// The block; it has no elements of its own.
    inner: Inner<T, H>,
    left: Range<usize>,
}

impl<T, H: Allocator> IntoIterator for Vec<T, H> {
    type Item = T;
    type IntoIter = IntoIter<T, H>;

    fn into_iter(self) -> Self::IntoIter {
        let mut inner = ManuallyDrop::into_inner(self.inner);
        let left = 0..inner.len();
        // SAFETY: no more than there were.
        unsafe { inner.set_len(0) };
        IntoIter { inner, left }
    }
}

impl<T, H: Allocator> IntoIter<T, H> {
    /// The elements that are left.
    ///
    /// ```
    /// # use arena::Arena;
    /// let arena = Arena::new(1024)?;
    /// let mut iter = arena::vec![in &arena; 1, 2, 3].into_iter();
    /// iter.next();
    /// assert_eq!(iter.as_slice(), [2, 3]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: V2, within the block.
        let start = unsafe { self.inner.as_ptr().add(self.left.start) };
        // SAFETY: V2.
        unsafe { slice::from_raw_parts(start, self.left.len()) }
    }

    /// # Safety
    ///
    /// - `index` has just been taken from `left`.
    unsafe fn read(&self, index: usize) -> T {
        // SAFETY: V2, within the block.
        let element = unsafe { self.inner.as_ptr().add(index) };
        // SAFETY: V2.
        unsafe { element.read() }
    }
}

impl<T, H: Allocator> Iterator for IntoIter<T, H> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        // SAFETY: taken from `left`.
        self.left.next().map(|index| unsafe { self.read(index) })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl<T, H: Allocator> DoubleEndedIterator for IntoIter<T, H> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        // SAFETY: taken from `left`.
        self.left.next_back().map(|index| unsafe { self.read(index) })
    }
}

impl<T, H: Allocator> ExactSizeIterator for IntoIter<T, H> {}

impl<T, H: Allocator> FusedIterator for IntoIter<T, H> {}

impl<T, H: Allocator> fmt::Debug for IntoIter<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoIter").field("left", &self.left.len()).finish_non_exhaustive()
    }
}
