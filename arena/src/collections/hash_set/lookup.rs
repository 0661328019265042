//! What a set tells, alone and beside another.

use core::{
    hash::{BuildHasher, Hash},
    iter::FusedIterator,
};

use allocator_api2::alloc::Allocator;
use hashbrown::Equivalent;

use super::{HashSet, Iter};

impl<T, H: Allocator, S> HashSet<T, H, S> {
    /// Elements that there are.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.extend([1, 2, 1]);
    /// assert_eq!((set.len(), set.is_empty()), (2, false));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// assert!(HashSet::<u8, _>::new_in(&arena).is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Elements that there is room for.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// assert!(set.capacity() >= set.len());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn capacity(&self) -> usize {
        self.map.capacity()
    }

    /// What the set hashes with.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let set = HashSet::<u8, _>::new_in(&arena);
    /// let other = HashSet::<&str, _, _>::with_hasher_in(set.hasher().clone(), &arena);
    /// assert!(other.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn hasher(&self) -> &S {
        self.map.hasher()
    }

    /// All elements, in no order.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.extend([1, 2, 1]);
    /// assert_eq!(set.iter().sum::<i32>(), 3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn iter(&self) -> Iter<'_, T> {
        self.map.keys()
    }
}

impl<T: Eq + Hash, H: Allocator, S: BuildHasher> HashSet<T, H, S> {
    /// Whether an element is there. O(1) on average.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// assert!(set.contains("one") && !set.contains("two"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn contains<Q: Hash + Equivalent<T> + ?Sized>(&self, value: &Q) -> bool {
        self.map.contains_key(value)
    }

    /// An element as the set has it. O(1) on average.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// assert_eq!((set.get("one"), set.get("two")), (Some(&"one"), None));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn get<Q: Hash + Equivalent<T> + ?Sized>(&self, value: &Q) -> Option<&T> {
        self.map.get_key_value(value).map(|(value, ())| value)
    }
}

/// Beside another set, whatever handle and hasher that has.
impl<T: Eq + Hash, H: Allocator, S: BuildHasher> HashSet<T, H, S> {
    /// What is in this set and not in the other, in no order. O(`len` of this set).
    ///
    /// ```
    /// # use arena::{Arena, collections::{CollectIn, HashSet}};
    /// let arena = Arena::new(1024)?;
    /// let one: HashSet<_, _> = [1, 2].into_iter().collect_in(&arena);
    /// let two: HashSet<_, _> = [2, 3].into_iter().collect_in(&arena);
    /// assert!(one.difference(&two).eq(&[1]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn difference<'s, G: Allocator, R: BuildHasher>(
        &'s self,
        other: &'s HashSet<T, G, R>,
    ) -> impl FusedIterator<Item = &'s T> + Clone {
        self.iter().filter(|value| !other.contains(*value))
    }

    /// What is in one of the sets and not in both, in no order. O(`len` of both).
    ///
    /// ```
    /// # use arena::{Arena, collections::{CollectIn, HashSet}};
    /// let arena = Arena::new(1024)?;
    /// let one: HashSet<_, _> = [1, 2].into_iter().collect_in(&arena);
    /// let two: HashSet<_, _> = [2, 3].into_iter().collect_in(&arena);
    /// assert_eq!(one.symmetric_difference(&two).sum::<i32>(), 1 + 3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn symmetric_difference<'s, G: Allocator, R: BuildHasher>(
        &'s self,
        other: &'s HashSet<T, G, R>,
    ) -> impl FusedIterator<Item = &'s T> + Clone {
        self.difference(other).chain(other.difference(self))
    }

    /// What is in both sets, in no order, as the smaller of them has it. O(`len` of the smaller).
    ///
    /// ```
    /// # use arena::{Arena, collections::{CollectIn, HashSet}};
    /// let arena = Arena::new(1024)?;
    /// let one: HashSet<_, _> = [1, 2].into_iter().collect_in(&arena);
    /// let two: HashSet<_, _> = [2, 3].into_iter().collect_in(&arena);
    /// assert!(one.intersection(&two).eq(&[2]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn intersection<'s, G: Allocator, R: BuildHasher>(
        &'s self,
        other: &'s HashSet<T, G, R>,
    ) -> impl FusedIterator<Item = &'s T> + Clone {
        let is_smaller = self.len() <= other.len();
        let smaller = if is_smaller { self.iter() } else { other.iter() };
        smaller.filter(
            move |value| {
                if is_smaller { other.contains(*value) } else { self.contains(*value) }
            },
        )
    }

    /// What is in any of the sets, once, in no order; what is in both, as the larger of them has it.
    /// O(`len` of both).
    ///
    /// ```
    /// # use arena::{Arena, collections::{CollectIn, HashSet}};
    /// let arena = Arena::new(1024)?;
    /// let one: HashSet<_, _> = [1, 2].into_iter().collect_in(&arena);
    /// let two: HashSet<_, _> = [2, 3].into_iter().collect_in(&arena);
    /// let all: HashSet<i32, _> = one.union(&two).copied().collect_in(&arena);
    /// assert_eq!(all.len(), 3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn union<'s, G: Allocator, R: BuildHasher>(
        &'s self,
        other: &'s HashSet<T, G, R>,
    ) -> impl FusedIterator<Item = &'s T> + Clone {
        let is_smaller = self.len() < other.len();
        let (larger, smaller) =
            if is_smaller { (other.iter(), self.iter()) } else { (self.iter(), other.iter()) };
        larger.chain(smaller.filter(move |value| {
            !(if is_smaller { other.contains(*value) } else { self.contains(*value) })
        }))
    }

    /// Whether no element is in both sets. O(`len` of the smaller).
    ///
    /// ```
    /// # use arena::{Arena, collections::{CollectIn, HashSet}};
    /// let arena = Arena::new(1024)?;
    /// let one: HashSet<_, _> = [1, 2].into_iter().collect_in(&arena);
    /// let two: HashSet<_, _> = [3, 4].into_iter().collect_in(&arena);
    /// assert!(one.is_disjoint(&two));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn is_disjoint<G: Allocator, R: BuildHasher>(&self, other: &HashSet<T, G, R>) -> bool {
        self.intersection(other).next().is_none()
    }

    /// Whether the other set has all elements of this one. O(`len` of this set).
    ///
    /// ```
    /// # use arena::{Arena, collections::{CollectIn, HashSet}};
    /// let arena = Arena::new(1024)?;
    /// let one: HashSet<_, _> = [1, 2].into_iter().collect_in(&arena);
    /// let two: HashSet<_, _> = [1, 2, 3].into_iter().collect_in(&arena);
    /// assert!(one.is_subset(&two) && !two.is_subset(&one));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn is_subset<G: Allocator, R: BuildHasher>(&self, other: &HashSet<T, G, R>) -> bool {
        self.len() <= other.len() && self.iter().all(|value| other.contains(value))
    }

    /// Whether this set has all elements of the other. O(`len` of the other).
    ///
    /// ```
    /// # use arena::{Arena, collections::{CollectIn, HashSet}};
    /// let arena = Arena::new(1024)?;
    /// let one: HashSet<_, _> = [1, 2, 3].into_iter().collect_in(&arena);
    /// let two: HashSet<_, _> = [1, 2].into_iter().collect_in(&arena);
    /// assert!(one.is_superset(&two));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn is_superset<G: Allocator, R: BuildHasher>(&self, other: &HashSet<T, G, R>) -> bool {
        other.is_subset(self)
    }
}
