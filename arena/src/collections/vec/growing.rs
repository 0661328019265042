//! How a list grows.

use core::{mem::ManuallyDrop, ptr::NonNull};

use allocator_api2::vec::Vec as Inner;
use arena_core::AllocError;

use super::Vec;
use crate::{
    allocator::{allocate, grow},
    grow::capacities,
    handle::Handle,
    typed::{Refusal, array, expect, or_error},
};

impl<'a, T, H: Handle<'a>> Vec<T, H> {
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
        self.try_reserve_as::<false>(additional)
    }

    /// Makes room for `additional` more elements, and for no others. A list that grows often is
    /// better off with [`reserve`](Self::reserve).
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2];
    /// list.reserve_exact(1);
    /// assert_eq!(list.capacity(), 3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn reserve_exact(&mut self, additional: usize) {
        expect(self.try_reserve_exact(additional));
    }

    /// [`reserve_exact`](Self::reserve_exact), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the elements do not fit in what remains, [`AllocError::TooLarge`] if
    /// their size overflows.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(4)?;
    /// let mut list = arena::vec![in &arena; 1_u8, 2];
    /// assert!(list.try_reserve_exact(3).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_reserve_exact(&mut self, additional: usize) -> Result<(), AllocError> {
        self.try_reserve_as::<true>(additional)
    }

    #[inline(always)]
    fn try_reserve_as<const EXACT: bool>(&mut self, additional: usize) -> Result<(), AllocError> {
        if additional <= self.inner.capacity() - self.inner.len() {
            return Ok(());
        }
        // By value, and the length comes from here: so a list in a loop stays in registers.
        let (start, len) = (self.inner.as_mut_ptr(), self.inner.len());
        let (capacity, handle) = (self.inner.capacity(), self.handle());
        // SAFETY: our parts, and we take the new ones.
        let grown = unsafe { Self::grown::<EXACT>(start, len, capacity, handle, additional) };
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
    unsafe fn grown<const EXACT: bool>(
        start: *mut T,
        len: usize,
        capacity: usize,
        handle: H,
        additional: usize,
    ) -> Result<(*mut T, usize), Refusal> {
        let needed = len.checked_add(additional).ok_or(Refusal::TooLarge)?;
        let (old, least) = (array::<T>(capacity)?, array::<T>(needed)?);
        let (source, block) = (handle.source(), NonNull::new(start));
        // The last is exactly what is needed.
        let wanted = capacities::<T>(needed, capacity);
        for capacity in wanted.skip_while(|&capacity| EXACT && capacity > needed) {
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
        expect(self.try_insert(index, value).map_err(AllocError::from));
    }

    /// [`insert`](Self::insert), but a refusal is a value, and hands the element back.
    ///
    /// # Errors
    ///
    /// The element, and [`AllocError::Full`] if it does not fit in what remains.
    ///
    /// # Panics
    ///
    /// If `index` is greater than the length.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(0)?;
    /// let mut list = Vec::new_in(&arena);
    /// assert_eq!(list.try_insert(0, 7).unwrap_err().0, 7);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn try_insert(&mut self, index: usize, value: T) -> Result<(), (T, AllocError)> {
        assert!(index <= self.len(), "`index` is greater than the length");
        match self.try_reserve(1) {
            Ok(()) => {
                self.inner.insert(index, value);
                Ok(())
            }
            Err(error) => Err((value, error)),
        }
    }
}
