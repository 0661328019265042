//! What the cases of collections ask of an allocator.

use std::fmt;

use crate::subject::Taken;

/// Makes lists.
pub trait Lists {
    /// A list.
    type List<'l>: List
    where
        Self: 'l;
    /// An empty list with room for `capacity` values.
    fn list(&mut self, capacity: usize) -> Self::List<'_>;
}

/// A list that grows.
pub trait List {
    /// Appends `value`.
    fn push(&mut self, value: u64);
    /// Leaves the values where they are until the next reset.
    fn keep(self) -> *const u64;
}

/// Makes strings.
pub trait Strings {
    /// A string.
    type String<'l>: Append
    where
        Self: 'l;
    /// An empty string.
    fn string(&mut self) -> Self::String<'_>;
}

/// A string that grows.
pub trait Append: fmt::Write {
    /// Appends `text`.
    fn push_str(&mut self, text: &str);
    /// Appends `char`.
    fn push(&mut self, char: char);
    /// Leaves the text where it is until the next reset.
    fn keep(self) -> *const u8;
}

/// Makes hash maps.
pub trait Maps {
    /// A map.
    type Map<'l>: Counts
    where
        Self: 'l;
    /// An empty map.
    fn map(&mut self) -> Self::Map<'_>;
}

/// A hash map that counts words.
pub trait Counts {
    /// Counts `word` once more, and says how often it was seen.
    fn count(&mut self, word: &'static str) -> u32;
}

impl<T: Lists> Lists for Taken<'_, T> {
    type List<'l>
        = T::List<'l>
    where
        Self: 'l;

    #[inline(always)]
    fn list(&mut self, capacity: usize) -> T::List<'_> {
        self.peer_mut().list(capacity)
    }
}

impl<T: Strings> Strings for Taken<'_, T> {
    type String<'l>
        = T::String<'l>
    where
        Self: 'l;

    #[inline(always)]
    fn string(&mut self) -> T::String<'_> {
        self.peer_mut().string()
    }
}

impl<T: Maps> Maps for Taken<'_, T> {
    type Map<'l>
        = T::Map<'l>
    where
        Self: 'l;

    #[inline(always)]
    fn map(&mut self) -> T::Map<'_> {
        self.peer_mut().map()
    }
}

/// Implements [`List`] for lists whose methods have the names of `std`; `$keep` says how their values stay.
macro_rules! list {
    ([$($generics:tt)*] $type:ty, |$list:ident| $keep:expr) => {
        impl<$($generics)*> $crate::growing::List for $type {
            #[inline(always)]
            fn push(&mut self, value: u64) {
                self.push(value);
            }

            #[inline(always)]
            fn keep(self) -> *const u64 {
                let $list = self;
                $keep
            }
        }
    };
}

/// The same for [`Append`] and strings.
macro_rules! append {
    ([$($generics:tt)*] $type:ty, |$text:ident| $keep:expr) => {
        impl<$($generics)*> $crate::growing::Append for $type {
            #[inline(always)]
            fn push_str(&mut self, text: &str) {
                self.push_str(text);
            }

            #[inline(always)]
            fn push(&mut self, char: char) {
                self.push(char);
            }

            #[inline(always)]
            fn keep(self) -> *const u8 {
                let $text = self;
                $keep
            }
        }
    };
}

/// The same for [`Counts`] and maps.
macro_rules! counts {
    ([$($generics:tt)*] $type:ty) => {
        impl<$($generics)*> $crate::growing::Counts for $type {
            #[inline(always)]
            fn count(&mut self, word: &'static str) -> u32 {
                let count = self.entry(word).or_insert(0);
                *count += 1;
                *count
            }
        }
    };
}

pub(crate) use {append, counts, list};
