//! What whoever has a pool alone does with its values.

use core::ptr::NonNull;

use arena_core::State;

use super::{Key, Pool};

impl<T> Pool<'_, T> {
    /// As [`get`](Self::get), without any exchange.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut pool = Pool::new_in(10, &arena);
    /// let key = pool.insert(1).unwrap();
    /// *pool.get_mut(key).unwrap() += 1;
    /// assert_eq!(*pool.get(key).unwrap(), 2);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn get_mut(&mut self, key: Key<T>) -> Option<&mut T> {
        let mut value = self.find(key)?;
        // SAFETY: P2, P3: nobody else has anything of a pool that is borrowed exclusively.
        Some(unsafe { value.as_mut() })
    }

    /// Takes the value of a key out of the pool. `None` if it was removed, or has not come yet.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut pool = Pool::new_in(10, &arena);
    /// let key = pool.insert(String::from("one")).unwrap();
    /// assert_eq!((pool.take(key).as_deref(), pool.take(key)), (Some("one"), None));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn take(&mut self, key: Key<T>) -> Option<T> {
        let value = self.find(key)?;
        // SAFETY: P2, P3: as for `get_mut`; and the slot is freed.
        let value = unsafe { value.read() };
        self.slots.free(key.place, true);
        Some(value)
    }

    /// The values that keys find, with their keys, in the order of their slots. O(capacity).
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut pool = Pool::new_in(10, &arena);
    /// let (one, two) = (pool.insert(1).unwrap(), pool.insert(2).unwrap());
    /// pool.iter_mut().for_each(|(_, number)| *number *= 10);
    /// assert_eq!((pool.take(one), pool.take(two)), (Some(10), Some(20)));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Key<T>, &mut T)> {
        (0..self.capacity()).filter_map(|index| {
            let (place, State::Live) = self.slots.state(index)? else { return None };
            // SAFETY: P2, P3: as for `get_mut`; and each slot has its turn once.
            Some((Key::new(place), unsafe { self.value(place).as_mut() }))
        })
    }

    /// Removes the values that keys find and that `keep` does not want. O(capacity).
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut pool = Pool::new_in(10, &arena);
    /// let (one, two) = (pool.insert(1).unwrap(), pool.insert(2).unwrap());
    /// pool.retain(|_, number| *number > 1);
    /// assert_eq!((pool.take(one), pool.take(two)), (None, Some(2)));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(Key<T>, &mut T) -> bool) {
        for index in 0..self.capacity() {
            let Some((place, State::Live)) = self.slots.state(index) else { continue };
            // SAFETY: P2, P3: as for `get_mut`.
            if !keep(Key::new(place), unsafe { self.value(place).as_mut() }) {
                // SAFETY: the same, and it is the last use of the value.
                unsafe { self.discard(place, true) };
            }
        }
    }

    /// Drops all values, and frees all slots, those of what was forgotten too. O(capacity).
    ///
    /// Should a drop panic, the rest is dropped before the panic goes on.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut pool = Pool::new_in(10, &arena);
    /// let key = pool.insert(1).unwrap();
    /// pool.clear();
    /// assert!(pool.is_empty() && pool.get(key).is_none());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn clear(&mut self) {
        /// The slots from an index on. What is left of them when a drop panics is cleared all the same.
        struct Rest<'p, 'a, T>(&'p mut Pool<'a, T>, usize);

        impl<T> Rest<'_, '_, T> {
            fn clear(&mut self) {
                while self.1 < self.0.capacity() {
                    self.1 += 1;
                    match self.0.slots.state(self.1 - 1) {
                        Some((place, State::Live | State::Hidden)) => {
                            // SAFETY: P2, P3: as for `get_mut`; and it is the last use of the value.
                            unsafe { self.0.discard(place, true) };
                        }
                        Some((place, State::Reserved)) => self.0.slots.free(place, true),
                        None => {}
                    }
                }
            }
        }

        impl<T> Drop for Rest<'_, '_, T> {
            fn drop(&mut self) {
                self.clear();
            }
        }

        Rest(self, 0).clear();
    }

    /// As the slots', of all of them.
    #[doc(hidden)]
    pub fn wear_out(&mut self) {
        (0..self.capacity()).for_each(|index| self.slots.wear_out(index));
    }

    /// The value that a key finds, for whoever has the pool alone.
    fn find(&mut self, key: Key<T>) -> Option<NonNull<T>> {
        let found = self.slots.state(key.place.index())?;
        (found == (key.place, State::Live)).then(|| self.value(key.place))
    }
}
