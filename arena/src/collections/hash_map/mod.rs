//! A hash map that is never dropped.

mod lookup;
mod removing;
mod traits;

use core::{
    hash::{BuildHasher, Hash},
    mem::ManuallyDrop,
};

use allocator_api2::alloc::Allocator;
use arena_core::{AllocError, ArenaSafe};
use hashbrown::{HashMap as Inner, TryReserveError, hash_map::EntryRef};

pub use hashbrown::hash_map::{
    Drain, Entry, ExtractIf, IntoIter, IntoKeys, IntoValues, Iter, IterMut, Keys, OccupiedEntry,
    VacantEntry, Values, ValuesMut,
};

use crate::{
    boxed::assert_no_drop,
    claim::{Claim, Ledger},
    handle::Handle,
    hasher::DefaultHashBuilder,
    typed::expect,
};

/// A hash map in an arena, which is never dropped and so is [`ArenaSafe`].
///
/// It is used as the `HashMap` of `std`. Its table comes from its handle: see the [module](super)
/// for which handle to choose. A table that grows leaves the old one behind, so reserve what you
/// know.
///
/// Its [`entry`](Self::entry) is that of `hashbrown`, and has room for the key. Only what its
/// `into_map` leads to, which is `hashbrown`'s own map, aborts if the arena is full.
///
/// Keys, values and the hasher must be `ArenaSafe`. The [default hasher](DefaultHashBuilder) is
/// `hashbrown`'s, which is fast and no defence against chosen keys; with `std`, `RandomState` is one
/// that is.
///
/// ```
/// use arena::{Arena, collections::HashMap};
///
/// let arena = Arena::new(4096)?;
/// let local = arena.local();
/// let mut counts = HashMap::new_in(&local);
/// for word in "one two one".split(' ') {
///     *counts.entry(word).or_insert(0) += 1;
/// }
/// assert_eq!(counts.get("one"), Some(&2));
/// # Ok::<(), arena::AllocError>(())
/// ```
pub struct HashMap<K, V, H: Allocator, S = DefaultHashBuilder> {
    inner: ManuallyDrop<Inner<K, V, S, H>>,
}

impl<K: ArenaSafe, V: ArenaSafe, H: Allocator, S: ArenaSafe> ArenaSafe for HashMap<K, V, H, S> {}

impl<'a, K, V, H: Handle<'a>> HashMap<K, V, H>
where
    (K, V): ArenaSafe,
{
    /// Makes an empty map. It claims nothing yet.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// assert_eq!(map.insert("one", 1), None);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn new_in(handle: H) -> Self {
        assert_no_drop::<(K, V)>();
        Self::empty(DefaultHashBuilder::default(), handle)
    }

    /// Makes an empty map with room for `capacity` elements at least.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// assert!(HashMap::<u8, u8, _>::with_capacity_in(100, &arena).capacity() >= 100);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, handle: H) -> Self
    where
        K: Eq + Hash,
    {
        expect(Self::try_with_capacity_in(capacity, handle))
    }

    /// [`with_capacity_in`](Self::with_capacity_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the table does not fit in what remains, [`AllocError::TooLarge`] if
    /// its size overflows.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// assert!(HashMap::<u64, u64, _>::try_with_capacity_in(1000, &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_with_capacity_in(capacity: usize, handle: H) -> Result<Self, AllocError>
    where
        K: Eq + Hash,
    {
        let mut map = Self::new_in(handle);
        map.try_reserve(capacity)?;
        Ok(map)
    }
}

// With those above the only way to a map, so that nothing else asks what its elements are; of all
// together, for the reason that lists ask it of `[T]`.
impl<'a, K, V, H: Handle<'a>, S> HashMap<K, V, H, S>
where
    (K, V, S): ArenaSafe,
{
    /// Makes an empty map with a hasher of your own. It claims nothing yet.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// use std::hash::RandomState; // a defence against chosen keys
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::with_hasher_in(RandomState::new(), &arena);
    /// assert_eq!(map.insert("one", 1), None);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn with_hasher_in(hasher: S, handle: H) -> Self {
        assert_no_drop::<(K, V, S)>();
        Self::empty(hasher, handle)
    }

    /// Both: [`with_capacity_in`](Self::with_capacity_in) and a hasher of your own.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// use std::hash::RandomState;
    ///
    /// let arena = Arena::new(1024)?;
    /// let map = HashMap::<u8, u8, _, _>::with_capacity_and_hasher_in(9, RandomState::new(), &arena);
    /// assert!(map.capacity() >= 9);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn with_capacity_and_hasher_in(capacity: usize, hasher: S, handle: H) -> Self
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        let mut map = Self::with_hasher_in(hasher, handle);
        map.reserve(capacity);
        map
    }
}

