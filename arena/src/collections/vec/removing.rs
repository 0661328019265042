//! How a list gets shorter. What needs no room is the inner list's.

use core::{
    mem::{self, ManuallyDrop},
    ops::{Bound, Range, RangeBounds},
};

use allocator_api2::{alloc::Allocator, vec::Drain};

use super::{Inner, Vec};
use crate::handle::Handle;

impl<'a, T, H: Handle<'a>> Vec<T, H> {
    /// Takes everything out with its room, and leaves an empty list behind: what `mem::take` does for
    /// types that can be made without a handle.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2, 3];
    /// assert_eq!((list.take().len(), list.len()), (3, 0));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[must_use = "`clear` drops the elements and keeps the room"]
    pub fn take(&mut self) -> Self {
        mem::replace(self, Self { inner: ManuallyDrop::new(Inner::new_in(self.handle())) })
    }
}

impl<T, H: Allocator> Vec<T, H> {
    /// Removes the last element.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2];
    /// assert_eq!((list.pop(), list.len()), (Some(2), 1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.inner.pop()
    }

    /// [`pop`](Self::pop), if `take` is true of the last element.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2];
    /// let mut pop = || list.pop_if(|number| *number % 2 == 0);
    /// assert_eq!((pop(), pop()), (Some(2), None));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn pop_if(&mut self, take: impl FnOnce(&mut T) -> bool) -> Option<T> {
        if take(self.inner.last_mut()?) { self.pop() } else { None }
    }

    /// Removes the element at `index`, and moves those behind it down. O(elements behind).
    ///
    /// # Panics
    ///
    /// If `index` is out of bounds.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2, 3];
    /// assert_eq!(list.remove(0), 1);
    /// assert_eq!(list, [2, 3]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        assert!(index < self.len(), "`index` is out of bounds");
        self.inner.remove(index)
    }

    /// Removes the element at `index`, and puts the last one there. O(1).
    ///
    /// # Panics
    ///
    /// If `index` is out of bounds.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2, 3];
    /// assert_eq!(list.swap_remove(0), 1);
    /// assert_eq!(list, [3, 2]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn swap_remove(&mut self, index: usize) -> T {
        assert!(index < self.len(), "`index` is out of bounds");
        self.inner.swap_remove(index)
    }

    /// Removes the elements behind the first `len`.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2, 3];
    /// list.truncate(1);
    /// assert_eq!(list, [1]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn truncate(&mut self, len: usize) {
        self.inner.truncate(len);
    }

    /// Removes all elements. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2, 3];
    /// list.clear();
    /// assert_eq!((list.len(), list.capacity()), (0, 3));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn clear(&mut self) {
        self.inner.clear();
    }

    /// Keeps the elements for which `keep` is true, in order.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = Vec::from_iter_in(0..6, &arena);
    /// list.retain(|number| number % 2 == 0);
    /// assert_eq!(list, [0, 2, 4]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.inner.retain(keep);
    }

    /// [`retain`](Self::retain), where `keep` may also change the elements.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = Vec::from_iter_in(0..6, &arena);
    /// list.retain_mut(|number| {
    ///     *number -= 3;
    ///     *number > 0
    /// });
    /// assert_eq!(list, [1, 2]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut T) -> bool) {
        self.inner.retain_mut(keep);
    }

    /// Removes elements that equal the one before them.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 1, 2, 1];
    /// list.dedup();
    /// assert_eq!(list, [1, 2, 1]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn dedup(&mut self)
    where
        T: PartialEq,
    {
        self.inner.dedup();
    }

    /// Removes elements for which `same` is true of them and the one before them that is kept.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; "a", "A", "b"];
    /// list.dedup_by(|text, before| text.eq_ignore_ascii_case(before));
    /// assert_eq!(list, ["a", "b"]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn dedup_by(&mut self, same: impl FnMut(&mut T, &mut T) -> bool) {
        self.inner.dedup_by(same);
    }

    /// Removes elements whose key equals that of the one before them.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 10, 12, 25];
    /// list.dedup_by_key(|number| *number / 10);
    /// assert_eq!(list, [10, 25]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn dedup_by_key<K: PartialEq>(&mut self, key: impl FnMut(&mut T) -> K) {
        self.inner.dedup_by_key(key);
    }

    /// Removes a range of elements, and yields them.
    ///
    /// # Panics
    ///
    /// If the range is out of bounds.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = Vec::from_iter_in(0..5, &arena);
    /// assert_eq!(list.drain(1..3).sum::<i32>(), 3);
    /// assert_eq!(list, [0, 3, 4]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Drain<'_, T, H> {
        let range = within(self.len(), range);
        self.inner.drain(range)
    }
}

/// A range as numbers. Inner lists would ask it twice, and trust it to say the same.
///
/// # Panics
///
/// If it is not within `len`.
#[track_caller]
pub(crate) fn within(len: usize, range: impl RangeBounds<usize>) -> Range<usize> {
    let start = match range.start_bound() {
        Bound::Included(&start) => Some(start),
        Bound::Excluded(&before) => before.checked_add(1),
        Bound::Unbounded => Some(0),
    };
    let end = match range.end_bound() {
        Bound::Included(&last) => last.checked_add(1),
        Bound::Excluded(&end) => Some(end),
        Bound::Unbounded => Some(len),
    };
    let range = start.zip(end).filter(|&(start, end)| start <= end && end <= len);
    let (start, end) = range.expect("the range is out of bounds");
    start..end
}
