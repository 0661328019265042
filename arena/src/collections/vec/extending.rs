//! How a list takes many elements at once.

use core::ops::RangeBounds;

use allocator_api2::alloc::Allocator;
use arena_core::AllocError;

use super::{Vec, removing::within};
use crate::{copy, handle::Handle, typed::expect};

/// Stamps methods that panic in a full arena, and the twin of each, which has the body. The text
/// before a method is what a small arena refuses its twin.
macro_rules! twins {
    ($(
        $(#[$meta:meta])+
        $refused:literal
        fn $name:ident, $try_name:ident[$($param:tt)*](&mut $this:ident, $($arg:ident: $type:ty),*)
            -> $out:ty where [$($bound:tt)*] $body:block
    )+) => {
        impl<'a, T, H: Handle<'a>> Vec<T, H> {$(
            $(#[$meta])+
            #[inline]
            #[track_caller]
            pub fn $name<$($param)*>(&mut self, $($arg: $type),*) -> $out
            where
                $($bound)*
            {
                expect(self.$try_name($($arg),*))
            }

            #[doc = concat!("[`", stringify!($name), "`](Self::", stringify!($name), "), but a refusal")]
            /// is a value, and then nothing is changed.
            ///
            /// # Errors
            ///
            /// [`AllocError::Full`] if the elements do not fit in what remains.
            ///
            /// # Panics
            ///
            /// Where the other does for a reason of its own.
            ///
            /// ```
            /// # use arena::Arena;
            /// let arena = Arena::new(3)?;
            /// let mut list = arena::vec![in &arena; 1_u8, 2];
            #[doc = concat!("assert!(list.", stringify!($try_name), "(", $refused, ").is_err());")]
            /// assert_eq!(list, [1, 2]);
            /// # Ok::<(), arena::AllocError>(())
            /// ```
            #[inline]
            #[track_caller]
            pub fn $try_name<$($param)*>(&mut $this, $($arg: $type),*) -> Result<$out, AllocError>
            where
                $($bound)*
            $body
        )+}
    };
}

twins! {
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
    "&[0; 2000]"
    fn extend_from_slice, try_extend_from_slice[](&mut self, values: &[T]) -> () where [T: Clone] {
        self.try_reserve(values.len())?;
        self.inner.extend_from_slice(values);
        Ok(())
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
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2];
    /// list.extend_from_slice_copy(&[3, 4]);
    /// assert_eq!(list, [1, 2, 3, 4]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    "&[0; 2000]"
    fn extend_from_slice_copy, try_extend_from_slice_copy[](&mut self, values: &[T]) -> () where [T: Copy] {
        self.try_reserve(values.len())?;
        let len = self.inner.len();
        // SAFETY: `values` is borrowed, so it is not the room behind our elements, which is large
        // enough.
        unsafe { copy::copy(values, self.inner.spare_capacity_mut().as_mut_ptr().cast()) };
        // SAFETY: the elements behind `len` have just been written.
        unsafe { self.inner.set_len(len + values.len()) };
        Ok(())
    }

    /// Appends copies of several slices, one after the other, with room made for all of them at once.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1];
    /// list.extend_from_slices_copy(&[&[2, 3], &[], &[4]]);
    /// assert_eq!(list, [1, 2, 3, 4]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    "&[&[0; 1000], &[0; 1000]]"
    fn extend_from_slices_copy, try_extend_from_slices_copy[](&mut self, slices: &[&[T]]) -> () where [T: Copy] {
        let len = slices.iter().fold(0_usize, |len, slice| len.saturating_add(slice.len()));
        self.try_reserve(len)?;
        slices.iter().try_for_each(|slice| self.try_extend_from_slice_copy(slice))
    }

    /// Appends clones of a range of its own elements.
    ///
    /// # Panics
    ///
    /// If the range is out of bounds, or the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2, 3];
    /// list.extend_from_within(1..);
    /// assert_eq!(list, [1, 2, 3, 2, 3]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    ".."
    fn extend_from_within, try_extend_from_within[](&mut self, range: impl RangeBounds<usize>) -> () where [T: Clone] {
        let range = within(self.len(), range);
        self.try_reserve(range.len())?;
        self.inner.extend_from_within(range);
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
    "2000, 0"
    fn resize, try_resize[](&mut self, len: usize, value: T) -> () where [T: Clone] {
        self.try_reserve(len.saturating_sub(self.len()))?;
        self.inner.resize(len, value);
        Ok(())
    }

    /// Makes the list `len` long, with results of `make` if it was shorter.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1];
    /// list.resize_with(3, Default::default);
    /// assert_eq!(list, [1, 0, 0]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    "2000, || 0"
    fn resize_with, try_resize_with[](&mut self, len: usize, make: impl FnMut() -> T) -> () where [] {
        self.try_reserve(len.saturating_sub(self.len()))?;
        self.inner.resize_with(len, make);
        Ok(())
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
    "&mut arena::vec![in &Arena::new(2000)?; 0; 2000]"
    fn append, try_append[G: Allocator](&mut self, other: &mut Vec<T, G>) -> () where [] {
        self.try_reserve(other.len())?;
        self.inner.extend(other.inner.drain(..));
        Ok(())
    }

    /// Moves the elements from `at` on into a list of their own, in the same arena. The room stays.
    ///
    /// # Panics
    ///
    /// If `at` is greater than the length, or the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = arena::vec![in &arena; 1, 2, 3];
    /// assert_eq!(list.split_off(1), [2, 3]);
    /// assert_eq!(list, [1]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[must_use = "`truncate` removes them"]
    "0"
    fn split_off, try_split_off[](&mut self, at: usize) -> Self where [] {
        assert!(at <= self.len(), "`at` is greater than the length");
        let mut other = Self::with_room(self.len() - at, self.handle())?;
        other.inner.extend(self.inner.drain(at..));
        Ok(other)
    }
}
