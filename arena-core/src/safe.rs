//! The mark of the types that an arena may hold, and its impls for the types of `core` and `std`.
//!
//! An impl belongs here if and only if the type has no drop glue on any system: neither the type
//! nor anything it owns implements `Drop`. `tests/it/safe.rs` names every impl and asks the
//! compiler whether that is so.

mod iterators;

use core::alloc::{Layout, LayoutError};
use core::any::TypeId;
use core::cell::{BorrowError, BorrowMutError, Cell, LazyCell, OnceCell, RefCell, UnsafeCell};
use core::char::{CharTryFromError, DecodeUtf16Error, ParseCharError, TryFromCharError};
use core::cmp::Reverse;
use core::convert::Infallible;
use core::ffi::{CStr, FromBytesUntilNulError, FromBytesWithNulError, c_void};
use core::future;
use core::hash::BuildHasherDefault;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{Discriminant, MaybeUninit};
use core::net::{
    AddrParseError, IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6,
};
use core::num::{
    FpCategory, IntErrorKind, NonZero, ParseFloatError, ParseIntError, Saturating, TryFromIntError,
    Wrapping,
};
use core::ops::{
    Bound, ControlFlow, Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive,
};
use core::panic::{AssertUnwindSafe, Location, PanicInfo, PanicMessage};
use core::pin::Pin;
use core::ptr::NonNull;
use core::str::{ParseBoolError, Utf8Error};
use core::sync::atomic;
use core::task::{Context, Poll, RawWaker, RawWakerVTable};
use core::time::{Duration, TryFromFloatSecsError};

/// A type that needs no drop, so that an arena may hold it.
///
/// An arena frees its bytes without looking at them: no destructor runs for what it holds. A
/// `String` kept there would never free its text. So the typed methods of an arena take only types
/// that are `ArenaSafe`, and the mistake is a compile error at the place where it is made.
///
/// # What it promises
///
/// The type has no drop glue: neither it nor anything it owns implements `Drop`. A reference owns
/// nothing, so `&T` and `&mut T` qualify for every `T`.
///
/// The trait is safe to implement, because leaking is safe: a wrong impl written by hand may leak,
/// but can never corrupt memory. As a net under such impls, the typed methods of the crate `arena`
/// also assert `!needs_drop::<T>()` in an inline `const`. That assertion fires in `cargo build`,
/// though not in `cargo check`.
///
/// # How to get it
///
/// Write `#[derive(ArenaSafe)]` (from the crate `arena`) on a type of your own: it checks every
/// field. The types of `core`, `alloc` and `std` that qualify have it already, iterators among them.
///
/// Not among them are `ManuallyDrop`, which would hide a leak, `Mutex` and `RwLock`, which need
/// drop on some systems, and `OnceLock` and `LazyLock`, which drop what they hold. A function
/// pointer has it unless it is generic over a lifetime, as `fn(&str)` is.
///
/// A type of another crate has it if that crate says so. Where it is `Copy`, nothing is missing:
/// `alloc_copy` takes it, the derive takes it in a field, and the `Plain` of the crate `arena`
/// makes it an element. Where it is not, but needs no drop, wrap it in a type of your own and
/// implement the trait for that by hand.
///
/// # Examples
///
/// The derive refuses unions, since the compiler cannot tell what they own. Where you can tell,
/// implement the trait by hand:
///
/// ```
/// # use arena_core::ArenaSafe;
/// union Word {
///     bits: u32,
///     float: f32,
/// }
///
/// // Neither field owns anything.
/// impl ArenaSafe for Word {}
///
/// fn store<T: ArenaSafe>(_value: T) {}
///
/// store(Word { float: 1.5 });
/// store(Some(["one", "two"]));
/// ```
///
/// What needs drop is refused:
///
/// ```compile_fail,E0277
/// # fn store<T: arena_core::ArenaSafe>(_value: T) {}
/// store(String::from("one")); // `String` may need `Drop`, so it cannot be stored in an arena
/// ```
// What a reader must know is in the message: rustc drops the notes where it suggests something.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may need `Drop`, so it cannot be stored in an arena: \
               for text use `alloc_str`, for lists `alloc_slice_copy` or `collections`; \
               put `#[derive(ArenaSafe)]` on a type of your own, and the bound `ArenaSafe` on a parameter, \
               or `#[arena(copy)]` on a field of it that is `Copy`; \
               what is `Copy` goes in by `alloc_copy`, elsewhere as `Plain`; \
               for any other type without drop, write `impl ArenaSafe for` a wrapper of your own, which is safe; \
               what must be dropped stays outside of the arena, in a `Box` made by `alloc_box`",
    label = "may need `Drop`"
)]
pub trait ArenaSafe {}

