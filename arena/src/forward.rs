//! A box does what its value does: the traits that the standard box passes on.

#[cfg(feature = "std")]
use core::fmt::Arguments;
use core::{
    borrow::{Borrow, BorrowMut},
    cmp::Ordering,
    error::Error,
    fmt,
    future::Future,
    hash::{Hash, Hasher},
    iter::FusedIterator,
    pin::Pin,
    slice,
    task::{Context, Poll},
};
#[cfg(feature = "std")]
use std::io::{self, BufRead, IoSlice, IoSliceMut, Read, Seek, SeekFrom, Write};

use crate::boxed::Box;

/// Writes methods that call the value's method of the same name.
macro_rules! forward {
    () => {};
    (fn $name:ident(&$this:ident $(, $argument:ident: $type:ty)*) $(-> $result:ty)?; $($rest:tt)*) => {
        #[inline]
        fn $name(&$this $(, $argument: $type)*) $(-> $result)? {
            (**$this).$name($($argument),*)
        }
        forward! { $($rest)* }
    };
    (fn $name:ident(&mut $this:ident $(, $argument:ident: $type:ty)*) $(-> $result:ty)?; $($rest:tt)*) => {
        #[inline]
        fn $name(&mut $this $(, $argument: $type)*) $(-> $result)? {
            (**$this).$name($($argument),*)
        }
        forward! { $($rest)* }
    };
}

impl<T: ?Sized> AsRef<T> for Box<'_, T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized> AsMut<T> for Box<'_, T> {
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized> Borrow<T> for Box<'_, T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: ?Sized> BorrowMut<T> for Box<'_, T> {
    fn borrow_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Box<'_, T> {
    forward! { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result; }
}

impl<T: ?Sized + fmt::Display> fmt::Display for Box<'_, T> {
    forward! { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result; }
}

impl<T: ?Sized> fmt::Pointer for Box<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&&raw const **self, f)
    }
}

impl<T: ?Sized + fmt::Write> fmt::Write for Box<'_, T> {
    forward! {
        fn write_str(&mut self, text: &str) -> fmt::Result;
        fn write_char(&mut self, character: char) -> fmt::Result;
        fn write_fmt(&mut self, args: fmt::Arguments<'_>) -> fmt::Result;
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Box<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + Eq> Eq for Box<'_, T> {}

impl<T: ?Sized + PartialOrd> PartialOrd for Box<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: ?Sized + Ord> Ord for Box<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: ?Sized + Hash> Hash for Box<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: ?Sized + Hasher> Hasher for Box<'_, T> {
    forward! {
        fn finish(&self) -> u64;
        fn write(&mut self, bytes: &[u8]);
        fn write_u8(&mut self, number: u8);
        fn write_u16(&mut self, number: u16);
        fn write_u32(&mut self, number: u32);
        fn write_u64(&mut self, number: u64);
        fn write_u128(&mut self, number: u128);
        fn write_usize(&mut self, number: usize);
        fn write_i8(&mut self, number: i8);
        fn write_i16(&mut self, number: i16);
        fn write_i32(&mut self, number: i32);
        fn write_i64(&mut self, number: i64);
        fn write_i128(&mut self, number: i128);
        fn write_isize(&mut self, number: isize);
    }
}

impl<T: ?Sized + Iterator> Iterator for Box<'_, T> {
    type Item = T::Item;

    forward! {
        fn next(&mut self) -> Option<T::Item>;
        fn size_hint(&self) -> (usize, Option<usize>);
        fn nth(&mut self, n: usize) -> Option<T::Item>;
    }
}

impl<T: ?Sized + DoubleEndedIterator> DoubleEndedIterator for Box<'_, T> {
    forward! {
        fn next_back(&mut self) -> Option<T::Item>;
        fn nth_back(&mut self, n: usize) -> Option<T::Item>;
    }
}

impl<T: ?Sized + ExactSizeIterator> ExactSizeIterator for Box<'_, T> {
    forward! { fn len(&self) -> usize; }
}

impl<T: ?Sized + FusedIterator> FusedIterator for Box<'_, T> {}

impl<'b, T> IntoIterator for &'b Box<'_, [T]> {
    type Item = &'b T;
    type IntoIter = slice::Iter<'b, T>;

    fn into_iter(self) -> slice::Iter<'b, T> {
        self.iter()
    }
}

impl<T: ?Sized + Future + Unpin> Future for Box<'_, T> {
    type Output = T::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Output> {
        Pin::new(&mut **self).poll(context)
    }
}

impl<T: ?Sized + Error> Error for Box<'_, T> {
    forward! { fn source(&self) -> Option<&(dyn Error + 'static)>; }
}

#[cfg(feature = "std")]
impl<T: ?Sized + Read> Read for Box<'_, T> {
    forward! {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
        fn read_vectored(&mut self, buffers: &mut [IoSliceMut<'_>]) -> io::Result<usize>;
        fn read_exact(&mut self, buffer: &mut [u8]) -> io::Result<()>;
    }
}

#[cfg(feature = "std")]
impl<T: ?Sized + BufRead> BufRead for Box<'_, T> {
    forward! {
        fn fill_buf(&mut self) -> io::Result<&[u8]>;
        fn consume(&mut self, amount: usize);
    }
}

#[cfg(feature = "std")]
impl<T: ?Sized + Write> Write for Box<'_, T> {
    forward! {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
        fn write_vectored(&mut self, buffers: &[IoSlice<'_>]) -> io::Result<usize>;
        fn flush(&mut self) -> io::Result<()>;
        fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
        fn write_fmt(&mut self, args: Arguments<'_>) -> io::Result<()>;
    }
}

#[cfg(feature = "std")]
impl<T: ?Sized + Seek> Seek for Box<'_, T> {
    forward! {
        fn seek(&mut self, position: SeekFrom) -> io::Result<u64>;
        fn stream_position(&mut self) -> io::Result<u64>;
    }
}

#[cfg(feature = "serde")]
impl<T: ?Sized + serde::Serialize> serde::Serialize for Box<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
