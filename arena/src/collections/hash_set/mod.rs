//! A hash set that is never dropped.

mod lookup;
mod removing;
mod traits;

use core::hash::{BuildHasher, Hash};

use allocator_api2::alloc::Allocator;
use arena_core::{AllocError, ArenaSafe};

use super::hash_map::{HashMap, IntoKeys, Keys};
use crate::{handle::Handle, hasher::DefaultHashBuilder, typed::expect};

/// The iterator of [`HashSet::iter`].
pub type Iter<'s, T> = Keys<'s, T, ()>;

/// The iterator that a [`HashSet`] becomes.
pub type IntoIter<T, H> = IntoKeys<T, (), H>;

/// A hash set in an arena, which is never dropped and so is [`ArenaSafe`].
///
/// It is used as the `HashSet` of `std`, and is a [`HashMap`] of nothing: what that says of its table,
/// its hasher and its handle holds for the set. No method of it aborts.
///
/// ```
/// use arena::{Arena, collections::HashSet};
///
/// let arena = Arena::new(4096)?;
/// let local = arena.local();
/// let mut seen = HashSet::new_in(&local);
/// let distinct = "one two one".split(' ').filter(|word| seen.insert(*word)).count();
/// assert_eq!((distinct, seen.contains("two")), (2, true));
/// # Ok::<(), arena::AllocError>(())
/// ```
pub struct HashSet<T, H: Allocator, S = DefaultHashBuilder> {
    map: HashMap<T, (), H, S>,
}

impl<T: ArenaSafe, H: Allocator, S: ArenaSafe> ArenaSafe for HashSet<T, H, S> {}

impl<'a, T, H: Handle<'a>> HashSet<T, H>
where
    (T, ()): ArenaSafe,
{
    /// Makes an empty set. It claims nothing yet.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// assert!(set.insert("one"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn new_in(handle: H) -> Self {
        Self { map: HashMap::new_in(handle) }
    }

    /// Makes an empty set with room for `capacity` elements at least.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// assert!(HashSet::<u8, _>::with_capacity_in(100, &arena).capacity() >= 100);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, handle: H) -> Self
    where
        T: Eq + Hash,
    {
        Self { map: HashMap::with_capacity_in(capacity, handle) }
    }

    /// [`with_capacity_in`](Self::with_capacity_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the table does not fit in what remains, [`AllocError::TooLarge`] if
    /// its size overflows.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// assert!(HashSet::<u64, _>::try_with_capacity_in(1000, &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_with_capacity_in(capacity: usize, handle: H) -> Result<Self, AllocError>
    where
        T: Eq + Hash,
    {
        Ok(Self { map: HashMap::try_with_capacity_in(capacity, handle)? })
    }
}

impl<'a, T, H: Handle<'a>, S> HashSet<T, H, S>
where
    (T, (), S): ArenaSafe,
{
    /// Makes an empty set with a hasher of your own. It claims nothing yet.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// use std::hash::RandomState; // a defence against chosen elements
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::with_hasher_in(RandomState::new(), &arena);
    /// assert!(set.insert("one"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn with_hasher_in(hasher: S, handle: H) -> Self {
        Self { map: HashMap::with_hasher_in(hasher, handle) }
    }

    /// Both: [`with_capacity_in`](HashSet::with_capacity_in) and a hasher of your own.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// use std::hash::RandomState;
    ///
    /// let arena = Arena::new(1024)?;
    /// let set = HashSet::<u8, _, _>::with_capacity_and_hasher_in(9, RandomState::new(), &arena);
    /// assert!(set.capacity() >= 9);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn with_capacity_and_hasher_in(capacity: usize, hasher: S, handle: H) -> Self
    where
        T: Eq + Hash,
        S: BuildHasher,
    {
        Self { map: HashMap::with_capacity_and_hasher_in(capacity, hasher, handle) }
    }
}

impl<'a, T, H: Handle<'a>, S> HashSet<T, H, S> {
    /// What the set claims from.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let set = HashSet::<u8, _>::with_capacity_in(9, &arena);
    /// assert_eq!(set.handle().allocated(), arena.allocated());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn handle(&self) -> H {
        self.map.handle()
    }
}

impl<'a, T, H, S> HashSet<T, H, S>
where
    T: Eq + Hash,
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
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// set.reserve(10);
    /// assert!(set.capacity() >= 11);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn reserve(&mut self, additional: usize) {
        self.map.reserve(additional);
    }

    /// [`reserve`](Self::reserve), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the table does not fit in what remains, [`AllocError::TooLarge`] if
    /// its size overflows.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// assert!(set.try_reserve(1000).is_err() && set.contains("one"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), AllocError> {
        self.map.try_reserve(additional)
    }

    /// Adds an element, and returns whether it is new; one that is there stays. O(1) on average.
    ///
    /// # Panics
    ///
    /// If the element is new, and the arena [full](AllocError::Full) when the table must grow.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// assert!(set.insert("one") && !set.insert("one"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn insert(&mut self, value: T) -> bool {
        expect(self.try_insert(value))
    }

    /// [`insert`](Self::insert), but a refusal is a value, and then nothing is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the element is new, and the table must grow and does not fit in what
    /// remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(16)?;
    /// assert!(HashSet::new_in(&arena).try_insert("one").is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_insert(&mut self, value: T) -> Result<bool, AllocError> {
        Ok(self.map.try_insert(value, ())?.is_none())
    }

    /// Adds an element in the place of the one that equals it, which is returned. O(1) on average.
    ///
    /// # Panics
    ///
    /// If the element is new, and the arena [full](AllocError::Full) when the table must grow.
    ///
    /// ```
    /// # use arena::{Arena, collections::{HashSet, String}};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert(String::from_str_in("one", &arena));
    /// let roomy = String::with_capacity_in(100, &arena) + "one";
    /// assert_eq!(set.replace(roomy).expect("it was there").capacity(), 3);
    /// assert!(set.get("one").is_some_and(|text| text.capacity() == 100));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn replace(&mut self, value: T) -> Option<T> {
        expect(self.try_replace(value))
    }

    /// [`replace`](Self::replace), but a refusal is a value, and then nothing is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the element is new, and the table must grow and does not fit in what
    /// remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(16)?;
    /// assert!(HashSet::new_in(&arena).try_replace("one").is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_replace(&mut self, value: T) -> Result<Option<T>, AllocError> {
        match self.map.replace_key(value) {
            Ok(replaced) => Ok(Some(replaced)),
            Err(value) => self.try_insert(value).map(|_| None),
        }
    }
}
