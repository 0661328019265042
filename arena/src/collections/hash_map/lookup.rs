//! What a map tells.
//!
//! Each method is that of `hashbrown`'s map. To dereference to that would be shorter, and offer its
//! `Clone`, which aborts if the arena is full.

use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
    ops::Index,
};

use allocator_api2::alloc::Allocator;
use hashbrown::Equivalent;

use super::{HashMap, Iter, IterMut, Keys, Values, ValuesMut};

impl<K, V, H: Allocator, S> HashMap<K, V, H, S> {
    /// Elements that there are.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!((map.len(), map.is_empty()), (1, false));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there are none.
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
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }

    /// Elements that there is room for.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert!(map.capacity() >= map.len());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn capacity(&self) -> usize {
        self.inner.capacity()
    }

    /// What the map hashes with.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// let other = HashMap::<&str, u8, _, _>::with_hasher_in(map.hasher().clone(), &arena);
    /// assert!(other.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn hasher(&self) -> &S {
        self.inner.hasher()
    }

    /// All elements, in no order.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!(map.iter().next(), Some((&"one", &1)));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.inner.iter()
    }

    /// All keys, in no order.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert!(map.keys().eq(&["one"]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn keys(&self) -> Keys<'_, K, V> {
        self.inner.keys()
    }

    /// All values, in no order.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!(map.values().sum::<i32>(), 1);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn values(&self) -> Values<'_, K, V> {
        self.inner.values()
    }

    /// All elements, in no order, their values to change.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// map.iter_mut().for_each(|(_, value)| *value += 1);
    /// assert_eq!(map["one"], 2);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        self.inner.iter_mut()
    }

    /// All values, in no order, to change.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// map.values_mut().for_each(|value| *value += 1);
    /// assert_eq!(map["one"], 2);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> {
        self.inner.values_mut()
    }
}

impl<K: Eq + Hash, V, H: Allocator, S: BuildHasher> HashMap<K, V, H, S> {
    /// The value of a key.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// *map.get_mut("one").expect("it is there") += 1;
    /// assert_eq!(map["one"], 2);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn get_mut<Q: Hash + Equivalent<K> + ?Sized>(&mut self, key: &Q) -> Option<&mut V> {
        self.inner.get_mut(key)
    }

    /// The value of a key. O(1) on average.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!((map.get("one"), map.get("two")), (Some(&1), None));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<&V> {
        self.inner.get(key)
    }

    /// The values of several keys at once.
    ///
    /// # Panics
    ///
    /// If two of the keys are the same and there.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.extend([("one", 1), ("two", 2)]);
    /// if let [Some(one), Some(two)] = map.get_disjoint_mut(["one", "two"]) {
    ///     std::mem::swap(one, two);
    /// }
    /// assert_eq!((map["one"], map["two"]), (2, 1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn get_disjoint_mut<Q, const N: usize>(&mut self, keys: [&Q; N]) -> [Option<&mut V>; N]
    where
        Q: Hash + Equivalent<K> + ?Sized,
    {
        self.inner.get_disjoint_mut(keys)
    }

    /// A key as the map has it, and its value.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!(map.get_key_value("one"), Some((&"one", &1)));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn get_key_value<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<(&K, &V)> {
        self.inner.get_key_value(key)
    }

    /// Whether a key is there.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert!(map.contains_key("one") && !map.contains_key("two"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn contains_key<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> bool {
        self.inner.contains_key(key)
    }
}

impl<K, V, Q, H, S> Index<&Q> for HashMap<K, V, H, S>
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash + ?Sized,
    H: Allocator,
    S: BuildHasher,
{
    type Output = V;

    /// # Panics
    ///
    /// If the key is not there.
    #[track_caller]
    fn index(&self, key: &Q) -> &V {
        self.inner.get(key).expect("the map has no such key")
    }
}

impl<'m, K, V, H: Allocator, S> IntoIterator for &'m HashMap<K, V, H, S> {
    type Item = (&'m K, &'m V);
    type IntoIter = Iter<'m, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.inner.iter()
    }
}

impl<K: fmt::Debug, V: fmt::Debug, H: Allocator, S> fmt::Debug for HashMap<K, V, H, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K, V, H, S, G, R> PartialEq<HashMap<K, V, G, R>> for HashMap<K, V, H, S>
where
    K: Eq + Hash,
    V: PartialEq,
    H: Allocator,
    S: BuildHasher,
    G: Allocator,
    R: BuildHasher,
{
    fn eq(&self, other: &HashMap<K, V, G, R>) -> bool {
        self.len() == other.len()
            && self.iter().all(|(key, value)| other.get(key).is_some_and(|other| value == other))
    }
}

impl<K: Eq + Hash, V: Eq, H: Allocator, S: BuildHasher> Eq for HashMap<K, V, H, S> {}

#[cfg(feature = "serde")]
impl<K, V, H, S> serde::Serialize for HashMap<K, V, H, S>
where
    K: serde::Serialize,
    V: serde::Serialize,
    H: Allocator,
{
    fn serialize<R: serde::Serializer>(&self, serializer: R) -> Result<R::Ok, R::Error> {
        serializer.collect_map(self)
    }
}
