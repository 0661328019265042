//! The handle with which one thread allocates at register speed.

use core::{
    alloc::Layout,
    fmt,
    mem::MaybeUninit,
    panic::{RefUnwindSafe, UnwindSafe},
    ptr::NonNull,
};

use arena_core::{AllocError, ArenaSafe, Cursor, Frame, Run};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::{
    boxed::Box,
    claim::OrPanic,
    grow,
    handle::Source,
    typed::{self, expect, or_error, or_panic},
};

/// One thread's handle to an arena: it claims a run of bytes with one atomic, and hands them out
/// with none.
///
/// What it makes lives as long as the *arena* is borrowed (`'a`), not the handle: make a tree on
/// many threads, let the handles go, and read it. What a handle has claimed and not handed out goes
/// back to the arena when it is dropped.
///
/// Runs begin small and double, up to 64 KiB or an eighth of what is free, and where much is up to a
/// 256th of that, or 2 MiB. So handles may be many and short-lived. A request that fits in no run
/// goes to the arena itself; it is full only if neither has the bytes.
///
/// A handle may move to another thread, but two threads cannot share one: where the compiler says that
/// a `Cell<*mut u8>` cannot be shared between threads, open a handle in each, and put collections that
/// stay on `&Arena`.
///
/// It is the same type over every memory: functions that allocate should take `&Local<'a>`. A reference
/// `&'a Local<'a>`, which the compiler proposes where a lifetime is missing, would tie what they make
/// to the handle.
///
/// ```
/// use arena::{AllocError, Arena, Local};
///
/// fn squares<'a>(local: &Local<'a>, count: u64) -> &'a [u64] {
///     local.alloc_slice_fill_iter((0..count).map(|number| number * number))
/// }
///
/// let arena = Arena::new(64 * 1024)?;
/// let results = std::thread::scope(|threads| {
///     let workers = [3, 5].map(|count| {
///         let local = arena.local();
///         threads.spawn(move || squares(&local, count))
///     });
///     workers.map(|worker| worker.join().unwrap())
/// });
/// assert_eq!(results, [&[0, 1, 4][..], &[0, 1, 4, 9, 16]]);
/// # Ok::<(), AllocError>(())
/// ```
pub struct Local<'a> {
    run: Run<'a>,
}

assert_impl_all!(Local<'static>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(Local<'static>: Sync, Clone);

/// As an [`Arena`](crate::Arena) is: no code of a user's runs while a claim is half done.
impl UnwindSafe for Local<'_> {}

/// The same through a reference: its cells are set at the end of each claim.
impl RefUnwindSafe for Local<'_> {}

impl<'a> Local<'a> {
    #[inline]
    pub(crate) fn of_cursor(cursor: &'a Cursor) -> Self {
        Self { run: Run::new(cursor) }
    }

    /// Runs `f` in a scope, and makes what was allocated in it this handle's again, also if `f`
    /// panics. No atomic is involved while the bytes the handle has suffice.
    ///
    /// The handle keeps as much as its largest scope has needed for the next ones, in one piece, until
    /// it is dropped, hands it out itself, or would be refused. So a scope in a loop reaches a steady
    /// state: after a few rounds it claims nothing more from the arena.
    ///
    /// What is claimed from the arena inside costs a line of 64 bytes for each piece.
    ///
    /// ```
    /// let arena = arena::Arena::new(64 * 1024)?;
    /// let mut local = arena.local();
    /// let mut longest = 0;
    /// for line in ["one", "one two", "one two three"] {
    ///     local.scope(|scratch| {
    ///         let words = scratch.alloc_slice_fill_iter(line.split(' '));
    ///         longest = longest.max(words.len());
    ///     });
    /// }
    /// assert_eq!(longest, 3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Local<'s>) -> R) -> R {
        let mut frame = Frame::new();
        // SAFETY: the scope is a variable of this function, which drops it.
        let mut scope = unsafe { self.run.scoped(&mut frame) };
        // The closure may exchange this handle for another; see `arena_core::Run` on scopes.
        f(&mut Local { run: scope.run() })
    }

    /// As [`Arena::capacity`](crate::Arena::capacity): that of the whole arena.
    ///
    /// ```
    /// let arena = arena::Arena::new(4096)?;
    /// assert_eq!(arena.local().capacity(), 4096);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.run.cursor().capacity()
    }

    /// As [`Arena::allocated`](crate::Arena::allocated): in the whole arena, with all that its
    /// handles keep for themselves.
    ///
    /// ```
    /// let arena = arena::Arena::new(4096)?;
    /// let local = arena.local();
    /// local.alloc(1_u64);
    /// assert!(local.allocated() >= 8);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn allocated(&self) -> usize {
        self.run.cursor().allocated()
    }

    /// As [`Arena::remaining`](crate::Arena::remaining): in the whole arena, without what this handle
    /// keeps for itself.
    ///
    /// ```
    /// let arena = arena::Arena::new(4096)?;
    /// let local = arena.local();
    /// local.alloc(1_u64);
    /// assert_eq!(local.remaining(), arena.remaining());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn remaining(&self) -> usize {
        self.run.cursor().remaining()
    }

    /// As [`Arena::contains`](crate::Arena::contains).
    ///
    /// ```
    /// let arena = arena::Arena::new(4096)?;
    /// let local = arena.local();
    /// assert!(local.contains(arena.alloc(1)) && !local.contains(&1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        self.run.cursor().contains(pointer)
    }
}

impl<'h, 'a> Source<'a> for &'h Local<'a> {
    type Claim = &'h Run<'a>;

    #[inline(always)]
    fn source(self) -> Self::Claim {
        &self.run
    }
}

/// # Allocation
///
/// The references live as long as the arena is borrowed. Each method has a `try_` twin that returns
/// an [`AllocError`] where it panics. Values of no size and empty slices always succeed.
impl<'a> Local<'a> {
    operations!(
        pub fn(&self) => &self.run,
        'a,
        "as long as the arena is borrowed, however long the handle lives",
        "let arena = arena::Arena::new(4096)?;\nlet local = arena.local();",
        "local",
        "# Ok::<(), Box<dyn std::error::Error>>(())"
    );
}

impl fmt::Debug for Local<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").finish_non_exhaustive()
    }
}
