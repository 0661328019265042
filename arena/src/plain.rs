//! A `Copy` type of another crate, as an element.

use core::{
    borrow::{Borrow, BorrowMut},
    error::Error,
    fmt,
    ops::{Deref, DerefMut},
    str::FromStr,
};

use arena_core::ArenaSafe;
use static_assertions::{assert_eq_align, assert_eq_size};

/// A value that is `Copy`, and so needs no drop, but whose type does not say so by [`ArenaSafe`]:
/// that of another crate, or a pointer to a function that is generic over a lifetime.
///
/// One alone goes in by [`alloc_copy`](crate::Arena::alloc_copy), and in a field the derive finds
/// out by itself. This is for every other place that asks for [`ArenaSafe`]: an element of a slice
/// or a collection, a value in a `Cell`, an argument of generic code. It is laid out as its value,
/// and does what its value does.
///
/// ```
/// use arena::Plain;
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// struct Foreign(f32); // of a crate that knows no arena
///
/// let arena = arena::Arena::new(1024)?;
/// let list = arena.alloc_slice_fill_iter((0..3).map(|n| Plain(Foreign(n as f32))));
/// list[1].0 = Foreign(7.5);
/// assert_eq!((list[1].0.0, *list[2]), (7.5, Foreign(2.0)));
/// # Ok::<(), arena::AllocError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Plain<T: Copy>(
    /// The value.
    pub T,
);

assert_eq_size!(Plain<[u32; 3]>, [u32; 3]);
assert_eq_align!(Plain<[u32; 3]>, [u32; 3]);

impl<T: Copy> ArenaSafe for Plain<T> {}

impl<T: Copy> Deref for Plain<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Copy> DerefMut for Plain<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Copy> From<T> for Plain<T> {
    #[inline]
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Copy> AsRef<T> for Plain<T> {
    #[inline]
    fn as_ref(&self) -> &T {
        &self.0
    }
}

impl<T: Copy> AsMut<T> for Plain<T> {
    #[inline]
    fn as_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Copy> Borrow<T> for Plain<T> {
    #[inline]
    fn borrow(&self) -> &T {
        &self.0
    }
}

impl<T: Copy> BorrowMut<T> for Plain<T> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Copy + FromStr> FromStr for Plain<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse().map(Self)
    }
}

impl<T: Copy + Error> Error for Plain<T> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Formats as the value does.
macro_rules! format_by {
    ($($name:ident)*) => {
        $(impl<T: Copy + fmt::$name> fmt::$name for Plain<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        })*
    };
}

format_by!(Binary Debug Display LowerExp LowerHex Octal Pointer UpperExp UpperHex);

#[cfg(feature = "serde")]
impl<T: Copy + serde::Serialize> serde::Serialize for Plain<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: Copy + serde::Deserialize<'de>> serde::Deserialize<'de> for Plain<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}
