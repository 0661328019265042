//! The arena of one thread at a time: a memory and the two words that it is handed out by.

use core::{
    alloc::Layout,
    fmt,
    mem::MaybeUninit,
    panic::{RefUnwindSafe, UnwindSafe},
    ptr::NonNull,
};

#[cfg(feature = "mmap")]
use arena_core::Mapped;
use arena_core::{AllocError, ArenaSafe, Borrowed, Bump, Heap, LocalRegion};
use static_assertions::{assert_impl_all, assert_not_impl_any, const_assert_eq};

use crate::{
    boxed::Box,
    claim::OrPanic,
    grow,
    handle::Source,
    local_scope::{self, LocalScope},
    typed::{self, expect, or_error, or_panic},
};

/// An arena for one thread at a time, which needs neither atomics nor a handle beside it.
///
/// It owns its memory as an [`Arena`](crate::Arena) does, allocates from `&self` as fast as a
/// [`Local`](crate::Local) does, and may move to another thread while nothing borrows it: so it is what
/// a struct keeps for its own use, a worker for each of its jobs, or a parser for one document after
/// the other. It is no more than that: what several threads shall allocate from is an `Arena`, and
/// nothing here counts refusals.
///
/// ```
/// use arena::{AllocError, LocalArena};
///
/// struct Longest {
///     scratch: LocalArena,
/// }
///
/// impl Longest {
///     fn word<'t>(&mut self, text: &'t str) -> Option<&'t str> {
///         self.scratch.reset();
///         let words = self.scratch.alloc_slice_fill_iter(text.split(' '));
///         words.sort_by_key(|word| word.len());
///         words.last().copied()
///     }
/// }
///
/// let mut longest = Longest { scratch: LocalArena::new(64 * 1024)? };
/// assert_eq!(longest.word("many a word"), Some("word"));
/// assert_eq!(longest.word("once more"), Some("more"));
/// # Ok::<(), AllocError>(())
/// ```
///
/// A function that takes `&Local` cannot take this: [`Handle`](trait.Handle.html) is for those that shall
/// take every handle.
pub struct LocalArena<M = Heap> {
    region: LocalRegion<M>,
}

// The memory, which knows where it lies; where its bytes begin and end; and two words.
const_assert_eq!(size_of::<LocalArena<Heap>>(), 6 * size_of::<usize>());

assert_impl_all!(LocalArena<Heap>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(LocalArena<Borrowed<'static>>: Send, Unpin, UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(LocalArena<Heap>: Sync, Clone);

/// As an [`Arena`](crate::Arena) is: no code of a user's runs while a claim is half done.
impl<M> UnwindSafe for LocalArena<M> {}

/// The same through a reference: its cells are set at the end of each claim.
impl<M> RefUnwindSafe for LocalArena<M> {}

#[cfg(feature = "alloc")]
impl LocalArena {
    /// As [`Arena::new`](crate::Arena::new): exactly `capacity` bytes of the global allocator, aligned
    /// to 64.
    ///
    /// # Errors
    ///
    /// [`AllocError::TooLarge`] if `capacity` exceeds `isize::MAX` less the alignment,
    /// [`AllocError::OutOfMemory`] if the allocator refuses.
    ///
    /// ```
    /// use arena::{AllocError, LocalArena};
    ///
    /// let arena = LocalArena::new(8)?;
    /// arena.alloc(7_u64);
    /// assert!(arena.try_alloc(1_u8).is_err());
    /// # Ok::<(), AllocError>(())
    /// ```
    pub fn new(capacity: usize) -> Result<Self, AllocError> {
        Ok(Self { region: LocalRegion::new(Heap::new(capacity)?) })
    }
}

#[cfg(feature = "mmap")]
impl LocalArena<Mapped> {
    /// As [`Arena::mapped`](crate::Arena::mapped): `capacity` bytes of address space, whose pages arrive
    /// when they are first touched.
    ///
    /// # Errors
    ///
    /// [`AllocError::TooLarge`] if `capacity` exceeds `isize::MAX` less 4 MiB,
    /// [`AllocError::OutOfMemory`] if the system refuses.
    ///
    /// ```
    /// let arena = arena::LocalArena::mapped(1 << 36)?;
    /// assert_eq!(arena.alloc_str("in 64 GiB"), "in 64 GiB");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn mapped(capacity: usize) -> Result<Self, AllocError> {
        Ok(Self { region: LocalRegion::new(Mapped::new(capacity)?) })
    }

    /// As [`Arena::mapped_at_most`](crate::Arena::mapped_at_most): `capacity` bytes of address space, or
    /// as many as the system gives.
    ///
    /// # Errors
    ///
    /// [`AllocError::OutOfMemory`] if the system refuses even 64 KiB.
    ///
    /// ```
    /// let arena = arena::LocalArena::mapped_at_most(1 << 40)?;
    /// assert!(arena.capacity() >= 1 << 30);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn mapped_at_most(capacity: usize) -> Result<Self, AllocError> {
        Ok(Self { region: LocalRegion::new(Mapped::at_most(capacity)?) })
    }
}

