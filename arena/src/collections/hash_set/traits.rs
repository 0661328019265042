//! How a set is copied, extended, used up, compared and shown.

use core::{
    fmt,
    hash::{BuildHasher, Hash},
};

use allocator_api2::alloc::Allocator;

use super::{HashSet, IntoIter, Iter};
use crate::handle::Handle;

impl<'a, T, H, S> Clone for HashSet<T, H, S>
where
    T: Eq + Hash + Clone,
    H: Handle<'a>,
    S: BuildHasher + Clone,
{
    /// A set of clones, in the same arena.
    #[track_caller]
    fn clone(&self) -> Self {
        Self { map: self.map.clone() }
    }

    /// Keeps the room and the hasher that there are.
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.map.clone_from(&source.map);
    }
}

impl<'a, T, H, S> Extend<T> for HashSet<T, H, S>
where
    T: Eq + Hash,
    H: Handle<'a>,
    S: BuildHasher,
{
    /// An empty set makes room first for as many as there are at least.
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {
        self.map.extend(iter.into_iter().map(|value| (value, ())));
    }
}

impl<'a, 's, T, H, S> Extend<&'s T> for HashSet<T, H, S>
where
    T: Eq + Hash + Copy,
    H: Handle<'a>,
    S: BuildHasher,
{
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'s T>>(&mut self, iter: I) {
        self.extend(iter.into_iter().copied());
    }
}

impl<T, H: Allocator, S> IntoIterator for HashSet<T, H, S> {
    type Item = T;
    type IntoIter = IntoIter<T, H>;

    fn into_iter(self) -> Self::IntoIter {
        self.map.into_keys()
    }
}

impl<'s, T, H: Allocator, S> IntoIterator for &'s HashSet<T, H, S> {
    type Item = &'s T;
    type IntoIter = Iter<'s, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: fmt::Debug, H: Allocator, S> fmt::Debug for HashSet<T, H, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

impl<T, H, S, G, R> PartialEq<HashSet<T, G, R>> for HashSet<T, H, S>
where
    T: Eq + Hash,
    H: Allocator,
    S: BuildHasher,
    G: Allocator,
    R: BuildHasher,
{
    fn eq(&self, other: &HashSet<T, G, R>) -> bool {
        self.map == other.map
    }
}

impl<T: Eq + Hash, H: Allocator, S: BuildHasher> Eq for HashSet<T, H, S> {}

#[cfg(feature = "serde")]
impl<T: serde::Serialize, H: Allocator, S> serde::Serialize for HashSet<T, H, S> {
    fn serialize<R: serde::Serializer>(&self, serializer: R) -> Result<R::Ok, R::Error> {
        serializer.collect_seq(self)
    }
}
