//! Iterators that end in an arena.

use core::hash::{BuildHasher, Hash};

use arena_core::ArenaSafe;

use super::{hash_map::HashMap, hash_set::HashSet, string::String, vec::Vec};
use crate::{boxed::Box, handle::Handle};

/// `collect_in` for every iterator.
///
/// ```
/// use arena::{Arena, collections::{CollectIn, HashMap, HashSet, String, Vec}};
///
/// let arena = Arena::new(4096)?;
/// let local = arena.local();
/// let list: Vec<u32, _> = (1..4).collect_in(&local);
/// let slice: &mut [u32] = (1..4).collect_in(&local);
/// let text: String<_> = ["a", "b"].into_iter().collect_in(&local);
/// let str: &str = "abc".chars().rev().collect_in(&local);
/// let map: HashMap<&str, usize, _> = ["a", "b"].into_iter().zip(0..).collect_in(&local);
/// let set: HashSet<char, _> = "abba".chars().collect_in(&local);
/// assert_eq!((&list[..], &text[..], str, map["b"]), (&*slice, "ab", "cba", 1));
/// assert_eq!(set.len(), 2);
///
/// let numbers: Result<&[u32], _> = "1,2,x".split(',').map(str::parse).collect_in(&local);
/// assert!(numbers.is_err());
/// # Ok::<(), arena::AllocError>(())
/// ```
pub trait CollectIn: Iterator + Sized {
    /// Makes a collection of everything that the iterator yields.
    ///
    /// # Panics
    ///
    /// If the arena is [full](crate::AllocError::Full).
    #[track_caller]
    fn collect_in<C: FromIteratorIn<Self::Item, H>, H>(self, handle: H) -> C {
        C::from_iter_in(self, handle)
    }
}

impl<I: Iterator> CollectIn for I {}

/// What an iterator can be collected into, given a handle.
///
/// ```
/// use arena::{Arena, collections::{FromIteratorIn, Vec}};
///
/// let arena = Arena::new(4096)?;
/// let list: Vec<u32, _> = FromIteratorIn::from_iter_in(1..4, &arena);
/// assert_eq!(&list[..], [1, 2, 3]);
/// # Ok::<(), arena::AllocError>(())
/// ```
pub trait FromIteratorIn<T, H> {
    /// See [`CollectIn::collect_in`].
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self;
}

impl<'a, T: ArenaSafe, H: Handle<'a>> FromIteratorIn<T, H> for Vec<T, H> {
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self {
        Self::from_iter_in(iter, handle)
    }
}

impl<'a, T: ArenaSafe, H: Handle<'a>> FromIteratorIn<T, H> for &'a mut [T] {
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self {
        Vec::from_iter_in(iter, handle).into_slice()
    }
}

impl<'a, T: ArenaSafe, H: Handle<'a>> FromIteratorIn<T, H> for &'a [T] {
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self {
        Vec::from_iter_in(iter, handle).into_slice()
    }
}

impl<'a, T: ArenaSafe + 'a, H: Handle<'a>> FromIteratorIn<T, H> for Box<'a, [T]> {
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self {
        Vec::from_iter_in(iter, handle).into_boxed_slice()
    }
}

/// Ends at the first error, which it returns. What was collected until then goes, and keeps its
/// bytes.
impl<T, E, C: FromIteratorIn<T, H>, H> FromIteratorIn<Result<T, E>, H> for Result<C, E> {
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = Result<T, E>>>(iter: I, handle: H) -> Self {
        let mut end = None;
        let values =
            iter.into_iter().map_while(|item| item.map_err(|error| end = Some(error)).ok());
        let collection = C::from_iter_in(values.fuse(), handle);
        end.map_or(Ok(collection), Err)
    }
}

/// Ends at the first `None`, which it returns, as for a `Result`.
impl<T, C: FromIteratorIn<T, H>, H> FromIteratorIn<Option<T>, H> for Option<C> {
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = Option<T>>>(iter: I, handle: H) -> Self {
        let items = iter.into_iter().map(|item| item.ok_or(()));
        <Result<C, ()>>::from_iter_in(items, handle).ok()
    }
}

impl<'a, T, H: Handle<'a>> FromIteratorIn<T, H> for String<H>
where
    Self: Extend<T>,
{
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self {
        let mut text = Self::new_in(handle);
        text.extend(iter);
        text
    }
}

impl<'a, T, H: Handle<'a>> FromIteratorIn<T, H> for &'a str
where
    String<H>: Extend<T>,
{
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self {
        <String<H> as FromIteratorIn<T, H>>::from_iter_in(iter, handle).into_str()
    }
}

impl<'a, K, V, H, S> FromIteratorIn<(K, V), H> for HashMap<K, V, H, S>
where
    K: ArenaSafe + Eq + Hash,
    V: ArenaSafe,
    H: Handle<'a>,
    S: ArenaSafe + BuildHasher + Default,
{
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = (K, V)>>(iter: I, handle: H) -> Self {
        let mut map = Self::with_hasher_in(S::default(), handle);
        map.extend(iter);
        map
    }
}

impl<'a, T, H, S> FromIteratorIn<T, H> for HashSet<T, H, S>
where
    T: ArenaSafe + Eq + Hash,
    H: Handle<'a>,
    S: ArenaSafe + BuildHasher + Default,
{
    #[track_caller]
    fn from_iter_in<I: IntoIterator<Item = T>>(iter: I, handle: H) -> Self {
        let mut set = Self::with_hasher_in(S::default(), handle);
        set.extend(iter);
        set
    }
}
