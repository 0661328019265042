//! A vector that is never dropped.

use core::{
    borrow::{Borrow, BorrowMut},
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    iter::FusedIterator,
    mem::ManuallyDrop,
    ops::{Bound, Deref, DerefMut, Range, RangeBounds},
    ptr::NonNull,
    slice,
};

use allocator_api2::{
    alloc::Allocator,
    vec::{Drain, Vec as Inner},
};
use arena_core::{AllocError, ArenaSafe};
use static_assertions::{assert_eq_size, assert_impl_all, assert_not_impl_any};

use crate::{
    allocator::{allocate, grow},
    arena::Arena,
    boxed::assert_no_drop,
    claim::Claim,
    copy,
    grow::capacities,
    handle::Handle,
    local::Local,
    typed::{Refusal, array, claim, expect, or_error},
};

/// A growable list in an arena, which is never dropped and so is [`ArenaSafe`].
///
/// It is used as the `Vec` of `std`, and refuses where that would abort; what it grows by comes
/// from its handle. See the [module](super) for which handle to choose.
///
/// ```
/// use arena::{Arena, collections::Vec};
///
/// let arena = Arena::new(4096)?;
/// let local = arena.local();
/// let mut primes = Vec::new_in(&local);
/// for number in 2..30_u32 {
///     if primes.iter().all(|prime| number % prime != 0) {
///         primes.push(number);
///     }
/// }
/// let primes: &mut [u32] = primes.into_slice();
/// assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
/// # Ok::<(), arena::AllocError>(())
/// ```
///
/// # Invariants
///
/// - **V1** `inner` stands on a handle, whose memory stays claimed for all of the handle's `'a`.
pub struct Vec<T, H: Allocator> {
    inner: ManuallyDrop<Inner<T, H>>,
}

assert_eq_size!(Vec<u8, &'static Arena>, [usize; 4]);
assert_impl_all!(Vec<u8, &'static Arena>: Send, Sync, Unpin);
assert_not_impl_any!(Vec<*const u8, &'static Arena>: Send, Sync);
assert_not_impl_any!(Vec<u8, &'static Local<'static>>: Send, Sync);

impl<T: ArenaSafe, H: Allocator> ArenaSafe for Vec<T, H> {}

/// The only way to a list, so that nothing else asks what its elements are. This asks it of `[T]`: of a
/// `T` without the bound, the compiler would advise to put `&` before the call.
impl<'a, T, H: Handle<'a>> Vec<T, H>
where
    [T]: ArenaSafe,
{
    /// Makes an empty list. It claims nothing yet.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(64)?;
    /// let mut list = Vec::new_in(&arena);
    /// list.push(1);
    /// assert_eq!(list, [1]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn new_in(handle: H) -> Self {
        assert_no_drop::<T>();
        Self { inner: ManuallyDrop::new(Inner::new_in(handle)) }
    }

    /// Makes an empty list with room for `capacity` elements.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(64)?;
    /// let list = Vec::<u64, _>::with_capacity_in(8, &arena);
    /// assert_eq!((list.capacity(), arena.remaining()), (8, 0));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, handle: H) -> Self {
        expect(Self::try_with_capacity_in(capacity, handle))
    }

    /// [`with_capacity_in`](Self::with_capacity_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the elements do not fit in what remains, [`AllocError::TooLarge`] if
    /// their size overflows.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(64)?;
    /// assert!(Vec::<u64, _>::try_with_capacity_in(9, &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_with_capacity_in(capacity: usize, handle: H) -> Result<Self, AllocError> {
        assert_no_drop::<T>();
        Self::with_room(capacity, handle)
    }

    /// Makes a list of everything that an iterator yields.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(Vec::from_iter_in(1..4, &arena), [1, 2, 3]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn from_iter_in(iter: impl IntoIterator<Item = T>, handle: H) -> Self {
        let iter = iter.into_iter();
        let mut list = Self::with_capacity_in(iter.size_hint().0, handle);
        list.extend(iter);
        list
    }

    /// Makes a list of `len` clones of `value`.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(Vec::from_elem_in('x', 3, &arena), ['x', 'x', 'x']);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn from_elem_in(value: T, len: usize, handle: H) -> Self
    where
        T: Clone,
    {
        let mut list = Self::with_capacity_in(len, handle);
        list.inner.resize(len, value);
        list
    }
}

