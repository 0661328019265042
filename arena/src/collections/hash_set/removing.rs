//! How a set gets smaller.

use core::{
    hash::{BuildHasher, Hash},
    iter::FusedIterator,
};

use allocator_api2::alloc::Allocator;
use hashbrown::Equivalent;

use super::HashSet;

impl<T: Eq + Hash, H: Allocator, S: BuildHasher> HashSet<T, H, S> {
    /// Removes an element, and returns whether it was there. The room stays. O(1) on average.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// assert!(set.remove("one") && !set.remove("one"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn remove<Q: Hash + Equivalent<T> + ?Sized>(&mut self, value: &Q) -> bool {
        self.map.remove(value).is_some()
    }

    /// Removes an element, and returns it. The room stays. O(1) on average.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// assert_eq!((set.take("one"), set.take("one")), (Some("one"), None));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn take<Q: Hash + Equivalent<T> + ?Sized>(&mut self, value: &Q) -> Option<T> {
        self.map.remove_entry(value).map(|(value, ())| value)
    }
}

impl<T, H: Allocator, S> HashSet<T, H, S> {
    /// Keeps the elements for which `keep` is true.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.extend([1, 2, 3]);
    /// set.retain(|value| *value > 2);
    /// assert!(set.iter().eq(&[3]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.map.retain(|value, ()| keep(value));
    }

    /// Removes all elements, and yields them. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.extend([1, 2, 3]);
    /// assert_eq!(set.drain().sum::<i32>(), 6);
    /// assert!(set.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn drain(&mut self) -> impl ExactSizeIterator<Item = T> + FusedIterator {
        self.map.drain().map(|(value, ())| value)
    }

    /// Removes all elements. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.insert("one");
    /// set.clear();
    /// assert!(set.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn clear(&mut self) {
        self.map.clear();
    }

    /// Removes the elements for which `take` is true, and yields them. Those that nobody asks the
    /// iterator for stay.
    ///
    /// ```
    /// # use arena::{Arena, collections::HashSet};
    /// let arena = Arena::new(1024)?;
    /// let mut set = HashSet::new_in(&arena);
    /// set.extend([1, 2]);
    /// assert!(set.extract_if(|value| *value > 1).eq([2]));
    /// assert_eq!(set.len(), 1);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn extract_if(&mut self, mut take: impl FnMut(&T) -> bool) -> impl Iterator<Item = T> {
        self.map.extract_if(move |value, ()| take(value)).map(|(value, ())| value)
    }
}
