//! A value in an arena that is dropped after all.

use core::{
    borrow::{Borrow, BorrowMut},
    cmp::Ordering,
    error::Error,
    fmt,
    future::Future,
    hash::{Hash, Hasher},
    iter::FusedIterator,
    marker::PhantomData,
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
    pin::Pin,
    ptr::NonNull,
    task::{Context, Poll},
};

use arena_core::ArenaSafe;
use static_assertions::{assert_eq_size, assert_impl_all, assert_not_impl_any};

/// The owner of one value in an arena, of any type, which drops it when it goes.
///
/// An arena never drops what it holds; this does, and so it may hold a `String`, a file or a lock.
/// The bytes stay the arena's until it is reset. A `Box` is one word for a sized `T`.
///
/// It is itself not [`ArenaSafe`], since it needs drop: forgotten in an arena it would leak what it
/// owns.
///
/// There is no way to pin it: memory of an arena may be used again before a value that was
/// forgotten has been dropped.
///
/// ```
/// let arena = arena::Arena::new(1024)?;
/// let name: arena::Box<String> = arena.alloc_box("Ada".to_string());
/// assert_eq!(name.len(), 3);
/// assert_eq!(name.into_inner() + "!", "Ada!");
/// # Ok::<(), arena::AllocError>(())
/// ```
///
/// # Invariants
///
/// - **X1** `value` is valid for `'a`, and this box alone refers to it.
pub struct Box<'a, T: ?Sized> {
    value: NonNull<T>,
    /// Borrows the arena, and owns a `T`.
    owns: PhantomData<(&'a (), T)>,
}

assert_eq_size!(Box<'static, u8>, usize);
assert_eq_size!(Option<Box<'static, u8>>, usize);
assert_impl_all!(Box<'static, u8>: Send, Sync, Unpin);
assert_not_impl_any!(Box<'static, *const u8>: Send, Sync);
assert_not_impl_any!(Box<'static, core::cell::Cell<u8>>: Sync);

// SAFETY: a box owns its value, as std's does: sending it sends the value.
unsafe impl<T: ?Sized + Send> Send for Box<'_, T> {}
// SAFETY: a shared box gives out shared references to its value.
unsafe impl<T: ?Sized + Sync> Sync for Box<'_, T> {}

impl<T> Box<'_, T> {
    /// # Safety
    ///
    /// - As X1 says.
    pub(crate) unsafe fn from_raw(value: NonNull<T>) -> Self {
        Self { value, owns: PhantomData }
    }

    /// Takes the value out of the arena, whose bytes stay unused.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// assert_eq!(arena.alloc_box(vec![1]).into_inner(), [1]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[must_use = "the value is dropped otherwise: then drop the box"]
    pub fn into_inner(self) -> T {
        let this = ManuallyDrop::new(self);
        // SAFETY: X1, and the box does not drop it any more.
        unsafe { this.value.read() }
    }
}

impl<'a, T: ?Sized + ArenaSafe> Box<'a, T> {
    /// The plain reference, for types that need no drop.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let number: &mut u32 = arena.alloc_box(1).leak();
    /// *number += 1;
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[must_use = "it does nothing but give the reference"]
    pub fn leak(self) -> &'a mut T {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: X1, and the box is not used any more.
        unsafe { this.value.as_mut() }
    }
}

impl<T: ?Sized> Drop for Box<'_, T> {
    fn drop(&mut self) {
        // SAFETY: X1, and it is the last use of the value.
        unsafe { self.value.drop_in_place() };
    }
}

impl<T: ?Sized> Deref for Box<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: X1, and the box is borrowed.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for Box<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: X1, and the box is borrowed exclusively.
        unsafe { self.value.as_mut() }
    }
}

impl<T: ?Sized> AsRef<T> for Box<'_, T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized> AsMut<T> for Box<'_, T> {
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized> Borrow<T> for Box<'_, T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: ?Sized> BorrowMut<T> for Box<'_, T> {
    fn borrow_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Box<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for Box<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized> fmt::Pointer for Box<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Box<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + Eq> Eq for Box<'_, T> {}

impl<T: ?Sized + PartialOrd> PartialOrd for Box<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: ?Sized + Ord> Ord for Box<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: ?Sized + Hash> Hash for Box<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: ?Sized + Iterator> Iterator for Box<'_, T> {
    type Item = T::Item;

    fn next(&mut self) -> Option<T::Item> {
        (**self).next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (**self).size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<T::Item> {
        (**self).nth(n)
    }
}

impl<T: ?Sized + DoubleEndedIterator> DoubleEndedIterator for Box<'_, T> {
    fn next_back(&mut self) -> Option<T::Item> {
        (**self).next_back()
    }
}

impl<T: ?Sized + ExactSizeIterator> ExactSizeIterator for Box<'_, T> {}

impl<T: ?Sized + FusedIterator> FusedIterator for Box<'_, T> {}

impl<T: ?Sized + Future + Unpin> Future for Box<'_, T> {
    type Output = T::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Output> {
        Pin::new(&mut **self).poll(context)
    }
}

impl<T: ?Sized + Error> Error for Box<'_, T> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        (**self).source()
    }
}