impl<'a, T, H: Handle<'a>> Vec<T, H> {
    #[inline]
    fn with_room(capacity: usize, handle: H) -> Result<Self, AllocError> {
        let source = handle.source();
        let block = array::<T>(capacity).and_then(|layout| claim(source, layout));
        let (start, _) = or_error(source, block)?;
        let start = start.cast().as_ptr();
        // SAFETY: a claim from the handle's allocator, with room for `capacity` elements.
        let inner = unsafe { Inner::from_raw_parts_in(start, 0, capacity, handle) };
        Ok(Self { inner: ManuallyDrop::new(inner) })
    }

    /// What the list claims from.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let one = Vec::from_iter_in(1..4, &arena);
    /// let other = Vec::from_iter_in(one.iter().copied(), one.handle());
    /// assert_eq!(one, other);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn handle(&self) -> H {
        *self.inner.allocator()
    }

    /// Elements that there is room for.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// assert_eq!(Vec::<u8, _>::with_capacity_in(7, &arena).capacity(), 7);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn capacity(&self) -> usize {
        self.inner.capacity()
    }

    /// Makes room for `additional` more elements, for twice as many as now if the arena has them.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2];
    /// list.reserve(98);
    /// assert!(list.capacity() >= 100);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, additional: usize) {
        expect(self.try_reserve(additional));
    }

    /// [`reserve`](Self::reserve), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the elements do not fit in what remains, [`AllocError::TooLarge`] if
    /// their size overflows.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1_u8, 2];
    /// assert!(list.try_reserve(2000).is_err());
    /// assert_eq!(list, [1, 2]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), AllocError> {
        if additional <= self.inner.capacity() - self.inner.len() {
            return Ok(());
        }
        // By value, and the length comes from here: so a list in a loop stays in registers.
        let (start, len) = (self.inner.as_mut_ptr(), self.inner.len());
        let (capacity, handle) = (self.inner.capacity(), self.handle());
        // SAFETY: our parts, and we take the new ones.
        let grown = unsafe { Self::grown(start, len, capacity, handle, additional) };
        let (start, capacity) = or_error(handle.source(), grown)?;
        // SAFETY: the block that the elements have been moved to.
        let inner = unsafe { Inner::from_raw_parts_in(start, len, capacity, handle) };
        self.inner = ManuallyDrop::new(inner);
        Ok(())
    }

    /// Where the elements of a list are when it has room for `additional` more, and its capacity.
    ///
    /// # Safety
    ///
    /// - These are the parts of a list on `handle`, which takes the new ones, or stays as it was if
    ///   they are refused.
    #[cold]
    #[inline(never)]
    unsafe fn grown(
        start: *mut T,
        len: usize,
        capacity: usize,
        handle: H,
        additional: usize,
    ) -> Result<(*mut T, usize), Refusal> {
        let needed = len.checked_add(additional).ok_or(Refusal::TooLarge)?;
        let (old, least) = (array::<T>(capacity)?, array::<T>(needed)?);
        let (source, block) = (handle.source(), NonNull::new(start));
        for capacity in capacities::<T>(needed, capacity) {
            let Ok(new) = array::<T>(capacity) else { continue };
            let grown = match block {
                // SAFETY: the caller's promise: the block of a list that is not used meanwhile.
                Some(block) if old.size() > 0 => unsafe { grow(source, block.cast(), old, new) },
                _ => allocate(source, new),
            };
            if let Some(grown) = grown {
                return Ok((grown.cast().as_ptr(), capacity));
            }
        }
        Err(Refusal::Full(least))
    }

    /// Appends an element. O(1) on average.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = Vec::new_in(&arena);
    /// list.push("one");
    /// assert_eq!(list, ["one"]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn push(&mut self, value: T) {
        expect(self.try_reserve(1));
        // SAFETY: there is room for one more.
        unsafe { self.push_unchecked(value) };
    }

    /// # Safety
    ///
    /// - There is room for one more element.
    #[inline(always)]
    unsafe fn push_unchecked(&mut self, value: T) {
        let len = self.inner.len();
        // SAFETY: the place behind the elements lies in the block.
        let slot = unsafe { self.inner.as_mut_ptr().add(len) };
        // SAFETY: the same, and nothing is there.
        unsafe { slot.write(value) };
        // SAFETY: it has just been written.
        unsafe { self.inner.set_len(len + 1) };
    }

    /// [`push`](Self::push), but a refusal is a value, and hands the element back.
    ///
    /// # Errors
    ///
    /// The element, and [`AllocError::Full`] if it does not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(0)?;
    /// let mut list = Vec::new_in(&arena);
    /// assert_eq!(list.try_push(7).unwrap_err().0, 7);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_push(&mut self, value: T) -> Result<(), (T, AllocError)> {
        match self.try_reserve(1) {
            Ok(()) => {
                // SAFETY: there is room for one more.
                unsafe { self.push_unchecked(value) };
                Ok(())
            }
            Err(error) => Err((value, error)),
        }
    }

    /// Puts an element at `index`, and moves those behind it up. O(elements behind).
    ///
    /// # Panics
    ///
    /// If `index` is greater than the length, or the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 3];
    /// list.insert(1, 2);
    /// assert_eq!(list, [1, 2, 3]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn insert(&mut self, index: usize, value: T) {
        assert!(index <= self.len(), "`index` is greater than the length");
        self.reserve(1);
        self.inner.insert(index, value);
    }

    /// Appends clones of `values`.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 0..1];
    /// list.extend_from_slice(&[0..2, 0..3]);
    /// assert_eq!(list[2], 0..3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn extend_from_slice(&mut self, values: &[T])
    where
        T: Clone,
    {
        self.reserve(values.len());
        self.inner.extend_from_slice(values);
    }

    /// Appends copies of `values`, as bytes: faster than
    /// [`extend_from_slice`](Self::extend_from_slice).
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(64)?;
    /// let mut list = arena::vec![in &arena; 1, 2];
    /// list.extend_from_slice_copy(&[3, 4]);
    /// assert_eq!(list, [1, 2, 3, 4]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn extend_from_slice_copy(&mut self, values: &[T])
    where
        T: Copy,
    {
        expect(self.try_extend_from_slice_copy(values));
    }

    /// [`extend_from_slice_copy`](Self::extend_from_slice_copy), but a refusal is a value, and then
    /// nothing is appended.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the elements do not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 0_u8];
    /// assert!(list.try_extend_from_slice_copy(&[1; 2000]).is_err());
    /// assert_eq!(list, [0]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_extend_from_slice_copy(&mut self, values: &[T]) -> Result<(), AllocError>
    where
        T: Copy,
    {
        self.try_reserve(values.len())?;
        let len = self.inner.len();
        // SAFETY: `values` is borrowed, so it is not the room behind our elements, which is large
        // enough.
        unsafe { copy::copy(values, self.inner.spare_capacity_mut().as_mut_ptr().cast()) };
        // SAFETY: the elements behind `len` have just been written.
        unsafe { self.inner.set_len(len + values.len()) };
        Ok(())
    }

    /// Makes the list `len` long, with clones of `value` if it was shorter.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1];
    /// list.resize(3, 0);
    /// assert_eq!(list, [1, 0, 0]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn resize(&mut self, len: usize, value: T)
    where
        T: Clone,
    {
        self.reserve(len.saturating_sub(self.len()));
        self.inner.resize(len, value);
    }

    /// Moves all elements of another list behind those of this one.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let (mut one, mut other) = (arena::vec![in &arena; 1], arena::vec![in &arena; 2, 3]);
    /// one.append(&mut other);
    /// assert_eq!((&one[..], &other[..]), (&[1, 2, 3][..], &[][..]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn append<G: Allocator>(&mut self, other: &mut Vec<T, G>) {
        self.reserve(other.len());
        self.inner.extend(other.inner.drain(..));
    }

    /// Gives the unused room back to the arena, where it can: if nothing else was allocated since.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = Vec::<u8, _>::with_capacity_in(1000, &arena);
    /// list.push(1);
    /// list.shrink_to_fit();
    /// assert_eq!((list.capacity(), arena.allocated()), (1, 1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn shrink_to_fit(&mut self) {
        // Elsewhere the room would be lost, for nothing.
        let block = NonNull::from(&mut self.inner[..]).cast();
        if self.handle().source().is_lowest(block) {
            self.inner.shrink_to_fit();
        }
    }

    /// The elements as a slice, which lives as long as the arena is borrowed, however short the
    /// handle. Gives the unused room back where it can.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let slice = {
    ///     let local = arena.local();
    ///     Vec::from_iter_in("a b c".split(' '), &local).into_slice()
    /// };
    /// assert_eq!(slice, ["a", "b", "c"]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn into_slice(mut self) -> &'a mut [T]
    where
        T: 'a,
    {
        self.shrink_to_fit();
        let (start, len) = (self.inner.as_mut_ptr(), self.inner.len());
        // SAFETY: V1, and the list, which alone refers to the elements, is gone and frees nothing.
        unsafe { slice::from_raw_parts_mut(start, len) }
    }
}

