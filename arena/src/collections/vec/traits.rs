//! What a list is lent, compared and shown as.

use core::{
    array,
    borrow::{Borrow, BorrowMut},
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::{Deref, DerefMut},
    slice,
};

use allocator_api2::alloc::Allocator;

use super::Vec;
use crate::{boxed::Box, handle::Handle, typed::expect};

impl<T, H: Allocator> Deref for Vec<T, H> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.inner
    }
}

impl<T, H: Allocator> DerefMut for Vec<T, H> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.inner
    }
}

impl<'a, T: Clone, H: Handle<'a>> Clone for Vec<T, H> {
    /// A list of clones, in the same arena.
    #[track_caller]
    fn clone(&self) -> Self {
        let mut list = expect(Self::with_room(self.len(), self.handle()));
        list.extend_from_slice(self);
        list
    }

    /// Keeps the room that there is.
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.clear();
        self.extend_from_slice(source);
    }
}

impl<'a, T, H: Handle<'a>> Extend<T> for Vec<T, H> {
    /// Appends everything that `iter` yields.
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {
        let iter = iter.into_iter();
        self.reserve(iter.size_hint().0);
        for value in iter {
            self.push(value);
        }
    }
}

impl<'a, 'v, T: Copy + 'v, H: Handle<'a>> Extend<&'v T> for Vec<T, H> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'v T>>(&mut self, iter: I) {
        self.extend(iter.into_iter().copied());
    }
}

impl<'v, T, H: Allocator> IntoIterator for &'v Vec<T, H> {
    type Item = &'v T;
    type IntoIter = slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'v, T, H: Allocator> IntoIterator for &'v mut Vec<T, H> {
    type Item = &'v mut T;
    type IntoIter = slice::IterMut<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T, H: Allocator> AsRef<[T]> for Vec<T, H> {
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T, H: Allocator> AsMut<[T]> for Vec<T, H> {
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T, H: Allocator> Borrow<[T]> for Vec<T, H> {
    fn borrow(&self) -> &[T] {
        self
    }
}

impl<T, H: Allocator> BorrowMut<[T]> for Vec<T, H> {
    fn borrow_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T: fmt::Debug, H: Allocator> fmt::Debug for Vec<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Hash, H: Allocator> Hash for Vec<T, H> {
    fn hash<S: Hasher>(&self, state: &mut S) {
        (**self).hash(state);
    }
}

impl<T: Eq, H: Allocator> Eq for Vec<T, H> {}

impl<T: PartialEq<U>, U, H: Allocator, G: Allocator> PartialEq<Vec<U, G>> for Vec<T, H> {
    fn eq(&self, other: &Vec<U, G>) -> bool {
        **self == **other
    }
}

/// Compares lists with slices of every kind.
macro_rules! equal {
    ($([$($param:tt)*] $other:ty),*) => {$(
        impl<T: PartialEq<U>, U, H: Allocator, $($param)*> PartialEq<$other> for Vec<T, H> {
            fn eq(&self, other: &$other) -> bool {
                **self == other[..]
            }
        }
    )*};
}
equal!([] [U], [] &[U], [] &mut [U], [] alloc::vec::Vec<U>);
equal!([const N: usize] [U; N], [const N: usize] &[U; N], [const N: usize] &mut [U; N]);

/// The same the other way round.
macro_rules! equal_to {
    ($([$($param:tt)*] $other:ty),*) => {$(
        impl<T: PartialEq<U>, U, H: Allocator, $($param)*> PartialEq<Vec<U, H>> for $other {
            fn eq(&self, other: &Vec<U, H>) -> bool {
                self[..] == other[..]
            }
        }
    )*};
}
equal_to!([] [T], [] &[T], [] &mut [T], [] alloc::vec::Vec<T>, [const N: usize] [T; N]);

impl<T, H: Allocator, const N: usize> TryFrom<Vec<T, H>> for [T; N] {
    type Error = Vec<T, H>;

    /// The list itself is the error, if its length is another.
    fn try_from(list: Vec<T, H>) -> Result<Self, Vec<T, H>> {
        if list.len() != N {
            return Err(list);
        }
        let mut elements = list.into_iter();
        Ok(array::from_fn(|_| elements.next().expect("there are as many")))
    }
}

impl<'a, T: 'a, H: Handle<'a>> From<Vec<T, H>> for Box<'a, [T]> {
    /// As [`into_boxed_slice`](Vec::into_boxed_slice).
    fn from(list: Vec<T, H>) -> Self {
        list.into_boxed_slice()
    }
}

impl<T: PartialOrd, H: Allocator, G: Allocator> PartialOrd<Vec<T, G>> for Vec<T, H> {
    fn partial_cmp(&self, other: &Vec<T, G>) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord, H: Allocator> Ord for Vec<T, H> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

/// Appends bytes. A full arena is an error of the kind `OutOfMemory`.
#[cfg(feature = "std")]
impl<'a, H: Handle<'a>> std::io::Write for Vec<u8, H> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let appended = self.try_extend_from_slice_copy(bytes);
        appended.map_err(|error| std::io::Error::new(std::io::ErrorKind::OutOfMemory, error))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize, H: Allocator> serde::Serialize for Vec<T, H> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
