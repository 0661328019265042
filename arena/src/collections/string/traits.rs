//! What a text is lent, compared and shown as.

use alloc::borrow::Cow;
use core::{
    borrow::{Borrow, BorrowMut},
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::{Add, AddAssign, Deref, DerefMut},
    str,
};

use allocator_api2::alloc::Allocator;

use super::String;
use crate::handle::Handle;

impl<H: Allocator> Deref for String<H> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        // SAFETY: U1.
        unsafe { str::from_utf8_unchecked(&self.bytes) }
    }
}

impl<H: Allocator> DerefMut for String<H> {
    #[inline]
    fn deref_mut(&mut self) -> &mut str {
        // SAFETY: U1.
        unsafe { str::from_utf8_unchecked_mut(&mut self.bytes) }
    }
}

impl<'a, H: Handle<'a>> fmt::Write for String<H> {
    /// Appends text, or fails if the arena is full.
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.try_push_str(text).map_err(|_| fmt::Error)
    }
}

impl<'a, H: Handle<'a>> AddAssign<&str> for String<H> {
    #[track_caller]
    fn add_assign(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl<'a, H: Handle<'a>> Clone for String<H> {
    /// A copy of the text, in the same arena.
    #[track_caller]
    fn clone(&self) -> Self {
        Self::from_str_in(self, self.handle())
    }

    /// Keeps the room that there is.
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.clear();
        self.push_str(source);
    }
}

impl<'a, H: Handle<'a>> Extend<char> for String<H> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = char>>(&mut self, iter: I) {
        let iter = iter.into_iter();
        self.reserve(iter.size_hint().0);
        for char in iter {
            self.push(char);
        }
    }
}

/// Stamps `Extend` for what is text.
macro_rules! extend {
    ($([$($param:tt)*] $text:ty),+ $(,)?) => {$(
        impl<'a, $($param)* H: Handle<'a>> Extend<$text> for String<H> {
            #[track_caller]
            fn extend<I: IntoIterator<Item = $text>>(&mut self, iter: I) {
                for text in iter {
                    self.push_str(text.as_ref());
                }
            }
        }
    )+};
}
extend!(['t,] &'t str, [G: Allocator,] String<G>, [] alloc::string::String, ['t,] Cow<'t, str>);

impl<'a, 't, H: Handle<'a>> Extend<&'t char> for String<H> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'t char>>(&mut self, iter: I) {
        self.extend(iter.into_iter().copied());
    }
}

impl<'a, H: Handle<'a>> Add<&str> for String<H> {
    type Output = Self;

    #[track_caller]
    fn add(mut self, text: &str) -> Self {
        self.push_str(text);
        self
    }
}

impl<H: Allocator> AsRef<str> for String<H> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl<H: Allocator> AsMut<str> for String<H> {
    fn as_mut(&mut self) -> &mut str {
        self
    }
}

impl<H: Allocator> AsRef<[u8]> for String<H> {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// Stamps what only `std` has.
#[cfg(feature = "std")]
macro_rules! as_ref {
    ($($target:ty),+) => {$(
        impl<H: Allocator> AsRef<$target> for String<H> {
            fn as_ref(&self) -> &$target {
                (**self).as_ref()
            }
        }
    )+};
}
#[cfg(feature = "std")]
as_ref!(std::ffi::OsStr, std::path::Path);

impl<H: Allocator> BorrowMut<str> for String<H> {
    fn borrow_mut(&mut self) -> &mut str {
        self
    }
}

impl<H: Allocator> Borrow<str> for String<H> {
    fn borrow(&self) -> &str {
        self
    }
}

impl<H: Allocator> fmt::Debug for String<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<H: Allocator> fmt::Display for String<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<H: Allocator> Hash for String<H> {
    fn hash<S: Hasher>(&self, state: &mut S) {
        (**self).hash(state);
    }
}

impl<H: Allocator> Eq for String<H> {}

impl<H: Allocator, G: Allocator> PartialEq<String<G>> for String<H> {
    fn eq(&self, other: &String<G>) -> bool {
        **self == **other
    }
}

/// Compares texts with those of every kind, both ways.
macro_rules! equal {
    ($([$($life:lifetime)?] $other:ty),+) => {$(
        impl<$($life,)? H: Allocator> PartialEq<$other> for String<H> {
            fn eq(&self, other: &$other) -> bool {
                **self == other[..]
            }
        }

        impl<$($life,)? H: Allocator> PartialEq<String<H>> for $other {
            fn eq(&self, other: &String<H>) -> bool {
                self[..] == **other
            }
        }
    )+};
}
equal!([] str, ['t] &'t str, [] alloc::string::String, ['t] Cow<'t, str>);

impl<H: Allocator, G: Allocator> PartialOrd<String<G>> for String<H> {
    fn partial_cmp(&self, other: &String<G>) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<H: Allocator> Ord for String<H> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

#[cfg(feature = "serde")]
impl<H: Allocator> serde::Serialize for String<H> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
