//! Atomics and cells, switched to loom's models under `--cfg loom`.
//!
//! Every concurrent module imports from here and never from `core::sync::atomic`.

#[cfg(not(all(test, loom)))]
pub(crate) use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

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
