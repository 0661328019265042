//! The arena: a region that hands out typed references.

use core::{
    alloc::Layout,
    fmt,
    mem::MaybeUninit,
    panic::{RefUnwindSafe, UnwindSafe},
    ptr::NonNull,
};

#[cfg(feature = "mmap")]
use arena_core::Mapped;
#[cfg(feature = "alloc")]
use arena_core::Memory;
use arena_core::{AllocError, ArenaSafe, Borrowed, Buffer, Cursor, Heap, Region, Static};
use static_assertions::{assert_impl_all, const_assert_eq};

#[cfg(feature = "interner")]
use crate::handle::Lender;
use crate::{
    boxed::Box,
    claim::OrPanic,
    grow,
    handle::Source,
    local::Local,
    scope::{self, Scope},
    stats::Stats,
    typed::{self, expect, or_error, or_panic},
};

/// A span of memory of fixed size that hands out values to many threads and frees all of them at
/// once.
///
/// It never grows and never moves. An allocation through `&Arena` is one compare-and-swap, from any
/// thread, and where threads collide they are spread over several words, so that it scales with the
/// cores; a thread that makes many of them takes a [`Local`]. Values are never dropped, so only
/// types that need no drop are accepted: see [`ArenaSafe`].
///
/// ```
/// use arena::{AllocError, Arena};
///
/// let arena = Arena::new(1024)?;
/// std::thread::scope(|threads| {
///     for id in 0..4_u32 {
///         let arena = &arena;
///         threads.spawn(move || *arena.alloc(id) += 1);
///     }
/// });
/// assert_eq!(arena.allocated(), 16);
/// # Ok::<(), AllocError>(())
/// ```
pub struct Arena<M = Heap> {
    region: Region<M>,
}

// Two lines, and the two that a prefetcher pairs with them; small enough for a `static_arena!` of 1 KiB.
const_assert_eq!(size_of::<Arena<Heap>>(), 256);
const_assert_eq!(size_of::<Arena<Static>>(), 256);

