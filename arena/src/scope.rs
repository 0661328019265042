//! A part of an arena's life: what is allocated in it is free again at its end.

use core::{
    alloc::Layout,
    fmt,
    mem::MaybeUninit,
    panic::{RefUnwindSafe, UnwindSafe},
    ptr::NonNull,
};

use arena_core::{AllocError, ArenaSafe, Cursor, Rewind};
use static_assertions::{assert_impl_all, assert_not_impl_any};

#[cfg(feature = "interner")]
use crate::handle::Lender;
use crate::{
    boxed::Box,
    claim::OrPanic,
    grow,
    handle::Source,
    local::Local,
    typed::{self, expect, or_error, or_panic},
};

/// The arena as it is inside [`Arena::scope`](crate::Arena::scope): what it hands out lives until
/// the scope ends (`'s`).
///
/// Any number of threads may allocate through `&Scope`, and scopes nest. While an inner one is
/// open, the outer one cannot allocate; what it has allocated stays.
///
/// ```
/// let mut arena = arena::Arena::new(4096)?;
/// let total: u64 = arena.scope(|scope| {
///     let kept = scope.alloc(1_u64);
///     for round in 0..1000 {
///         scope.scope(|inner| {
///             let scratch = inner.alloc_slice_fill_copy(100, round);
///             *kept += scratch.iter().sum::<u64>();
///         });
///     }
///     *kept
/// });
/// assert_eq!(total, 1 + 100 * 999 * 1000 / 2);
/// assert_eq!(arena.allocated(), 0);
/// # Ok::<(), arena::AllocError>(())
/// ```
///
/// Nothing allocated in a scope can leave it:
///
/// ```compile_fail
/// let mut arena = arena::Arena::new(4096)?;
/// let escaped = arena.scope(|scope| scope.alloc(1));
/// # Ok::<(), arena::AllocError>(())
/// ```
pub struct Scope<'s> {
    /// Of all who can reach the cursor now, only `&mut Scope` may move it back. Nobody but `enter`
    /// makes a `Scope`, and nobody ever owns one, so that none can be exchanged for another.
    cursor: &'s Cursor,
}

assert_impl_all!(Scope<'static>: Send, Sync, Unpin, UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(Scope<'static>: Clone);

/// As an [`Arena`](crate::Arena) is: no code of a user's runs while a claim is half done.
impl UnwindSafe for Scope<'_> {}

/// The same through a reference.
impl RefUnwindSafe for Scope<'_> {}

/// Runs `f` in a scope of its own.
///
/// # Safety
///
/// - Until this returns, nobody uses the cursor but through the scope that `f` is given.
#[inline]
pub(crate) unsafe fn enter<R>(cursor: &Cursor, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    // SAFETY: the caller's promise. What `f` makes of the scope borrows the guard.
    let rewind = unsafe { Rewind::new(cursor) };
    f(&mut Scope { cursor: rewind.cursor() })
}

impl Scope<'_> {
    /// Runs `f` in a scope inside this one, and frees what was allocated in it, also if `f` panics.
    /// O(1).
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// arena.scope(|scope| {
    ///     let before = scope.allocated();
    ///     scope.scope(|inner| inner.alloc([0_u8; 1000])[0] = 1);
    ///     assert_eq!(scope.allocated(), before);
    /// });
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn scope<R>(&mut self, f: impl for<'t> FnOnce(&mut Scope<'t>) -> R) -> R {
        // SAFETY: `&mut self` is the only way to the cursor: this scope is borrowed, so are handles
        // of it, and the one outside is too while this one is open.
        unsafe { enter(self.cursor, f) }
    }

    /// Opens a handle with which one thread allocates without atomics. What it makes lives as long
    /// as the scope is borrowed.
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// arena.scope(|scope| {
    ///     let local = scope.local();
    ///     assert_eq!(local.alloc(1), &1);
    /// });
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn local(&self) -> Local<'_> {
        Local::of_cursor(self.cursor)
    }

    /// As [`Arena::capacity`](crate::Arena::capacity): that of the whole arena.
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// arena.scope(|scope| assert_eq!(scope.capacity(), 4096));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.cursor.capacity()
    }

    /// As [`Arena::allocated`](crate::Arena::allocated): in the whole arena, what was there before
    /// the scope included.
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// arena.alloc(1_u8);
    /// arena.scope(|scope| assert_eq!(scope.allocated(), 1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn allocated(&self) -> usize {
        self.cursor.allocated()
    }

    /// As [`Arena::remaining`](crate::Arena::remaining).
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// arena.scope(|scope| assert_eq!(scope.remaining(), 4096));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn remaining(&self) -> usize {
        self.cursor.remaining()
    }

    /// As [`Arena::contains`](crate::Arena::contains).
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// arena.scope(|scope| assert!(scope.contains(scope.alloc(1))));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        self.cursor.contains(pointer)
    }

    /// As the arena's.
    #[doc(hidden)]
    pub fn open_lanes(&self) {
        self.cursor.open_lanes();
    }
}

impl<'s> Source<'s> for &Scope<'s> {
    type Claim = &'s Cursor;

    #[inline(always)]
    fn source(self) -> Self::Claim {
        self.cursor
    }
}

#[cfg(feature = "interner")]
impl<'a> Lender<'a> for &'a Scope<'_> {
    fn cursor(self) -> &'a Cursor {
        // Not for as long as the scope lives: while one inside it is open, nobody may use it.
        self.cursor
    }
}

/// # Allocation
///
/// The references live until the scope ends. Each method has a `try_` twin that returns an
/// [`AllocError`] where it panics. Values of no size and empty slices always succeed.
impl<'s> Scope<'s> {
    operations!(
        pub fn(&self) => self.cursor,
        's,
        "until the scope ends",
        "let mut arena = arena::Arena::new(4096)?;\narena.scope(|scope| {",
        "scope",
        "# Ok::<_, Box<dyn std::error::Error>>(()) })?;\n# Ok::<(), Box<dyn std::error::Error>>(())"
    );
}

impl fmt::Debug for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope")
            .field("capacity", &self.capacity())
            .field("allocated", &self.allocated())
            .finish_non_exhaustive()
    }
}
