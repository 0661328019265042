//! How a map gets smaller.

use core::{
    hash::{BuildHasher, Hash},
    mem::ManuallyDrop,
};

use allocator_api2::alloc::Allocator;
use hashbrown::Equivalent;

use super::{Drain, ExtractIf, HashMap, IntoKeys, IntoValues};

impl<K, V, H, S> HashMap<K, V, H, S>
where
    K: Eq + Hash,
    H: Allocator,
    S: BuildHasher,
{
    /// Removes a key, and returns its value. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!((map.remove("one"), map.remove("one")), (Some(1), None));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn remove<Q: Hash + Equivalent<K> + ?Sized>(&mut self, key: &Q) -> Option<V> {
        self.inner.remove(key)
    }

    /// Removes a key, and returns it with its value. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!(map.remove_entry("one"), Some(("one", 1)));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn remove_entry<Q: Hash + Equivalent<K> + ?Sized>(&mut self, key: &Q) -> Option<(K, V)> {
        self.inner.remove_entry(key)
    }
}

impl<K, V, H: Allocator, S> HashMap<K, V, H, S> {
    /// Keeps the elements for which `keep` is true.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// map.retain(|_, value| *value > 1);
    /// assert!(map.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn retain(&mut self, keep: impl FnMut(&K, &mut V) -> bool) {
        self.inner.retain(keep);
    }

    /// Removes all elements, and yields them. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!(map.drain().next(), Some(("one", 1)));
    /// assert!(map.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn drain(&mut self) -> Drain<'_, K, V, H> {
        self.inner.drain()
    }

    /// Removes all elements. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// map.clear();
    /// assert!(map.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn clear(&mut self) {
        self.inner.clear();
    }

    /// Removes the elements for which `take` is true, and yields them. Those that nobody asks the
    /// iterator for stay.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.extend([("one", 1), ("two", 2)]);
    /// assert!(map.extract_if(|_, value| *value > 1).eq([("two", 2)]));
    /// assert_eq!(map.len(), 1);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn extract_if<F>(&mut self, take: F) -> ExtractIf<'_, K, V, F, H>
    where
        F: FnMut(&K, &mut V) -> bool,
    {
        self.inner.extract_if(take)
    }

    /// All keys, in no order. Gives the map's bytes back when it goes, where it can.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert!(map.into_keys().eq(["one"]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn into_keys(self) -> IntoKeys<K, V, H> {
        ManuallyDrop::into_inner(self.inner).into_keys()
    }

    /// All values, in no order. Gives the map's bytes back when it goes, where it can.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert!(map.into_values().eq([1]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn into_values(self) -> IntoValues<K, V, H> {
        ManuallyDrop::into_inner(self.inner).into_values()
    }
}