assert_impl_all!(Arena<Heap>: Send, Sync, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(Arena<Borrowed<'static>>: Send, Sync, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(Arena<Static>: Send, Sync, UnwindSafe, RefUnwindSafe);

/// Whoever catches a panic finds the arena whole: no code of a user's runs while a claim is half
/// done, and a scope ends by a panic as by anything else.
impl<M> UnwindSafe for Arena<M> {}

/// The same through a reference.
impl<M> RefUnwindSafe for Arena<M> {}

#[cfg(feature = "alloc")]
impl Arena {
    /// Creates an arena of exactly `capacity` bytes, taken from the global allocator and aligned to
    /// 64.
    ///
    /// A capacity of 0 is legal: such an arena holds values of no size.
    ///
    /// # Errors
    ///
    /// [`AllocError::TooLarge`] if `capacity` exceeds `isize::MAX` less the alignment,
    /// [`AllocError::OutOfMemory`] if the allocator refuses.
    ///
    /// ```
    /// use arena::{AllocError, Arena};
    ///
    /// let arena = Arena::new(8)?;
    /// arena.alloc(7_u64);
    /// assert!(arena.try_alloc(1_u8).is_err());
    /// assert_eq!(Arena::new(usize::MAX).unwrap_err(), AllocError::TooLarge);
    /// # Ok::<(), AllocError>(())
    /// ```
    pub fn new(capacity: usize) -> Result<Self, AllocError> {
        Ok(Self::from_memory(Heap::new(capacity)?))
    }
}

#[cfg(feature = "mmap")]
impl Arena<Mapped> {
    /// Creates an arena of `capacity` bytes of address space, aligned to a page. Pages arrive when they
    /// are first touched, and no swap is reserved.
    ///
    /// This is how an arena grows: reserve more than will ever be needed, many times the machine's
    /// memory if you like, and pay for what is touched. On Linux, the first 256 KiB that are handed out
    /// have small pages, and huge ones are asked for beyond, since the first touch is most of what
    /// fresh memory costs; an arena below 4 MiB asks for none. Elsewhere, and where the system
    /// does not give them, it is slower. On Windows the whole capacity counts against the commit limit.
    ///
    /// # Keep it, and reset it
    ///
    /// An arena of the heap comes and goes as a block of `malloc` does. This one asks the system: to make
    /// one, put 100 `u64`s into it and drop it took 7 to 13 microseconds (Linux 6.18, a virtual machine),
    /// and each further page of 4 KiB 1.3 more. So 64-bit Linux keeps up to eight maps of arenas that
    /// were dropped, each with what was touched of its upper 2.25 MiB, for the next of the same capacity:
    /// there the same took 0.1 microseconds with 1 MiB, and 0.7 to 1 with more. With an arena that was kept
    /// and [`reset`](Self::reset) it took 0.1 through a [`Local`], whatever the capacity, as long as a new
    /// `Bump` of bumpalo. (No map is kept where address space is limited or reservations
    /// count as memory, nor with the feature `poison`, nor one of more than 1 TiB.)
    ///
    /// # Errors
    ///
    /// [`AllocError::TooLarge`] if `capacity` exceeds `isize::MAX` less 4 MiB,
    /// [`AllocError::OutOfMemory`] if the system refuses.
    ///
    /// ```
    /// let mut arena = arena::Arena::mapped(1 << 36)?;
    /// for document in ["one", "two"] {
    ///     assert_eq!(arena.alloc_str(document), document); // in 64 GiB
    ///     arena.reset();
    /// }
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn mapped(capacity: usize) -> Result<Self, AllocError> {
        Ok(Self::from_memory(Mapped::new(capacity)?))
    }

    /// Creates an arena of `capacity` bytes of address space, or of as many as the system gives: a half
    /// of it, a quarter, and so on. [`capacity`](Self::capacity) tells.
    ///
    /// Address space is short where it is limited (`ulimit -v`), under valgrind, and with 32 bits. There
    /// this may take nearly all of it, which the rest of the program needs too.
    ///
    /// The [guide](guide/index.html#how-much-is-enough) says how to find out how much is enough.
    ///
    /// # Errors
    ///
    /// [`AllocError::OutOfMemory`] if the system refuses even 64 KiB.
    ///
    /// ```
    /// let arena = arena::Arena::mapped_at_most(1 << 40)?; // 1 TiB, were there as much
    /// assert!(arena.capacity() >= 1 << 30);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn mapped_at_most(capacity: usize) -> Result<Self, AllocError> {
        Ok(Self::from_memory(Mapped::at_most(capacity)?))
    }

    /// Gives free pages back to the system, in O(pages). They cost their first touch again when
    /// they are next used.
    ///
    /// Mostly called after a [`reset`](Self::reset). On Linux the resident memory falls at once; on
    /// macOS the pages may be counted as resident for a while; on Windows nothing happens.
    ///
    /// ```
    /// let mut arena = arena::Arena::mapped(1 << 30)?;
    /// arena.alloc_slice_fill_copy(1 << 24, 1_u8);
    /// arena.reset();
    /// arena.trim();
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn trim(&mut self) {
        self.region.trim();
    }
}

impl<'m> Arena<Borrowed<'m>> {
    /// Creates an arena over memory lent by somebody else, of any length and alignment. No
    /// allocator is involved.
    ///
    /// ```
    /// use arena::Arena;
    /// use std::mem::MaybeUninit;
    ///
    /// let mut buffer = [MaybeUninit::uninit(); 256];
    /// let arena = Arena::from_buffer(&mut buffer);
    /// assert_eq!(arena.alloc_str("on the stack"), "on the stack");
    /// ```
    pub fn from_buffer(buffer: &'m mut [MaybeUninit<u8>]) -> Self {
        Self { region: Region::new(Borrowed::new(buffer)) }
    }
}

impl Arena<Static> {
    /// What [`static_arena!`](crate::static_arena) makes an arena with.
    ///
    /// # Safety
    ///
    /// - Nothing else ever uses the buffer.
    #[doc(hidden)]
    pub const unsafe fn from_static<const N: usize>(buffer: &'static Buffer<N>) -> Self {
        // SAFETY: the caller's promise.
        Self { region: unsafe { Region::from_static(buffer) } }
    }
}

/// # Figures
///
/// They are snapshots while other threads allocate.
impl<M> Arena<M> {
    /// Bytes that the arena can hand out in total.
    ///
    /// ```
    /// assert_eq!(arena::Arena::new(1000)?.capacity(), 1000);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.region.cursor().capacity()
    }

    /// Bytes handed out so far: values, padding, what open [`Local`]s keep for themselves, and the
    /// [lanes](crate#threads) if threads have collided.
    ///
    /// ```
    /// let arena = arena::Arena::new(1000)?;
    /// arena.alloc_slice_copy(b"12345");
    /// assert_eq!(arena.allocated(), 5);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn allocated(&self) -> usize {
        self.region.cursor().allocated()
    }

    /// Bytes that are free: [`capacity`](Self::capacity) less [`allocated`](Self::allocated).
    ///
    /// A request of that size may still be refused, since alignment costs padding and free bytes
    /// may lie apart. Where they lie above allocated ones, what a request leaves of them is let go
    /// if it is less than 64 bytes: until the next [`reset`](Self::reset) it counts as allocated.
    ///
    /// What the arena holds ready for threads that collide is free, too.
    ///
    /// ```
    /// let arena = arena::Arena::new(1000)?;
    /// arena.alloc_slice_copy(b"12345");
    /// assert_eq!(arena.remaining(), 995);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn remaining(&self) -> usize {
        self.region.cursor().remaining()
    }

    /// The highest figure of [`allocated`](Self::allocated) seen at a reset, at a scope's end, when
    /// bytes were given back to the arena (but for those that went back to a [lane](crate#threads), and
    /// the KiB at most that a handle leaves for the next one), or now.
    ///
    /// ```
    /// let mut arena = arena::Arena::new(1000)?;
    /// arena.alloc([0_u8; 600]);
    /// arena.reset();
    /// assert_eq!((arena.allocated(), arena.peak()), (0, 600));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn peak(&self) -> usize {
        self.region.cursor().peak()
    }

    /// Whether `pointer` points into the arena's memory, handed out or not.
    ///
    /// ```
    /// let arena = arena::Arena::new(1000)?;
    /// assert!(arena.contains(arena.alloc(1_u8)));
    /// assert!(!arena.contains(&1_u8));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn contains<T: ?Sized>(&self, pointer: *const T) -> bool {
        self.region.cursor().contains(pointer)
    }
}

