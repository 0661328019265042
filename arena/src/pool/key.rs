//! The name of a value.

use core::{
    cmp, fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

use arena_core::{ArenaSafe, Place};
use static_assertions::{assert_eq_size, assert_impl_all};

/// What finds a value in a [`Pool`](super::Pool): a slot and its generation, in 8 bytes.
///
/// It is `Copy` and `Send` and [`ArenaSafe`] whatever `T` is, and so may be part of any value, in the
/// pool itself too. It keeps nothing alive. Once its value was removed, it finds nothing ever again,
/// though the slot is used by others.
///
/// In another pool of the same type, a key finds nothing or, by chance, one of the values there; so
/// does a number of your own. Keys sort by their slots.
pub struct Key<T> {
    pub(super) place: Place,
    of: PhantomData<fn() -> T>,
}

assert_eq_size!(Key<[u64; 9]>, Option<Key<[u64; 9]>>, u64);
assert_impl_all!(Key<*const u8>: Copy, Ord, Hash, Send, Sync, Unpin, ArenaSafe);

impl<T> Key<T> {
    #[inline(always)]
    pub(super) fn new(place: Place) -> Self {
        Self { place, of: PhantomData }
    }

    /// The key as a number, which is never 0.
    ///
    /// ```
    /// use arena::{Arena, Key, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(1, &arena);
    /// let key = pool.insert("one").unwrap();
    /// let cookie = key.to_bits();
    /// assert_eq!(Key::from_bits(cookie), Some(key));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn to_bits(self) -> u64 {
        self.place.to_bits()
    }

    /// The key of that number, which [`to_bits`](Self::to_bits) gave. `None` if it is of no key.
    ///
    /// ```
    /// assert_eq!(arena::Key::<u32>::from_bits(0), None);
    /// ```
    pub fn from_bits(bits: u64) -> Option<Self> {
        Place::from_bits(bits).map(Self::new)
    }
}

impl<T> ArenaSafe for Key<T> {}

impl<T> Clone for Key<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> PartialEq for Key<T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl<T> Eq for Key<T> {}

impl<T> PartialOrd for Key<T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Key<T> {
    #[inline]
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.place.cmp(&other.place)
    }
}

impl<T> Hash for Key<T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place.hash(state);
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.place)
    }
}
