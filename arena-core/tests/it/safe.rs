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

/// What is said of any one type: it has the mark, and it has a right to it.
const fn is_safe<T: ArenaSafe + ?Sized>() {
    assert!(!needs_drop::<T>());
}

/// Says it of each type, while this file compiles.
macro_rules! safe {
    ($($type:ty),* $(,)?) => { const _: () = { $(is_safe::<$type>();)* }; };
}

macro_rules! not_safe {
    ($($type:ty),* $(,)?) => { $(static_assertions::assert_not_impl_any!($type: arena_core::ArenaSafe);)* };
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

safe!(core::fmt::Arguments<'static>, core::fmt::Formatter<'static>, core::fmt::Alignment);
safe!(core::fmt::DebugStruct<'static, 'static>, core::fmt::DebugTuple<'static, 'static>);
safe!(core::fmt::DebugList<'static, 'static>, core::fmt::DebugSet<'static, 'static>);
safe!(core::fmt::DebugMap<'static, 'static>);
safe!(core::task::Context<'static>, core::task::RawWaker, core::task::RawWakerVTable);
safe!(core::panic::PanicInfo<'static>, core::panic::PanicMessage<'static>, core::ffi::c_void);
safe!(core::cell::BorrowError, core::cell::BorrowMutError, core::time::TryFromFloatSecsError);
safe!(core::ffi::FromBytesWithNulError, core::char::DecodeUtf16Error);
safe!(core::future::Ready<u8>, core::future::Pending<String>, core::future::PollFn<fn()>);

#[cfg(feature = "alloc")]
safe!(alloc::collections::TryReserveError, alloc::string::FromUtf16Error);
#[cfg(feature = "alloc")]
safe!(alloc::borrow::Cow<'static, u8>, alloc::borrow::Cow<'static, [u8; 2]>);

#[cfg(feature = "std")]
mod of_std {
    use std::path::{self, Component, Prefix, PrefixComponent};
    use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};
    use std::{fs, io, net, process, sync};

    use super::is_safe;

    safe!(Component<'static>, Prefix<'static>, PrefixComponent<'static>, path::Display<'static>);
    safe!(path::StripPrefixError, std::hash::DefaultHasher, std::thread::AccessError);
    safe!(std::time::SystemTimeError, process::ExitCode, process::ExitStatus, std::alloc::System);
    safe!(io::ErrorKind, io::SeekFrom, io::Empty, io::Repeat, io::Sink, io::Cursor<&'static [u8]>);
    safe!(io::IoSlice<'static>, io::IoSliceMut<'static>, io::Take<&'static [u8]>);
    safe!(io::Chain<io::Empty, io::Empty>, net::Shutdown, net::Incoming<'static>);
    safe!(fs::FileTimes, fs::FileType, fs::Metadata, fs::OpenOptions, fs::Permissions);
    safe!(RecvError, RecvTimeoutError, TryRecvError, SendError<u8>, TrySendError<u8>);
    safe!(io::Stdin, io::Stdout, io::Stderr, std::thread::LocalKey<String>);
    safe!(sync::PoisonError<u8>, sync::TryLockError<u8>);
    safe!(sync::BarrierWaitResult, sync::WaitTimeoutResult, sync::OnceState);
    safe!(std::panic::PanicHookInfo<'static>, std::backtrace::BacktraceStatus);
}

mod iterators {
    use core::{ascii, char, iter, option, result, slice, str};

    use super::is_safe;

    type Items = slice::Iter<'static, String>;
    type Owning = super::alloc::vec::IntoIter<u8>;
    type Test<T> = fn(&T) -> bool;

    /// The same types with different parameters. The names stand once.
    macro_rules! each {
        ($($($name:ident)::+),+ of $parameters:tt) => { $(each!(@ $($name)::+ $parameters);)+ };
        (@ $($name:ident)::+ ($($parameter:ty),+)) => { safe!($($name)::+<$($parameter),+>); };
    }

    each!(iter::Cloned, iter::Copied, iter::Cycle, iter::Enumerate, iter::Fuse of (Items));
    each!(iter::Rev, iter::Skip, iter::StepBy, iter::Take, iter::Peekable of (Items));
    each!(iter::Peekable of (str::CharIndices<'static>));
    each!(iter::Chain, iter::Zip of (Items, Items));
    each!(iter::Filter, iter::Map, iter::FilterMap, iter::Inspect of (Items, fn()));
    each!(iter::MapWhile, iter::SkipWhile, iter::TakeWhile of (Items, fn()));
    each!(iter::Scan of (Items, u8, fn()));
    each!(iter::FlatMap of (Items, Option<u8>, fn()));
    each!(iter::Flatten of (iter::Once<Option<u8>>));
    each!(iter::Map of (Items, fn(&String) -> &str));
    each!(iter::Once, iter::Repeat, option::IntoIter, result::IntoIter of (u8));
    each!(iter::FromFn, iter::OnceWith, iter::RepeatWith of (fn() -> u8));
    each!(iter::Successors of (u8, fn(&u8) -> Option<u8>));
    each!(char::DecodeUtf16 of (iter::Once<u16>));
    safe!(iter::Empty<String>, char::EscapeDebug, char::EscapeDefault, char::EscapeUnicode);
    safe!(ascii::EscapeDefault, slice::EscapeAscii<'static>);

    macro_rules! borrowing {
        ($($module:ident { $($name:ident)* } of $parameters:tt;)*) => {
            $($(borrowing!(@ $module $name $parameters);)*)*
        };
        (@ $module:ident $name:ident ($($parameter:ty),*)) => {
            safe!($module::$name<'static, $($parameter),*>);
        };
    }

    borrowing! {
        slice { Iter IterMut Windows Chunks ChunksMut ChunksExact ChunksExactMut } of (String);
        slice { RChunks RChunksMut RChunksExact RChunksExactMut } of (String);
        slice { Split SplitMut SplitInclusive SplitInclusiveMut RSplit RSplitMut } of (String, Test<String>);
        slice { SplitN SplitNMut RSplitN RSplitNMut } of (String, Test<String>);
        slice { ChunkBy ChunkByMut } of (String, fn(&String, &String) -> bool);
        option { Iter IterMut } of (String);
        result { Iter IterMut } of (String);
        str { Bytes CharIndices Chars EncodeUtf16 EscapeDebug EscapeDefault EscapeUnicode } of ();
        str { Lines SplitAsciiWhitespace SplitWhitespace Utf8Chunk Utf8Chunks } of ();
    }

    macro_rules! patterns {
        ($($pattern:ty),*) => {
            $(borrowing! {
                str { Matches MatchIndices RMatches RMatchIndices RSplit RSplitN } of ($pattern);
                str { RSplitTerminator Split SplitInclusive SplitN SplitTerminator } of ($pattern);
            })*
        };
    }

    patterns!(char, &'static str, &'static &'static str, &'static [char], [char; 2]);
    patterns!(&'static [char; 2], fn(char) -> bool);

    #[cfg(feature = "alloc")]
    mod collections {
        use super::super::alloc::collections::{
            binary_heap, btree_map, btree_set, linked_list, vec_deque,
        };

        use super::is_safe;

        borrowing! {
            binary_heap { Iter } of (String);
            linked_list { Iter IterMut } of (String);
            vec_deque { Iter IterMut } of (String);
            btree_set { Iter Range } of (String);
            btree_map { Iter IterMut Keys Values ValuesMut Range RangeMut } of (String, String);
        }
    }

    #[cfg(feature = "std")]
    mod of_std {
        use std::collections::{hash_map, hash_set};
        use std::sync::mpsc;
        use std::{io, path};

        use super::is_safe;

        borrowing! {
            mpsc { Iter TryIter } of (String);
            hash_set { Iter } of (String);
            hash_map { Iter IterMut Keys Values ValuesMut } of (String, String);
            path { Ancestors Components Iter } of ();
        }
        each!(io::Bytes, io::Lines, io::Split of (&'static [u8]));
    }

    // These own an iterator, or items, that need drop.
    not_safe!(iter::Peekable<Owning>, iter::Map<Owning, fn()>, iter::Map<Items, Box<dyn Fn()>>);
    not_safe!(iter::Peekable<iter::FromFn<fn() -> Option<String>>>, iter::Once<String>);
    not_safe!(iter::Flatten<iter::Once<Vec<u8>>>, iter::Scan<Items, String, fn()>);
    not_safe!(core::array::IntoIter<u8, 2>, char::ToLowercase, option::IntoIter<String>);
}

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

not_safe!(String, Vec<u8>, Box<u8>, alloc::rc::Rc<u8>, alloc::sync::Arc<u8>, dyn Send);
// It has no drop glue, but it hides that of the value in it.
not_safe!(ManuallyDrop<u8>);
// These drop on some systems, or drop what they hold.
not_safe!(std::sync::Mutex<u8>, std::sync::RwLock<u8>, std::sync::OnceLock<u8>);
not_safe!(std::sync::LazyLock<u8>);
// These own what they hold.
not_safe!([String], [String; 1], (u8, String), Option<String>, Result<u8, String>, Poll<String>);
not_safe!(alloc::borrow::Cow<'static, str>, std::io::Cursor<Vec<u8>>);
not_safe!(Pin<Box<u8>>, Bound<String>, ControlFlow<u8, String>, ControlFlow<String, u8>);
not_safe!(core::ops::Range<String>, core::cmp::Reverse<String>, Wrapping<String>);
not_safe!(Cell<String>, RefCell<String>, UnsafeCell<String>, OnceCell<String>);
not_safe!(LazyCell<String>, LazyCell<u8, Box<dyn FnOnce() -> u8>>, MaybeUninit<String>);