/// Implements the trait for types without parameters. The compiler shall not propose them in place
/// of a type that it refuses.
macro_rules! plain {
    ($($type:ty),* $(,)?) => {
        $(#[diagnostic::do_not_recommend] impl ArenaSafe for $type {})*
    };
}

plain!(bool, char, f32, f64, str, CStr);
plain!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
plain!(NonZero<i8>, NonZero<i16>, NonZero<i32>, NonZero<i64>, NonZero<i128>, NonZero<isize>);
plain!(NonZero<u8>, NonZero<u16>, NonZero<u32>, NonZero<u64>, NonZero<u128>, NonZero<usize>);
plain!(core::cmp::Ordering, atomic::Ordering, FpCategory, RangeFull, Infallible, PhantomPinned);
plain!(Duration, TypeId, Layout, c_void, core::fmt::Alignment, RawWaker, RawWakerVTable);
// What these name, they borrow.
plain!(core::fmt::Arguments<'_>, core::fmt::Formatter<'_>, core::fmt::DebugStruct<'_, '_>);
plain!(core::fmt::DebugTuple<'_, '_>, core::fmt::DebugList<'_, '_>, core::fmt::DebugSet<'_, '_>);
plain!(core::fmt::DebugMap<'_, '_>, Context<'_>);
plain!(Location<'_>, PanicInfo<'_>, PanicMessage<'_>);
plain!(IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6);

// The errors of core, which end up in the error types of parsers.
plain!(core::fmt::Error, Utf8Error, FromBytesUntilNulError, AddrParseError, LayoutError);
plain!(ParseBoolError, ParseCharError, ParseIntError, ParseFloatError, IntErrorKind);
plain!(TryFromIntError, TryFromCharError, CharTryFromError, core::array::TryFromSliceError);
plain!(BorrowError, BorrowMutError, DecodeUtf16Error, FromBytesWithNulError);
plain!(TryFromFloatSecsError, crate::error::AllocError);
#[cfg(feature = "alloc")]
plain!(alloc::collections::TryReserveError, alloc::string::FromUtf16Error);

#[cfg(feature = "std")]
mod of_std {
    use std::fs::{FileTimes, FileType, Metadata, OpenOptions, Permissions};
    use std::path::{Component, Prefix, PrefixComponent, StripPrefixError};
    use std::process::{ExitCode, ExitStatus};
    use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};
    use std::sync::{BarrierWaitResult, OnceState, PoisonError, TryLockError, WaitTimeoutResult};
    use std::time::{Instant, SystemTime, SystemTimeError};
    use std::{backtrace, ffi, hash, io, net, panic, path, thread};

    use super::ArenaSafe;

    plain!(ffi::OsStr, path::Path, Component<'_>, Prefix<'_>, PrefixComponent<'_>);
    plain!(path::Display<'_>, StripPrefixError);
    plain!(hash::RandomState, hash::DefaultHasher, thread::ThreadId, thread::AccessError);
    plain!(Instant, SystemTime, SystemTimeError, ExitCode, ExitStatus, std::alloc::System);
    plain!(io::ErrorKind, io::SeekFrom, io::Empty, io::Repeat, io::Sink, net::Shutdown);
    plain!(io::Stdin, io::Stdout, io::Stderr);
    plain!(io::IoSlice<'_>, io::IoSliceMut<'_>, net::Incoming<'_>, panic::PanicHookInfo<'_>);
    plain!(FileTimes, FileType, Metadata, OpenOptions, Permissions);
    plain!(RecvError, RecvTimeoutError, TryRecvError, BarrierWaitResult, WaitTimeoutResult);
    plain!(OnceState, backtrace::BacktraceStatus);

    impl<T: ArenaSafe> ArenaSafe for io::Cursor<T> {}
    impl<R: ArenaSafe> ArenaSafe for io::Take<R> {}
    impl<A: ArenaSafe, B: ArenaSafe> ArenaSafe for io::Chain<A, B> {}
    impl<T> ArenaSafe for thread::LocalKey<T> {}
    impl<T: ArenaSafe> ArenaSafe for PoisonError<T> {}
    impl<T: ArenaSafe> ArenaSafe for TryLockError<T> {}
    impl<T: ArenaSafe> ArenaSafe for SendError<T> {}
    impl<T: ArenaSafe> ArenaSafe for TrySendError<T> {}
}

#[cfg(target_has_atomic = "8")]
plain!(atomic::AtomicBool, atomic::AtomicI8, atomic::AtomicU8);
#[cfg(target_has_atomic = "16")]
plain!(atomic::AtomicI16, atomic::AtomicU16);
#[cfg(target_has_atomic = "32")]
plain!(atomic::AtomicI32, atomic::AtomicU32);
#[cfg(target_has_atomic = "64")]
plain!(atomic::AtomicI64, atomic::AtomicU64);
#[cfg(target_has_atomic = "ptr")]
plain!(atomic::AtomicIsize, atomic::AtomicUsize);
#[cfg(target_has_atomic = "ptr")]
impl<T> ArenaSafe for atomic::AtomicPtr<T> {}

// These own no `T`.
impl<T: ?Sized> ArenaSafe for &T {}
impl<T: ?Sized> ArenaSafe for &mut T {}
impl<T: ?Sized> ArenaSafe for *const T {}
impl<T: ?Sized> ArenaSafe for *mut T {}
impl<T: ?Sized> ArenaSafe for NonNull<T> {}
impl<T: ?Sized> ArenaSafe for PhantomData<T> {}
impl<T> ArenaSafe for Discriminant<T> {}
impl<T> ArenaSafe for future::Pending<T> {}
impl<H> ArenaSafe for BuildHasherDefault<H> {}

// These own their parameters, and nothing else.
impl<T: ArenaSafe> ArenaSafe for [T] {}
impl<T: ArenaSafe, const N: usize> ArenaSafe for [T; N] {}
impl<T: ArenaSafe> ArenaSafe for Option<T> {}
impl<T: ArenaSafe, E: ArenaSafe> ArenaSafe for Result<T, E> {}
impl<T: ArenaSafe> ArenaSafe for Poll<T> {}
impl<T: ArenaSafe> ArenaSafe for Pin<T> {}
impl<T: ArenaSafe> ArenaSafe for Bound<T> {}
impl<B: ArenaSafe, C: ArenaSafe> ArenaSafe for ControlFlow<B, C> {}
impl<T: ArenaSafe> ArenaSafe for Range<T> {}
impl<T: ArenaSafe> ArenaSafe for RangeFrom<T> {}
impl<T: ArenaSafe> ArenaSafe for RangeInclusive<T> {}
impl<T: ArenaSafe> ArenaSafe for RangeTo<T> {}
impl<T: ArenaSafe> ArenaSafe for RangeToInclusive<T> {}
impl<T: ArenaSafe> ArenaSafe for Reverse<T> {}
impl<T: ArenaSafe> ArenaSafe for Saturating<T> {}
impl<T: ArenaSafe> ArenaSafe for Wrapping<T> {}
impl<T: ArenaSafe> ArenaSafe for AssertUnwindSafe<T> {}
impl<T: ArenaSafe + ?Sized> ArenaSafe for Cell<T> {}
impl<T: ArenaSafe + ?Sized> ArenaSafe for RefCell<T> {}
impl<T: ArenaSafe + ?Sized> ArenaSafe for UnsafeCell<T> {}
impl<T: ArenaSafe> ArenaSafe for OnceCell<T> {}
impl<T: ArenaSafe, F: ArenaSafe> ArenaSafe for LazyCell<T, F> {}

impl<T: ArenaSafe> ArenaSafe for future::Ready<T> {}
impl<F: ArenaSafe> ArenaSafe for future::PollFn<F> {}
#[cfg(feature = "alloc")]
impl<B: alloc::borrow::ToOwned<Owned: ArenaSafe> + ?Sized> ArenaSafe for alloc::borrow::Cow<'_, B> {}

// It never drops its `T`, but whoever fills it with a `String` leaks.
impl<T: ArenaSafe> ArenaSafe for MaybeUninit<T> {}

/// Implements the trait for the tuple and for the function pointers of these parameters.
macro_rules! tuple_and_functions {
    ($($T:ident)*) => {
        impl<$($T: ArenaSafe),*> ArenaSafe for ($($T,)*) {}
        #[diagnostic::do_not_recommend]
        impl<R, $($T),*> ArenaSafe for fn($($T),*) -> R {}
        #[diagnostic::do_not_recommend]
        impl<R, $($T),*> ArenaSafe for unsafe fn($($T),*) -> R {}
        #[diagnostic::do_not_recommend]
        impl<R, $($T),*> ArenaSafe for extern "C" fn($($T),*) -> R {}
        #[diagnostic::do_not_recommend]
        impl<R, $($T),*> ArenaSafe for unsafe extern "C" fn($($T),*) -> R {}
    };
}

tuple_and_functions!();
tuple_and_functions!(A);
tuple_and_functions!(A B);
tuple_and_functions!(A B C);
tuple_and_functions!(A B C D);
tuple_and_functions!(A B C D E);
tuple_and_functions!(A B C D E F);
tuple_and_functions!(A B C D E F G);
tuple_and_functions!(A B C D E F G H);
tuple_and_functions!(A B C D E F G H I);
tuple_and_functions!(A B C D E F G H I J);
tuple_and_functions!(A B C D E F G H I J K);
tuple_and_functions!(A B C D E F G H I J K L);

/// What the code written by `#[derive(ArenaSafe)]` refers to. Not for users, and outside semver.
///
/// A method that is found by the bounds of its impl comes before one of a trait: so a `Place`
/// tells whether what it points to is `Copy`, or has an `impl Drop`, and where it is neither, the
/// methods of `AnyPlace` answer.
#[doc(hidden)]
pub mod __private {
    pub use super::ArenaSafe;

    /// Where a value lies: a field, or the whole type.
    #[derive(Debug)]
    pub struct Place<T: ?Sized>(pub *const T);

    impl<T: Copy> Place<T> {
        /// What is `Copy` needs no drop, and no mark.
        pub fn __arena_field(&self) -> *const () {
            self.0.cast()
        }
    }

    #[expect(drop_bounds, reason = "types with an `impl Drop` of their own are the ones meant")]
    impl<T: Drop + ?Sized> Place<T> {
        pub fn __arena_type(&self) -> *const T {
            self.0
        }
    }

    pub trait AnyPlace {
        type Value: ?Sized;

        /// A pointer to what must be `ArenaSafe`.
        fn __arena_field(&self) -> *const Self::Value;

        /// A pointer to what must be `IsNotDrop`.
        fn __arena_type(&self) -> *const ();
    }

    impl<T: ?Sized> AnyPlace for Place<T> {
        type Value = T;

        fn __arena_field(&self) -> *const T {
            self.0
        }

        fn __arena_type(&self) -> *const () {
            self.0.cast()
        }
    }

    /// Is not implemented for the types that come to be asked for it.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` implements `Drop`, which an arena would never run, so it cannot be `ArenaSafe`; \
                   make it with `alloc_box`, or leave the clean-up to a type that stays outside of the arena",
        label = "implements `Drop`"
    )]
    pub trait IsNotDrop {}

    #[diagnostic::do_not_recommend]
    impl IsNotDrop for () {}

    pub fn type_is_not_drop<T: IsNotDrop + ?Sized>(_value: *const T) {}

    pub fn field_is_arena_safe<T: ArenaSafe + ?Sized>(_field: *const T) {}

    pub fn field_is_copy<T: Copy>(_field: *const T) {}
}