impl<'a, K, V, H: Handle<'a>, S> HashMap<K, V, H, S> {
    #[inline]
    fn empty(hasher: S, handle: H) -> Self {
        Self { inner: ManuallyDrop::new(Inner::with_hasher_in(hasher, handle)) }
    }

    /// What the map claims from.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!(map.handle().allocated(), arena.allocated());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn handle(&self) -> H {
        *self.inner.allocator()
    }
}

impl<'a, K, V, H, S> HashMap<K, V, H, S>
where
    K: Eq + Hash,
    H: Handle<'a>,
    S: BuildHasher,
{
    /// Makes room for `additional` more elements.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// map.reserve(10);
    /// assert!(map.capacity() >= 11);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn reserve(&mut self, additional: usize) {
        expect(self.try_reserve(additional));
    }

    /// [`reserve`](Self::reserve), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the table does not fit in what remains, [`AllocError::TooLarge`] if
    /// its size overflows.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert!(map.try_reserve(1000).is_err());
    /// assert_eq!(map["one"], 1);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), AllocError> {
        self.inner.try_reserve(additional).map_err(|error| match error {
            TryReserveError::CapacityOverflow => AllocError::TooLarge,
            // The handle has counted it.
            TryReserveError::AllocError { layout: requested } => {
                let remaining = self.handle().source().ledger().remaining();
                AllocError::Full { requested, remaining }
            }
        })
    }

    /// Whether one more element needs no memory.
    #[inline]
    fn has_room(&self) -> bool {
        self.inner.len() < self.inner.capacity()
    }

    /// Sets the value of a key, and returns the one it had. O(1) on average.
    ///
    /// # Panics
    ///
    /// If the key is new, and the arena [full](AllocError::Full) when the table must grow.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.insert("one", 1);
    /// assert_eq!(map.insert("one", 2), Some(1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        expect(self.try_insert(key, value))
    }

    /// [`insert`](Self::insert), but a refusal is a value, and then nothing is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the key is new, and the table must grow and does not fit in what
    /// remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(16)?;
    /// assert!(HashMap::new_in(&arena).try_insert("one", 1).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_insert(&mut self, key: K, value: V) -> Result<Option<V>, AllocError> {
        if self.has_room() {
            return Ok(self.inner.insert(key, value));
        }
        self.insert_without_room(key, value)
    }

    /// Looks first: a key that is there needs no room.
    #[cold]
    #[inline(never)]
    fn insert_without_room(&mut self, key: K, value: V) -> Result<Option<V>, AllocError> {
        let key = match self.inner.entry(key) {
            Entry::Occupied(mut entry) => return Ok(Some(entry.insert(value))),
            Entry::Vacant(entry) => entry.into_key(),
        };
        self.try_reserve(1)?;
        Ok(self.inner.insert(key, value))
    }

    /// The place of a key, to look at and to fill.
    ///
    /// # Panics
    ///
    /// If the key is new, and the arena [full](AllocError::Full) when the table must grow.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(1024)?;
    /// let mut map = HashMap::new_in(&arena);
    /// map.entry("one").and_modify(|count| *count += 1).or_insert(1);
    /// assert_eq!(map["one"], 1);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V, S, H> {
        expect(self.try_entry(key))
    }

    /// [`entry`](Self::entry), but a refusal is a value, and then nothing is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the key is new, and the table must grow and does not fit in what
    /// remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashMap};
    /// let arena = Arena::new(16)?;
    /// assert!(HashMap::<_, u8, _>::new_in(&arena).try_entry("one").is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_entry(&mut self, key: K) -> Result<Entry<'_, K, V, S, H>, AllocError> {
        if self.has_room() {
            return Ok(self.inner.entry(key));
        }
        self.entry_without_room(key)
    }

    /// Looks first: a key that is there needs no room, and one that is not has it afterwards, so
    /// that its entry never asks the table to grow.
    #[cold]
    #[inline(never)]
    fn entry_without_room(&mut self, key: K) -> Result<Entry<'_, K, V, S, H>, AllocError> {
        // The compiler takes the map for borrowed in both cases if it is in one.
        let inner = &raw mut *self.inner;
        // SAFETY: the map is borrowed exclusively, as long as the entry if it is returned; else
        // nothing is left of this borrow when the map is used again.
        let key = match unsafe { &mut *inner }.entry(key) {
            Entry::Vacant(entry) => entry.into_key(),
            occupied @ Entry::Occupied(_) => return Ok(occupied),
        };
        self.try_reserve(1)?;
        Ok(self.inner.entry(key))
    }

    /// Puts a key in the place of the one that equals it, which is returned; without one, the key is
    /// the error.
    pub(super) fn replace_key(&mut self, key: K) -> Result<K, K> {
        match self.inner.entry_ref(&key) {
            EntryRef::Occupied(mut entry) => Ok(entry.replace_key(key)),
            EntryRef::Vacant(_) => Err(key),
        }
    }
}
