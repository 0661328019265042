//! An arena that its users own together.

use alloc::sync::Arc;
use core::{fmt, ops::Deref};

use arena_core::{Cursor, Heap};
use static_assertions::assert_impl_all;

use crate::{arena::Arena, handle::Source};

/// An [`Arena`] that its users own together: `Clone`, `Send`, `Sync`, and without a lifetime.
///
/// It is for where a borrow cannot be: structs that keep what they have allocated, tasks, globals. It
/// is an `Allocator` (feature `allocator-api2`), so that the `Vec` of `allocator-api2` and the maps of
/// `hashbrown` own their arena by it; what they free goes back where it can, as on every handle. The
/// memory is freed when the last clone goes.
///
/// It dereferences to the [`Arena`]: what is allocated by its methods, or through a
/// [`Local`](crate::Local) of it, borrows this clone.
///
/// ```
/// use arena::{Arena, ArcArena, AllocError};
///
/// let shared = ArcArena::from(Arena::new(4096)?);
/// let other = shared.clone();
/// std::thread::spawn(move || assert_eq!(*other.alloc(7), 7)).join().unwrap();
/// assert_eq!(shared.allocated(), 4);
/// # Ok::<(), AllocError>(())
/// ```
///
#[cfg_attr(feature = "allocator-api2", doc = "```")]
#[cfg_attr(not(feature = "allocator-api2"), doc = "```ignore")]
/// use allocator_api2::vec::Vec;
/// use arena::{Arena, ArcArena, AllocError};
///
/// struct Journal {
///     lines: Vec<u64, ArcArena>, // owns its arena: no lifetime
/// }
///
/// let arena = ArcArena::from(Arena::new(4096)?);
/// let mut journal = Journal { lines: Vec::new_in(arena.clone()) };
/// journal.lines.extend([1, 2, 3]);
/// std::thread::spawn(move || assert_eq!(journal.lines.len(), 3)).join().unwrap();
/// assert_eq!(arena.allocated(), 0); // it was the lowest, and went
/// # Ok::<(), AllocError>(())
/// ```
pub struct ArcArena<M = Heap> {
    arena: Arc<Arena<M>>,
}

assert_impl_all!(ArcArena<Heap>: Send, Sync, Unpin);

impl<M> ArcArena<M> {
    /// The arena, if no other clone exists; so that it can be [reset](Arena::reset), or have a
    /// [scope](Arena::scope). As `Arc::get_mut`.
    ///
    /// ```
    /// use arena::{Arena, ArcArena, AllocError};
    ///
    /// let mut shared = ArcArena::from(Arena::new(4096)?);
    /// shared.alloc(1_u64);
    /// let other = shared.clone();
    /// assert!(ArcArena::get_mut(&mut shared).is_none());
    /// drop(other);
    /// ArcArena::get_mut(&mut shared).expect("no other is left").reset();
    /// assert_eq!(shared.allocated(), 0);
    /// # Ok::<(), AllocError>(())
    /// ```
    #[inline]
    pub fn get_mut(this: &mut Self) -> Option<&mut Arena<M>> {
        Arc::get_mut(&mut this.arena)
    }

    /// The arena itself, if no other clone exists. As `Arc::try_unwrap`.
    ///
    /// # Errors
    ///
    /// If another clone exists, this one.
    ///
    /// ```
    /// use arena::{Arena, ArcArena, AllocError};
    ///
    /// let shared = ArcArena::from(Arena::new(4096)?);
    /// let other = shared.clone();
    /// let shared = ArcArena::try_unwrap(shared).expect_err("there is another");
    /// drop(other);
    /// assert_eq!(ArcArena::try_unwrap(shared).expect("no other is left").capacity(), 4096);
    /// # Ok::<(), AllocError>(())
    /// ```
    pub fn try_unwrap(this: Self) -> Result<Arena<M>, Self> {
        Arc::try_unwrap(this.arena).map_err(|arena| Self { arena })
    }
}

impl<M> From<Arena<M>> for ArcArena<M> {
    /// Moves the arena to the heap, which takes one allocation.
    fn from(arena: Arena<M>) -> Self {
        Self { arena: Arc::new(arena) }
    }
}

impl<M> Deref for ArcArena<M> {
    type Target = Arena<M>;

    #[inline]
    fn deref(&self) -> &Arena<M> {
        &self.arena
    }
}

/// One atomic addition. The clone owns the same arena.
impl<M> Clone for ArcArena<M> {
    #[inline]
    fn clone(&self) -> Self {
        Self { arena: self.arena.clone() }
    }
}

impl<M> fmt::Debug for ArcArena<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<'a, M> Source<'a> for &'a ArcArena<M> {
    type Claim = &'a Cursor;

    #[inline(always)]
    fn source(self) -> &'a Cursor {
        (&**self).source()
    }
}