impl<'m> LocalArena<Borrowed<'m>> {
    /// As [`Arena::from_buffer`](crate::Arena::from_buffer): memory lent by somebody else, of any length
    /// and alignment.
    ///
    /// ```
    /// use std::mem::MaybeUninit;
    ///
    /// use arena::{Borrowed, LocalArena};
    ///
    /// const NONE: LocalArena<Borrowed<'static>> = LocalArena::from_buffer(&mut []);
    /// assert!(NONE.try_alloc(1_u8).is_err());
    ///
    /// let mut buffer = [MaybeUninit::uninit(); 64];
    /// let arena = LocalArena::from_buffer(&mut buffer);
    /// assert_eq!(arena.alloc_str("on the stack"), "on the stack");
    /// ```
    pub const fn from_buffer(buffer: &'m mut [MaybeUninit<u8>]) -> Self {
        Self { region: LocalRegion::borrowed(Borrowed::new(buffer)) }
    }
}

/// # Figures
impl<M> LocalArena<M> {
    /// Bytes that the arena can hand out in total.
    ///
    /// ```
    /// assert_eq!(arena::LocalArena::new(1000)?.capacity(), 1000);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.region.bump().capacity()
    }

    /// Bytes handed out so far: values and padding.
    ///
    /// ```
    /// let arena = arena::LocalArena::new(1000)?;
    /// arena.alloc_slice_copy(b"12345");
    /// assert_eq!(arena.allocated(), 5);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn allocated(&self) -> usize {
        self.region.bump().allocated()
    }

    /// Bytes that are free: [`capacity`](Self::capacity) less [`allocated`](Self::allocated). They lie
    /// together, so that only alignment may refuse a request of that size.
    ///
    /// ```
    /// let arena = arena::LocalArena::new(1000)?;
    /// arena.alloc_slice_copy(b"12345");
    /// assert_eq!(arena.remaining(), 995);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn remaining(&self) -> usize {
        self.region.bump().remaining()
    }

    /// The highest figure of [`allocated`](Self::allocated) that there ever was. In a scope that is open
    /// or was never ended it is not seen.
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(1000)?;
    /// arena.alloc([0_u8; 600]);
    /// arena.reset();
    /// assert_eq!((arena.allocated(), arena.peak()), (0, 600));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn peak(&self) -> usize {
        self.region.bump().peak()
    }

    /// Whether `pointer` points into the arena's memory, handed out or not.
    ///
    /// ```
    /// let arena = arena::LocalArena::new(1000)?;
    /// assert!(arena.contains(arena.alloc(1_u8)));
    /// assert!(!arena.contains(&1_u8));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        self.region.bump().contains(pointer)
    }
}

impl<M> LocalArena<M> {
    /// Makes the whole capacity free again. O(1): nothing is dropped, and no memory is touched.
    ///
    /// No reference into the arena can outlive this:
    ///
    /// ```compile_fail,E0502
    /// let mut arena = arena::LocalArena::new(64)?;
    /// let one = arena.alloc(1);
    /// arena.reset();
    /// *one += 1;
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(8)?;
    /// for number in 0..100_u64 {
    ///     arena.alloc(number);
    ///     arena.reset();
    /// }
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn reset(&mut self) {
        self.region.reset();
    }

    /// Runs `f` in a scope, and frees what was allocated in it, also if `f` panics. O(1).
    ///
    /// ```
    /// let mut arena = arena::LocalArena::new(4096)?;
    /// arena.alloc(1_u8);
    /// let length = arena.scope(|scope| scope.alloc_str("scratch").len());
    /// assert_eq!((length, arena.allocated()), (7, 1));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut LocalScope<'s>) -> R) -> R {
        local_scope::enter(self.region.rest(), f)
    }
}

impl<'a, M> Source<'a> for &'a LocalArena<M> {
    type Claim = &'a Bump;

    #[inline(always)]
    fn source(self) -> Self::Claim {
        self.region.bump()
    }
}

/// # Allocation
///
/// The references live as long as the arena is borrowed, so until it is [`reset`](Self::reset),
/// moved or dropped. Each method has a `try_` twin that returns an [`AllocError`] where it panics.
/// Values of no size and empty slices always succeed.
impl<M> LocalArena<M> {
    operations!(
        pub fn(&self) => self.region.bump(),
        '_,
        "as long as the arena is borrowed",
        "let arena = arena::LocalArena::new(4096)?;",
        "arena",
        "# Ok::<(), Box<dyn std::error::Error>>(())"
    );
}

impl<M> fmt::Debug for LocalArena<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalArena")
            .field("capacity", &self.capacity())
            .field("allocated", &self.allocated())
            .field("peak", &self.peak())
            .finish_non_exhaustive()
    }
}