impl<M> Arena<M> {
    /// Opens a handle with which one thread allocates without atomics. What it makes lives as long
    /// as the arena is borrowed.
    ///
    /// ```
    /// let arena = arena::Arena::new(4096)?;
    /// let sum: &mut u64 = {
    ///     let local = arena.local();
    ///     local.alloc(1)
    /// };
    /// *sum += 1;
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn local(&self) -> Local<'_> {
        Local::of_cursor(self.region.cursor())
    }

    /// Makes the whole capacity free again. O(1): nothing is dropped, and no memory is touched.
    ///
    /// No reference into the arena can outlive this, nor can a [`Local`]:
    ///
    /// ```compile_fail,E0502
    /// let mut arena = arena::Arena::new(64)?;
    /// let one = arena.alloc(1);
    /// arena.reset();
    /// *one += 1;
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    ///
    /// ```
    /// let mut arena = arena::Arena::new(8)?;
    /// for number in 0..100_u64 {
    ///     arena.alloc(number);
    ///     arena.reset();
    /// }
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn reset(&mut self) {
        self.region.reset();
    }

    /// Runs `f` in a scope, and frees what was allocated in it, also if `f` panics. O(1), but for what
    /// free pieces between allocated bytes were used.
    ///
    /// Any number of threads may allocate inside, through `&Scope`; see [`Scope`].
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// let length = arena.scope(|scope| {
    ///     let scope = &*scope;
    ///     std::thread::scope(|threads| {
    ///         let one = threads.spawn(|| scope.alloc_str("one"));
    ///         let two = threads.spawn(|| scope.alloc_str("two"));
    ///         one.join().unwrap().len() + two.join().unwrap().len()
    ///     })
    /// });
    /// assert_eq!((length, arena.allocated()), (6, 0));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
        // SAFETY: `&mut self` is the only way to the cursor.
        unsafe { scope::enter(self.region.cursor(), f) }
    }

    /// All figures at once.
    ///
    /// ```
    /// let arena = arena::Arena::new(64 * 1024)?;
    /// arena.alloc_slice_copy(&[0_u8; 1536]);
    /// assert_eq!(arena.stats().allocated, 1536);
    /// assert_eq!(arena.stats().to_string(), "1.5 KiB of 64 KiB allocated (2%), at the peak 1.5 KiB");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn stats(&self) -> Stats {
        Stats::of_cursor(self.region.cursor())
    }

    /// Does what threads that collide do, for tests, which cannot wait for that.
    #[doc(hidden)]
    pub fn open_lanes(&self) {
        self.region.cursor().open_lanes();
    }

    #[cfg(feature = "alloc")]
    fn from_memory(memory: M) -> Self
    where
        M: Memory,
    {
        Self { region: Region::new(memory) }
    }
}

impl<'a, M> Source<'a> for &'a Arena<M> {
    type Claim = &'a Cursor;

    #[inline(always)]
    fn source(self) -> Self::Claim {
        self.region.cursor()
    }
}

#[cfg(feature = "interner")]
impl<'a, M> Lender<'a> for &'a Arena<M> {
    fn cursor(self) -> &'a Cursor {
        self.region.cursor()
    }
}

/// # Allocation
///
/// The references live as long as the arena is borrowed, so until it is [`reset`](Self::reset),
/// moved or dropped. Each method has a `try_` twin that returns an [`AllocError`] where it panics.
/// Values of no size and empty slices always succeed.
impl<M> Arena<M> {
    operations!(
        pub fn(&self) => self.region.cursor(),
        '_,
        "as long as the arena is borrowed",
        "let arena = arena::Arena::new(4096)?;",
        "arena",
        "# Ok::<(), Box<dyn std::error::Error>>(())"
    );
}

impl<M> fmt::Debug for Arena<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena")
            .field("capacity", &self.capacity())
            .field("allocated", &self.allocated())
            .field("peak", &self.peak())
            .finish_non_exhaustive()
    }
}
