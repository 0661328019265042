//! Atomics and cells: core's, those of `portable-atomic` under that feature, and loom's models under
//! `--cfg loom`.
//!
//! Every concurrent module imports from here and never from `core::sync::atomic`.

#[cfg(not(all(test, loom)))]
pub(crate) use core::sync::atomic::Ordering;
#[cfg(all(target_has_atomic = "ptr", not(feature = "portable-atomic"), not(all(test, loom))))]
pub(crate) use core::sync::atomic::{AtomicPtr, AtomicUsize};

#[cfg(all(feature = "portable-atomic", not(all(test, loom))))]
pub(crate) use portable_atomic::{AtomicPtr, AtomicUsize};

#[cfg(not(any(target_has_atomic = "ptr", feature = "portable-atomic", all(test, loom))))]
pub(crate) use self::absent::{AtomicPtr, AtomicUsize};

#[cfg(all(test, loom))]
pub(crate) use loom::{
    cell::UnsafeCell,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering},
};

#[cfg(not(all(test, loom)))]
pub(crate) use self::native::UnsafeCell;

/// A `const fn`, but not under loom, whose constructors are not `const`.
macro_rules! const_fn {
    ($(#[$meta:meta])* $vis:vis const $($rest:tt)*) => {
        #[cfg(not(all(test, loom)))]
        $(#[$meta])* $vis const $($rest)*

        #[cfg(all(test, loom))]
        $(#[$meta])* $vis $($rest)*
    };
}
pub(crate) use const_fn;

/// Plain accesses to an atomic, for whoever has it alone. The optimiser sees through them.
pub(crate) trait Alone<T> {
    /// # Safety
    ///
    /// - No other thread accesses the atomic now, and what threads have done with it happens before.
    unsafe fn get(&self) -> T;

    /// # Safety
    ///
    /// - As for [`get`](Self::get).
    unsafe fn set(&self, value: T);
}

/// Implements the trait; loom's atomics check the promise.
macro_rules! alone {
    ($([$($life:ident)?] $atomic:ty => $value:ty),*) => {$(
        impl<$($life)?> Alone<$value> for $atomic {
            #[inline(always)]
            unsafe fn get(&self) -> $value {
                #[cfg(not(all(test, loom)))]
                // SAFETY: the atomic is valid, and the caller's promise excludes a race.
                return unsafe { self.as_ptr().read() };
                #[cfg(all(test, loom))]
                // SAFETY: the caller's promise.
                return unsafe { self.unsync_load() };
            }

            #[inline(always)]
            unsafe fn set(&self, value: $value) {
                #[cfg(not(all(test, loom)))]
                // SAFETY: the atomic is valid, and the caller's promise excludes a race.
                unsafe { self.as_ptr().write(value) };
                #[cfg(all(test, loom))]
                self.store(value, Ordering::Relaxed);
            }
        }
    )*};
}
alone!([T] AtomicPtr<T> => *mut T, [] AtomicUsize => usize);

#[cfg(not(all(test, loom)))]
mod native {
    /// A cell with loom's closure-shaped access, so that loom can see where an access ends.
    #[derive(Debug)]
    #[repr(transparent)]
    pub(crate) struct UnsafeCell<T>(core::cell::UnsafeCell<T>);

    impl<T> UnsafeCell<T> {
        #[inline(always)]
        pub(crate) fn new(value: T) -> Self {
            Self(core::cell::UnsafeCell::new(value))
        }

        #[inline(always)]
        pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
            f(self.0.get())
        }

        #[inline(always)]
        pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
            f(self.0.get())
        }
    }
}

/// What a processor without compare-and-swap gets: one error. The types are there so that no use of
/// them is another.
#[cfg(not(any(target_has_atomic = "ptr", feature = "portable-atomic", all(test, loom))))]
mod absent {
    use core::{marker::PhantomData, sync::atomic::Ordering};

    compile_error!(
        "an arena needs compare-and-swap on words as wide as a pointer, which this processor does \
         not have: turn on the feature `portable-atomic`, and in the crate of that name \
         `critical-section` or `unsafe-assume-single-core`"
    );

    #[derive(Debug)]
    pub(crate) struct AtomicPtr<T>(PhantomData<fn() -> T>);

    #[derive(Debug)]
    pub(crate) struct AtomicUsize;

    macro_rules! methods {
        ($($name:ident($($argument:ty),*) -> $result:ty;)*) => {$(
            pub(crate) fn $name(&self, $(_: $argument),*) -> $result {
                unreachable!()
            }
        )*};
    }

    impl<T> AtomicPtr<T> {
        pub(crate) const fn new(_: *mut T) -> Self {
            Self(PhantomData)
        }

        methods! {
            as_ptr() -> *mut *mut T;
            load(Ordering) -> *mut T;
            store(*mut T, Ordering) -> ();
            swap(*mut T, Ordering) -> *mut T;
            compare_exchange(*mut T, *mut T, Ordering, Ordering) -> Result<*mut T, *mut T>;
            compare_exchange_weak(*mut T, *mut T, Ordering, Ordering) -> Result<*mut T, *mut T>;
        }
    }

    impl AtomicUsize {
        pub(crate) const fn new(_: usize) -> Self {
            Self
        }

        methods! {
            as_ptr() -> *mut usize;
            load(Ordering) -> usize;
            store(usize, Ordering) -> ();
            fetch_add(usize, Ordering) -> usize;
            fetch_sub(usize, Ordering) -> usize;
            fetch_max(usize, Ordering) -> usize;
        }
    }
}
