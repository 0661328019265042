//! Atomics and cells: core's, those of `portable-atomic` under that feature, and loom's models under
//! `--cfg loom`.
//!
//! Every concurrent module imports from here and never from `core::sync::atomic`.

#[cfg(not(all(test, loom)))]
pub(crate) use core::sync::atomic::Ordering;
#[cfg(all(target_has_atomic = "ptr", not(feature = "portable-atomic"), not(all(test, loom))))]
pub(crate) use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize};

#[cfg(all(target_has_atomic = "64", not(feature = "portable-atomic"), not(all(test, loom))))]
pub(crate) use core::sync::atomic::AtomicU64;

#[cfg(all(feature = "portable-atomic", not(all(test, loom))))]
pub(crate) use portable_atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize};

#[cfg(not(any(target_has_atomic = "ptr", feature = "portable-atomic", all(test, loom))))]
pub(crate) use self::absent::{AtomicPtr, AtomicU32, AtomicUsize};

#[cfg(all(test, loom))]
pub(crate) use self::modelled::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize};
#[cfg(all(test, loom))]
pub(crate) use loom::{cell::UnsafeCell, sync::atomic::Ordering};

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
    pub(crate) struct AtomicU32;

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

    impl AtomicU32 {
        pub(crate) const fn new(_: u32) -> Self {
            Self
        }

        methods! {
            load(Ordering) -> u32;
            store(u32, Ordering) -> ();
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

/// loom's atomics, so that it can try schedules that it would overlook.
///
/// For each atomic loom remembers its last access only. Where a thread loads a word before it
/// exchanges it, its own load hides those of the other threads, and no schedule is tried in which
/// the exchange comes before them: most of what a compare-and-swap may meet. So here each atomic has
/// a word beside it for each thread, which loads of that thread and stores of the others touch, if
/// the model [asks](modelled::look_closely) for it: relaxed, so that nothing is ordered by it.
#[cfg(all(test, loom))]
pub(crate) mod modelled {
    extern crate alloc;

    use alloc::vec::Vec;
    use core::{
        array,
        cell::{Cell, RefCell},
    };

    use loom::{
        cell::UnsafeCell,
        sync::atomic::{self, Ordering},
    };

    /// Threads of a model.
    const THREADS: usize = 3;

    loom::thread_local! {
        /// This thread's number.
        static NUMBER: Cell<usize> = Cell::new(0);
    }

    std::thread_local! {
        // loom's threads are all in one of the system's.
        static IS_CLOSE: Cell<bool> = const { Cell::new(false) };
        static WORDS: RefCell<Option<Words>> = const { RefCell::new(None) };
    }

    /// A cell for each word of a model's memory, from an address on.
    struct Words {
        base: usize,
        cells: Vec<UnsafeCell<()>>,
    }

    /// Makes the cells of a memory: those that [`touch`] means from now on.
    pub(crate) fn watch(base: usize, size: usize) {
        let cells = (0..size / size_of::<u64>()).map(|_| UnsafeCell::new(())).collect();
        WORDS.set(Some(Words { base, cells }));
    }

    /// Stands for a write to bytes of a model's memory. Two threads that touch a word without a
    /// happens-before between them fail the model.
    pub(crate) fn touch(address: usize, size: usize) {
        WORDS.with_borrow(|words| {
            let words = words.as_ref().expect("a model has made them");
            let first = (address - words.base) / size_of::<u64>();
            for cell in &words.cells[first..first + size / size_of::<u64>()] {
                cell.with_mut(|_| ());
            }
        });
    }

    /// Stands for a read of bytes of a model's memory. Others may read a word at the same time.
    pub(crate) fn look(address: usize, size: usize) {
        WORDS.with_borrow(|words| {
            let words = words.as_ref().expect("a model has made them");
            let first = (address - words.base) / size_of::<u64>();
            for cell in &words.cells[first..first + size / size_of::<u64>()] {
                cell.with(|_| ());
            }
        });
    }

    /// Says whether the models of this test, from now on, use the words beside the atomics.
    pub(crate) fn look_closely(is_close: bool) {
        IS_CLOSE.set(is_close);
    }

    /// This thread's number.
    pub(crate) fn my_number() -> usize {
        NUMBER.with(Cell::get)
    }

    /// Gives this thread a number, which no other has in the model.
    pub(crate) fn number(thread: usize) {
        assert!(thread < THREADS);
        NUMBER.with(|number| number.set(thread));
    }

    #[derive(Debug)]
    struct Seen([atomic::AtomicUsize; THREADS]);

    impl Seen {
        fn new() -> Self {
            Self(array::from_fn(|_| atomic::AtomicUsize::new(0)))
        }

        fn load(&self) {
            if !IS_CLOSE.get() {
                return;
            }
            self.0[my_number()].fetch_add(1, Ordering::Relaxed);
        }

        fn store(&self) {
            if !IS_CLOSE.get() {
                return;
            }
            let mine = my_number();
            for (_, word) in self.0.iter().enumerate().filter(|&(thread, _)| thread != mine) {
                word.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    macro_rules! modelled {
        ($([$($life:ident)?] $name:ident($value:ty): {$($exchange:ident)* / $($method:ident)*})*) => {$(
            #[derive(Debug)]
            pub(crate) struct $name$(<$life>)?(atomic::$name$(<$life>)?, Seen);

            impl$(<$life>)? $name$(<$life>)? {
                pub(crate) fn new(value: $value) -> Self {
                    Self(atomic::$name::new(value), Seen::new())
                }

                pub(crate) fn load(&self, ordering: Ordering) -> $value {
                    self.1.load();
                    self.0.load(ordering)
                }

                pub(crate) fn store(&self, value: $value, ordering: Ordering) {
                    self.1.store();
                    self.0.store(value, ordering);
                }

                $(pub(crate) fn $exchange(
                    &self,
                    old: $value,
                    new: $value,
                    success: Ordering,
                    failure: Ordering,
                ) -> Result<$value, $value> {
                    self.1.store();
                    self.0.$exchange(old, new, success, failure)
                })*

                $(pub(crate) fn $method(&self, value: $value, ordering: Ordering) -> $value {
                    self.1.store();
                    self.0.$method(value, ordering)
                })*

                #[allow(dead_code, reason = "not of every atomic")]
                pub(crate) unsafe fn unsync_load(&self) -> $value {
                    // SAFETY: the caller's promise.
                    unsafe { self.0.unsync_load() }
                }
            }
        )*};
    }
    modelled! {
        [T] AtomicPtr(*mut T): { compare_exchange compare_exchange_weak / swap }
        [] AtomicU32(u32): { / }
        [] AtomicU64(u64): { compare_exchange / fetch_sub }
        [] AtomicUsize(usize): { compare_exchange / fetch_add fetch_and fetch_max fetch_or fetch_sub }
    }
}
