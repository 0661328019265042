//! How a map is copied, extended and used up.

use core::{
    hash::{BuildHasher, Hash},
    mem::ManuallyDrop,
};

use allocator_api2::alloc::Allocator;

use super::{HashMap, IntoIter, IterMut};
use crate::handle::Handle;

impl<'a, K, V, H, S> Clone for HashMap<K, V, H, S>
where
    K: Eq + Hash + Clone,
    V: Clone,
    H: Handle<'a>,
    S: BuildHasher + Clone,
{
    /// A map of clones, in the same arena.
    #[track_caller]
    fn clone(&self) -> Self {
        let mut map = Self::empty(self.hasher().clone(), self.handle());
        map.reserve(self.len());
        map.extend(self.iter().map(|(key, value)| (key.clone(), value.clone())));
        map
    }

    /// Keeps the room and the hasher that there are.
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.clear();
        self.extend(source.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
}

impl<'a, K, V, H, S> Extend<(K, V)> for HashMap<K, V, H, S>
where
    K: Eq + Hash,
    H: Handle<'a>,
    S: BuildHasher,
{
    /// An empty map makes room first for as many as there are at least. Another does not: it may
    /// have their keys, which need none.
    #[track_caller]
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, iter: I) {
        let iter = iter.into_iter();
        if self.is_empty() {
            self.reserve(iter.size_hint().0);
        }
        for (key, value) in iter {
            self.insert(key, value);
        }
    }
}

impl<'a, 'm, K, V, H, S> Extend<(&'m K, &'m V)> for HashMap<K, V, H, S>
where
    K: Eq + Hash + Copy,
    V: Copy,
    H: Handle<'a>,
    S: BuildHasher,
{
    #[track_caller]
    fn extend<I: IntoIterator<Item = (&'m K, &'m V)>>(&mut self, iter: I) {
        self.extend(iter.into_iter().map(|(&key, &value)| (key, value)));
    }
}

impl<K, V, H: Allocator, S> IntoIterator for HashMap<K, V, H, S> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V, H>;

    fn into_iter(self) -> Self::IntoIter {
        ManuallyDrop::into_inner(self.inner).into_iter()
    }
}

impl<'m, K, V, H: Allocator, S> IntoIterator for &'m mut HashMap<K, V, H, S> {
    type Item = (&'m K, &'m mut V);
    type IntoIter = IterMut<'m, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.inner.iter_mut()
    }
}