/// What needs no room is the inner list's.
impl<T, H: Allocator> Vec<T, H> {
    /// The elements.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let list = arena::vec![in &arena; 1, 2];
    /// assert_eq!(list.as_slice(), [1, 2]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn as_slice(&self) -> &[T] {
        &self.inner
    }

    /// The elements, to change.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 2, 1];
    /// list.as_mut_slice().sort();
    /// assert_eq!(list, [1, 2]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.inner
    }

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
        let start = match range.start_bound() {
            Bound::Included(&start) => Some(start),
            Bound::Excluded(&before) => before.checked_add(1),
            Bound::Unbounded => Some(0),
        };
        let end = match range.end_bound() {
            Bound::Included(&last) => last.checked_add(1),
            Bound::Excluded(&end) => Some(end),
            Bound::Unbounded => Some(self.len()),
        };
        // The inner list would ask a range twice, and trust it to say the same.
        let range = start.zip(end).filter(|&(start, end)| start <= end && end <= self.len());
        let (start, end) = range.expect("the range is not one of the list's");
        self.inner.drain(start..end)
    }
}

impl<T, H: Allocator> Deref for Vec<T, H> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.inner
    }
}

impl<T, H: Allocator> DerefMut for Vec<T, H> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.inner
    }
}

impl<'a, T: Clone, H: Handle<'a>> Clone for Vec<T, H> {
    /// A list of clones, in the same arena.
    #[track_caller]
    fn clone(&self) -> Self {
        let mut list = expect(Self::with_room(self.len(), self.handle()));
        list.extend_from_slice(self);
        list
    }
}

