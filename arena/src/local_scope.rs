//! A part of a [`LocalArena`](crate::LocalArena)'s life: what is allocated in it is free again at its
//! end.
//!
//! It has words of its own, over the bytes that are free outside, and the one outside is borrowed
//! meanwhile and stays where it is. So a scope's end has nothing to restore, a panic none either, and a
//! loop in it has its words in registers. It could not be a [`Local`](crate::Local), which gets its
//! bytes from the cursor of an arena; nor a `LocalArena` over the rest, whose references borrow it: of
//! an outer scope nothing could be kept while an inner one is open.

use core::{
    alloc::Layout,
    fmt,
    mem::MaybeUninit,
    panic::{RefUnwindSafe, UnwindSafe},
    ptr::NonNull,
};

use arena_core::{AllocError, ArenaSafe, Rest};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::{
    boxed::Box,
    claim::OrPanic,
    grow,
    handle::Source,
    typed::{self, expect, or_error, or_panic},
};

/// A [`LocalArena`](crate::LocalArena) as it is inside [`scope`](crate::LocalArena::scope): what it
/// hands out lives until the scope ends (`'s`).
///
/// Scopes nest. While an inner one is open, the outer one cannot allocate; what it has allocated stays.
///
/// ```
/// let mut arena = arena::LocalArena::new(4096)?;
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
/// let mut arena = arena::LocalArena::new(4096)?;
/// let escaped = arena.scope(|scope| scope.alloc(1));
/// # Ok::<(), arena::AllocError>(())
/// ```
pub struct LocalScope<'s> {
    /// Nobody but `enter` makes a `LocalScope`, and nobody else ever owns one: so it is dropped where
    /// `'s` is over.
    rest: Rest<'s>,
}

assert_impl_all!(LocalScope<'static>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(LocalScope<'static>: Sync, Clone);

/// As an [`Arena`](crate::Arena) is: no code of a user's runs while a claim is half done.
impl UnwindSafe for LocalScope<'_> {}

/// The same through a reference: its cells are set at the end of each claim.
impl RefUnwindSafe for LocalScope<'_> {}

/// Runs `f` in a scope of the bytes that are left.
#[inline(always)]
pub(crate) fn enter<R>(rest: Rest<'_>, f: impl for<'s> FnOnce(&mut LocalScope<'s>) -> R) -> R {
    f(&mut LocalScope { rest })
}

impl LocalScope<'_> {
    /// Runs `f` in a scope inside this one, and frees what was allocated in it, also if `f` panics.
    /// O(1).
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(4096)?;
    /// arena.scope(|scope| {
    ///     let before = scope.allocated();
    ///     scope.scope(|inner| inner.alloc([0_u8; 1000])[0] = 1);
    ///     assert_eq!(scope.allocated(), before);
    /// });
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn scope<R>(&mut self, f: impl for<'t> FnOnce(&mut LocalScope<'t>) -> R) -> R {
        enter(self.rest.rest(), f)
    }

    /// As [`LocalArena::capacity`](crate::LocalArena::capacity): that of the whole arena.
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(4096)?;
    /// arena.scope(|scope| assert_eq!(scope.capacity(), 4096));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.rest.capacity()
    }

    /// As [`LocalArena::allocated`](crate::LocalArena::allocated): in the whole arena, what was there
    /// before the scope included.
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(4096)?;
    /// arena.alloc(1_u8);
    /// arena.scope(|scope| assert_eq!(scope.allocated(), 1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn allocated(&self) -> usize {
        self.rest.allocated()
    }

    /// As [`LocalArena::remaining`](crate::LocalArena::remaining).
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(4096)?;
    /// arena.scope(|scope| assert_eq!(scope.remaining(), 4096));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn remaining(&self) -> usize {
        self.rest.remaining()
    }

    /// As [`LocalArena::contains`](crate::LocalArena::contains).
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(4096)?;
    /// arena.scope(|scope| assert!(scope.contains(scope.alloc(1))));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        self.rest.contains(pointer)
    }
}

impl<'h, 's> Source<'s> for &'h LocalScope<'s> {
    type Claim = &'h Rest<'s>;

    #[inline(always)]
    fn source(self) -> Self::Claim {
        &self.rest
    }
}

/// # Allocation
///
/// The references live until the scope ends. Each method has a `try_` twin that returns an
/// [`AllocError`] where it panics. Values of no size and empty slices always succeed.
impl<'s> LocalScope<'s> {
    operations!(
        pub fn(&self) => &self.rest,
        's,
        "until the scope ends",
        "let mut arena = arena::LocalArena::new(4096)?;\narena.scope(|scope| {",
        "scope",
        "# Ok::<_, Box<dyn std::error::Error>>(()) })?;\n# Ok::<(), Box<dyn std::error::Error>>(())"
    );
}

impl fmt::Debug for LocalScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalScope")
            .field("capacity", &self.capacity())
            .field("allocated", &self.allocated())
            .finish_non_exhaustive()
    }
}
