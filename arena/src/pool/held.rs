//! Who has a value, or the place for one.

use core::{
    cell::Cell,
    fmt,
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
};

use arena_core::Place;
use static_assertions::{assert_impl_all, assert_not_impl_any};

use super::{Key, Pool};

/// The owner of a value in a [`Pool`], which drops it and frees the slot when it goes, on any thread.
/// It borrows the pool, and may change the value.
pub struct Owned<'p, T> {
    pub(super) pool: &'p Pool<'p, T>,
    pub(super) place: Place,
}

assert_impl_all!(Owned<'static, u8>: Send, Sync, Unpin);
assert_impl_all!(Owned<'static, Cell<u8>>: Send);
assert_not_impl_any!(Owned<'static, Cell<u8>>: Sync);
assert_not_impl_any!(Owned<'static, *const u8>: Send, Sync);

// SAFETY: an owner is alone with its value, as std's box: sending it sends the value, and what else it
// does to the pool are exchanges. Nobody needs `T: Sync` for that.
unsafe impl<T: Send> Send for Owned<'_, T> {}
// SAFETY: a shared owner gives out shared references to its value, and nothing else.
unsafe impl<T: Sync> Sync for Owned<'_, T> {}

impl<T> Owned<'_, T> {
    /// Takes the value out of the pool.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(1, &arena);
    /// let owned = pool.alloc(String::from("one")).unwrap();
    /// assert_eq!(owned.into_inner(), "one");
    /// assert!(pool.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[must_use = "the value is dropped otherwise: then drop the owner"]
    pub fn into_inner(self) -> T {
        let this = ManuallyDrop::new(self);
        // SAFETY: P2, P3: the owner has a value, and is not used any more.
        let value = unsafe { this.pool.value(this.place).read() };
        this.pool.slots.free(this.place, false);
        value
    }

    /// Leaves the value to whoever has the key.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(1, &arena);
    /// let mut owned = pool.alloc(1).unwrap();
    /// *owned += 1; // while nobody finds it
    /// let key = owned.into_key();
    /// assert_eq!(*pool.get(key).unwrap(), 2);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn into_key(self) -> Key<T> {
        let this = ManuallyDrop::new(self);
        this.pool.publish(this.place)
    }
}

impl<T> Drop for Owned<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: P2, P3: the owner has a value, and no key of the slot was given out.
        unsafe { self.pool.discard(self.place, false) };
    }
}

impl<T> Deref for Owned<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: P2, P3, and the owner is borrowed.
        unsafe { self.pool.value(self.place).as_ref() }
    }
}

impl<T> DerefMut for Owned<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: P2, P3, and the owner is borrowed exclusively.
        unsafe { self.pool.value(self.place).as_mut() }
    }
}

/// A slot of a [`Pool`] that is reserved for a value; dropped, it is free again, and its key never
/// finds anything.
pub struct Vacant<'p, T> {
    pub(super) pool: &'p Pool<'p, T>,
    pub(super) place: Place,
}

assert_impl_all!(Vacant<'static, Cell<u8>>: Send);
assert_not_impl_any!(Vacant<'static, *const u8>: Send);

// SAFETY: who has a reservation may send a value into the pool by it, and sees none.
unsafe impl<T: Send> Send for Vacant<'_, T> {}

impl<T> Vacant<'_, T> {
    /// The key that will find the value.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::<u32>::new_in(1, &arena);
    /// let vacant = pool.reserve().unwrap();
    /// let key = vacant.key();
    /// drop(vacant);
    /// assert!(pool.get(key).is_none()); // now and for ever
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn key(&self) -> Key<T> {
        Key::new(self.place)
    }

    /// Puts the value into the slot. From now on its key finds it, on every thread.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(1, &arena);
    /// let vacant = pool.reserve().unwrap();
    /// let key = vacant.key();
    /// assert!(vacant.insert(1) == key && *pool.get(key).unwrap() == 1);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn insert(self, value: T) -> Key<T> {
        let this = ManuallyDrop::new(self);
        // SAFETY: P1, and by P3 the room is ours alone.
        unsafe { this.pool.value(this.place).write(value) };
        this.pool.publish(this.place)
    }
}

impl<T> Drop for Vacant<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.pool.slots.free(self.place, true);
    }
}

/// A value of a [`Pool`] that is looked at, and stays until this is dropped, though it be removed.
/// It borrows the pool. Any number of them may look at one value.
pub struct Entry<'p, T> {
    pub(super) pool: &'p Pool<'p, T>,
    pub(super) place: Place,
}

// As std's `Arc`: the last entry drops the value.
assert_impl_all!(Entry<'static, u8>: Send, Sync, Unpin);
assert_not_impl_any!(Entry<'static, Cell<u8>>: Send, Sync);

impl<T> Drop for Entry<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if self.pool.slots.leave(self.place) {
            // SAFETY: P2, P3: the value was removed, and this was its last entry.
            unsafe { self.pool.discard(self.place, true) };
        }
    }
}

impl<T> Deref for Entry<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: P2, P3: the value stays while we are in.
        unsafe { self.pool.value(self.place).as_ref() }
    }
}

/// Formats as the value does.
macro_rules! debug_by_value {
    ($($name:ident)*) => {
        $(impl<T: fmt::Debug> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        })*
    };
}

debug_by_value!(Owned Entry);

impl<T> fmt::Debug for Vacant<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vacant").field(&self.place).finish()
    }
}