impl<'a, T, H: Handle<'a>> Extend<T> for Vec<T, H> {
    /// Appends everything that `iter` yields.
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {
        let iter = iter.into_iter();
        self.reserve(iter.size_hint().0);
        for value in iter {
            self.push(value);
        }
    }
}

impl<'a, 'v, T: Copy + 'v, H: Handle<'a>> Extend<&'v T> for Vec<T, H> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'v T>>(&mut self, iter: I) {
        self.extend(iter.into_iter().copied());
    }
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
///
/// # Invariants
///
/// - **V2** The elements of `inner` in `left` are initialised, and belong to nobody else. They need
///   no drop.
pub struct IntoIter<T, H: Allocator> {
    /// The block; it has no elements of its own.
    inner: Inner<T, H>,
    left: Range<usize>,
}

impl<T, H: Allocator> IntoIter<T, H> {
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

impl<'v, T, H: Allocator> IntoIterator for &'v Vec<T, H> {
    type Item = &'v T;
    type IntoIter = slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'v, T, H: Allocator> IntoIterator for &'v mut Vec<T, H> {
    type Item = &'v mut T;
    type IntoIter = slice::IterMut<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T, H: Allocator> AsRef<[T]> for Vec<T, H> {
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T, H: Allocator> AsMut<[T]> for Vec<T, H> {
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T, H: Allocator> Borrow<[T]> for Vec<T, H> {
    fn borrow(&self) -> &[T] {
        self
    }
}

impl<T, H: Allocator> BorrowMut<[T]> for Vec<T, H> {
    fn borrow_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T: fmt::Debug, H: Allocator> fmt::Debug for Vec<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Hash, H: Allocator> Hash for Vec<T, H> {
    fn hash<S: Hasher>(&self, state: &mut S) {
        (**self).hash(state);
    }
}

impl<T: Eq, H: Allocator> Eq for Vec<T, H> {}

impl<T: PartialEq<U>, U, H: Allocator, G: Allocator> PartialEq<Vec<U, G>> for Vec<T, H> {
    fn eq(&self, other: &Vec<U, G>) -> bool {
        **self == **other
    }
}

/// Compares lists with slices of every kind.
macro_rules! equal {
    ($([$($param:tt)*] $other:ty),*) => {$(
        impl<T: PartialEq<U>, U, H: Allocator, $($param)*> PartialEq<$other> for Vec<T, H> {
            fn eq(&self, other: &$other) -> bool {
                **self == other[..]
            }
        }
    )*};
}
equal!([] [U], [] &[U], [] &mut [U], [const N: usize] [U; N], [const N: usize] &[U; N]);

impl<T: PartialOrd, H: Allocator, G: Allocator> PartialOrd<Vec<T, G>> for Vec<T, H> {
    fn partial_cmp(&self, other: &Vec<T, G>) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord, H: Allocator> Ord for Vec<T, H> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

/// Appends bytes. A full arena is an error of the kind `OutOfMemory`.
#[cfg(feature = "std")]
impl<'a, H: Handle<'a>> std::io::Write for Vec<u8, H> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let appended = self.try_extend_from_slice_copy(bytes);
        appended.map_err(|error| std::io::Error::new(std::io::ErrorKind::OutOfMemory, error))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize, H: Allocator> serde::Serialize for Vec<T, H> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

/// Makes a [`collections::Vec`](crate::collections::Vec) in an arena.
///
/// # Panics
///
/// If the arena is [full](crate::AllocError::Full).
///
/// ```
/// let arena = arena::Arena::new(1024)?;
/// let mut list = arena::vec![in &arena; 1, 2, 3];
/// list.push(4);
/// assert_eq!(list, [1, 2, 3, 4]);
/// assert_eq!(arena::vec![in &arena.local(); 'x'; 3], ['x', 'x', 'x']);
/// # Ok::<(), arena::AllocError>(())
/// ```
#[macro_export]
macro_rules! vec {
    [in $handle:expr] => { $crate::collections::Vec::new_in($handle) };
    [in $handle:expr; $value:expr; $len:expr] => {
        $crate::collections::Vec::from_elem_in($value, $len, $handle)
    };
    [in $handle:expr; $($value:expr),* $(,)?] => {
        $crate::collections::Vec::from_iter_in([$($value),*], $handle)
    };
}
