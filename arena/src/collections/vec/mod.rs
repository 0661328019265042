//! A vector that is never dropped.

mod extending;
mod growing;
mod iter;
pub(super) mod removing;
mod traits;

use core::{
    mem::{ManuallyDrop, MaybeUninit},
    ptr::NonNull,
    slice,
};

use allocator_api2::{alloc::Allocator, vec::Vec as Inner};
use arena_core::{AllocError, ArenaSafe};
use static_assertions::{assert_eq_size, assert_impl_all, assert_not_impl_any};

pub use self::iter::IntoIter;
use crate::{
    arena::Arena,
    boxed::{Box, assert_no_drop},
    claim::Claim,
    handle::Handle,
    local::Local,
    typed::{array, claim, expect, or_error},
};
/// What [`Vec::drain`] yields.
pub use allocator_api2::vec::Drain;

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
//
// # Invariants
//
// - **V1** `inner` stands on a handle, whose memory stays claimed for all of the handle's `'a`.
pub struct Vec<T, H: Allocator> {
    inner: ManuallyDrop<Inner<T, H>>,
}

assert_eq_size!(Vec<u8, &'static Arena>, [usize; 4]);
assert_impl_all!(Vec<u8, &'static Arena>: Send, Sync, Unpin);
assert_not_impl_any!(Vec<*const u8, &'static Arena>: Send, Sync);
assert_not_impl_any!(Vec<u8, &'static Local<'static>>: Send, Sync);

impl<T: ArenaSafe, H: Allocator> ArenaSafe for Vec<T, H> {}

// The only way to a list, so that nothing else asks what its elements are. This asks it of `[T]`: of a
// `T` without the bound, the compiler would advise to put `&` before the call.
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

    /// [`shrink_to_fit`](Self::shrink_to_fit), but room for `capacity` elements stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = Vec::<u8, _>::with_capacity_in(1000, &arena);
    /// list.shrink_to(10);
    /// assert_eq!((list.capacity(), arena.allocated()), (10, 10));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn shrink_to(&mut self, capacity: usize) {
        let block = NonNull::from(&mut self.inner[..]).cast();
        if self.handle().source().is_lowest(block) {
            self.inner.shrink_to(capacity);
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

    /// [`into_slice`](Self::into_slice), by the name that `std` has for it.
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let slice: &mut [u8] = Vec::from_iter_in(0..3, &arena).leak();
    /// assert_eq!(slice, [0, 1, 2]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn leak(self) -> &'a mut [T]
    where
        T: 'a,
    {
        self.into_slice()
    }

    /// The elements as a box, which lives as long as the arena is borrowed. Gives the unused room
    /// back where it can.
    ///
    /// ```
    /// # use arena::{Arena, Box, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let numbers: Box<[u8]> = Vec::from_iter_in(0..3, &arena).into_boxed_slice();
    /// assert_eq!(*numbers, [0, 1, 2]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn into_boxed_slice(self) -> Box<'a, [T]>
    where
        T: 'a,
    {
        let slice = NonNull::from(self.into_slice());
        // SAFETY: V1, and nothing else refers to the elements.
        unsafe { Box::owning(slice) }
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

    /// The room behind the elements, to be written and then counted by
    /// [`set_len`](Self::set_len).
    ///
    /// ```
    /// # use arena::{Arena, collections::Vec};
    /// let arena = Arena::new(1024)?;
    /// let mut list = Vec::with_capacity_in(1, &arena);
    /// list.spare_capacity_mut()[0].write(7);
    /// // SAFETY: there is room for one, which has just been written.
    /// unsafe { list.set_len(1) };
    /// assert_eq!(list, [7]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn spare_capacity_mut(&mut self) -> &mut [MaybeUninit<T>] {
        self.inner.spare_capacity_mut()
    }

    /// Says that there are `len` elements. See [`spare_capacity_mut`](Self::spare_capacity_mut).
    ///
    /// # Safety
    ///
    /// - `len` is no more than the capacity, and the first `len` elements are initialised.
    #[inline]
    pub unsafe fn set_len(&mut self, len: usize) {
        // SAFETY: the caller's promise.
        unsafe { self.inner.set_len(len) };
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
    [$($other:tt)*] => {
        $crate::__private::compile_error!(
            "this is `arena::vec!`: write `vec![in handle; ..]`, or `std::vec![..]` for a list elsewhere"
        )
    };
}
