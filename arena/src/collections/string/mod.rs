//! Text that is never dropped.

mod growing;
mod making;
mod removing;
mod traits;

use core::{ptr::NonNull, str};

use allocator_api2::alloc::Allocator;
use arena_core::{AllocError, ArenaSafe};

pub use self::{making::FromUtf8Error, removing::Drain};
use super::vec::{self, Vec};
use crate::{boxed::Box, handle::Handle};

/// Growable text in an arena, which is never dropped and so is [`ArenaSafe`].
///
/// It is used as the `String` of `std`; what it grows by comes from its handle. See the
/// [module](super) for which handle to choose.
///
/// ```
/// use arena::{Arena, collections::String};
/// use std::fmt::Write;
///
/// let arena = Arena::new(4096)?;
/// let local = arena.local();
/// let mut line = String::new_in(&local);
/// for word in ["never", "dropped"] {
///     line.push_str(word);
///     line.push(' ');
/// }
/// write!(line, "{}", 2 + 2).expect("a full arena panics");
/// let line: &str = line.into_str();
/// assert_eq!(line, "never dropped 4");
/// # Ok::<(), arena::AllocError>(())
/// ```
//
// # Invariants
//
// - **U1** `bytes` are UTF-8.
pub struct String<H: Allocator> {
    bytes: Vec<u8, H>,
}

impl<H: Allocator> ArenaSafe for String<H> {}

impl<'a, H: Handle<'a>> String<H> {
    /// Makes an empty text. It claims nothing yet.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(String::new_in(&arena), "");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn new_in(handle: H) -> Self {
        Self { bytes: Vec::new_in(handle) }
    }

    /// Makes an empty text with room for `capacity` bytes.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(String::with_capacity_in(64, &arena).capacity(), 64);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, handle: H) -> Self {
        Self { bytes: Vec::with_capacity_in(capacity, handle) }
    }

    /// [`with_capacity_in`](Self::with_capacity_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the bytes do not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert!(String::try_with_capacity_in(65, &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_with_capacity_in(capacity: usize, handle: H) -> Result<Self, AllocError> {
        Ok(Self { bytes: Vec::try_with_capacity_in(capacity, handle)? })
    }

    /// Copies `text`, to append to it.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text += " two";
    /// assert_eq!(text, "one two");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn from_str_in(text: &str, handle: H) -> Self {
        let mut this = Self::with_capacity_in(text.len(), handle);
        this.push_str(text);
        this
    }

    /// What the text claims from.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let one = String::from_str_in("one", &arena);
    /// assert_eq!(String::from_str_in(&one, one.handle()), one);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn handle(&self) -> H {
        self.bytes.handle()
    }

    /// Bytes that there is room for.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(String::from_str_in("one", &arena).capacity(), 3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// Gives the unused room back to the arena, where it can: if nothing else was allocated since.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::with_capacity_in(64, &arena);
    /// text.push_str("one");
    /// text.shrink_to_fit();
    /// assert_eq!(arena.allocated(), 3);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn shrink_to_fit(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// As [`Vec::shrink_to`](super::Vec::shrink_to), in bytes.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::with_capacity_in(64, &arena);
    /// text.push_str("one");
    /// text.shrink_to(10);
    /// assert_eq!(text.capacity(), 10);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn shrink_to(&mut self, capacity: usize) {
        self.bytes.shrink_to(capacity);
    }

    /// The text as a `&str`, which lives as long as the arena is borrowed, however short the
    /// handle. Gives the unused room back where it can.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let text: &str = String::from_str_in("one", &arena.local()).into_str();
    /// assert_eq!(text, "one");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn into_str(self) -> &'a str {
        self.leak()
    }

    /// [`into_str`](Self::into_str), to change.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let text: &mut str = String::from_str_in("one", &arena).leak();
    /// text.make_ascii_uppercase();
    /// assert_eq!(text, "ONE");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn leak(self) -> &'a mut str {
        let bytes = self.bytes.into_slice();
        // SAFETY: U1.
        unsafe { str::from_utf8_unchecked_mut(bytes) }
    }

    /// The text as a box, which lives as long as the arena is borrowed. Gives the unused room back
    /// where it can.
    ///
    /// ```
    /// # use arena::{Arena, Box, collections::String};
    /// let arena = Arena::new(64)?;
    /// let text: Box<str> = String::from_str_in("one", &arena).into_boxed_str();
    /// assert_eq!(&*text, "one");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn into_boxed_str(self) -> Box<'a, str> {
        let text = NonNull::from(self.leak());
        // SAFETY: V1 of the list, and nothing else refers to the text.
        unsafe { Box::owning(text) }
    }
}

/// What needs no room.
impl<H: Allocator> String<H> {
    /// The text.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(String::from_str_in("one", &arena).as_str(), "one");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn as_str(&self) -> &str {
        self
    }

    /// The text, to change in place.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.as_mut_str().make_ascii_uppercase();
    /// assert_eq!(text, "ONE");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn as_mut_str(&mut self) -> &mut str {
        self
    }

    /// The bytes, to change.
    ///
    /// # Safety
    ///
    /// - They are UTF-8 when the borrow ends.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// // SAFETY: another text.
    /// unsafe { text.as_mut_vec() }.reverse();
    /// assert_eq!(text, "eno");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub unsafe fn as_mut_vec(&mut self) -> &mut Vec<u8, H> {
        &mut self.bytes
    }

    /// The bytes, as a list.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(String::from_str_in("one", &arena).into_bytes(), b"one");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn into_bytes(self) -> Vec<u8, H> {
        self.bytes
    }
}
