//! Every type that is `ArenaSafe` is named here, and so are some that must not be.

extern crate alloc;

use core::any::TypeId;
use core::cell::{Cell, LazyCell, OnceCell, RefCell, UnsafeCell};
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{Discriminant, ManuallyDrop, MaybeUninit, needs_drop};
use core::num::{NonZero, Saturating, Wrapping};
use core::ops::{Bound, ControlFlow};
use core::pin::Pin;
use core::ptr::NonNull;
use core::sync::atomic;
use core::task::Poll;
use core::time::Duration;

use arena_core::ArenaSafe;
use static_assertions::assert_not_impl_any;

/// What is said of any one type: it has the mark, and it has a right to it.
const fn is_safe<T: ArenaSafe + ?Sized>() {
    assert!(!needs_drop::<T>());
}

/// Says it of each type, while this file compiles.
macro_rules! safe {
    ($($type:ty),* $(,)?) => { const _: () = { $(is_safe::<$type>();)* }; };
}

safe!(bool, char, f32, f64, str, core::ffi::CStr, ());
safe!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
safe!(NonZero<i8>, NonZero<i16>, NonZero<i32>, NonZero<i64>, NonZero<i128>, NonZero<isize>);
safe!(NonZero<u8>, NonZero<u16>, NonZero<u32>, NonZero<u64>, NonZero<u128>, NonZero<usize>);
safe!(core::cmp::Ordering, atomic::Ordering, core::num::FpCategory, core::ops::RangeFull);
safe!(core::convert::Infallible, PhantomPinned, Duration, TypeId, core::alloc::Layout);
safe!(core::panic::Location<'static>);
safe!(core::net::IpAddr, core::net::Ipv4Addr, core::net::Ipv6Addr);
safe!(core::net::SocketAddr, core::net::SocketAddrV4, core::net::SocketAddrV6);

safe!(core::fmt::Error, core::str::Utf8Error, core::str::ParseBoolError);
safe!(core::net::AddrParseError, core::ffi::FromBytesUntilNulError, core::alloc::LayoutError);
safe!(core::num::ParseIntError, core::num::ParseFloatError, core::num::IntErrorKind);
safe!(core::num::TryFromIntError, core::array::TryFromSliceError);
safe!(core::char::ParseCharError, core::char::TryFromCharError, core::char::CharTryFromError);

#[cfg(feature = "std")]
safe!(std::ffi::OsStr, std::hash::RandomState, std::path::Path, std::thread::ThreadId);
#[cfg(feature = "std")]
safe!(std::time::Instant, std::time::SystemTime);

#[cfg(target_has_atomic = "8")]
safe!(atomic::AtomicBool, atomic::AtomicI8, atomic::AtomicU8);
#[cfg(target_has_atomic = "16")]
safe!(atomic::AtomicI16, atomic::AtomicU16);
#[cfg(target_has_atomic = "32")]
safe!(atomic::AtomicI32, atomic::AtomicU32);
#[cfg(target_has_atomic = "64")]
safe!(atomic::AtomicI64, atomic::AtomicU64);
#[cfg(target_has_atomic = "ptr")]
safe!(atomic::AtomicIsize, atomic::AtomicUsize, atomic::AtomicPtr<String>);

// What owns no `T` is safe whatever the `T`.
safe!(&'static String, &'static mut String, &'static dyn Send, &'static [String]);
safe!(*const String, *mut String, *const str, NonNull<String>, NonNull<[String]>);
safe!(PhantomData<String>, PhantomData<[String]>, Discriminant<Option<String>>);
safe!(core::hash::BuildHasherDefault<String>);

safe!([u8], [&'static str], [u8; 0], [u8; 100], [[Option<char>; 3]; 3]);
safe!(Option<u8>, Result<u8, &'static str>, Poll<u8>, Pin<&'static mut String>);
safe!(Bound<u8>, ControlFlow<u8, char>, core::cmp::Reverse<u8>, Saturating<u8>, Wrapping<u8>);
safe!(core::ops::Range<u8>, core::ops::RangeFrom<u8>, core::ops::RangeInclusive<u8>);
safe!(core::ops::RangeTo<u8>, core::ops::RangeToInclusive<u8>, core::panic::AssertUnwindSafe<u8>);
safe!(Cell<u8>, Cell<[u8]>, RefCell<u8>, RefCell<[u8]>, UnsafeCell<u8>, UnsafeCell<[u8]>);
safe!(OnceCell<u8>, LazyCell<u8>, LazyCell<u8, fn() -> u8>, MaybeUninit<u8>);

safe!((u8,), (u8, [char; 2]), (u8, u8, u8), (u8, u8, u8, u8), (u8, u8, u8, u8, u8));
safe!((u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, &'static str));

safe!(fn(), fn(String) -> String, unsafe fn(String) -> String);
safe!(extern "C" fn(u8) -> u8, unsafe extern "C" fn(u8) -> u8);
safe!(fn(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, String) -> String);

macro_rules! not_safe {
    ($($type:ty),* $(,)?) => { $(assert_not_impl_any!($type: ArenaSafe);)* };
}

not_safe!(String, Vec<u8>, Box<u8>, alloc::rc::Rc<u8>, alloc::sync::Arc<u8>, dyn Send);
// It has no drop glue, but it hides that of the value in it.
not_safe!(ManuallyDrop<u8>);
// These drop on some systems, or drop what they hold.
not_safe!(std::sync::Mutex<u8>, std::sync::RwLock<u8>, std::sync::OnceLock<u8>);
not_safe!(std::sync::LazyLock<u8>);
// These own what they hold.
not_safe!([String], [String; 1], (u8, String), Option<String>, Result<u8, String>, Poll<String>);
not_safe!(Pin<Box<u8>>, Bound<String>, ControlFlow<u8, String>, ControlFlow<String, u8>);
not_safe!(core::ops::Range<String>, core::cmp::Reverse<String>, Wrapping<String>);
not_safe!(Cell<String>, RefCell<String>, UnsafeCell<String>, OnceCell<String>);
not_safe!(LazyCell<String>, LazyCell<u8, Box<dyn FnOnce() -> u8>>, MaybeUninit<String>);
