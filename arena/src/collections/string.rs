//! Text that is never dropped.

use core::{
    borrow::Borrow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::{AddAssign, Deref, DerefMut},
    str::{self, Utf8Error},
};

use allocator_api2::alloc::Allocator;
use arena_core::{AllocError, ArenaSafe};

use super::vec::Vec;
use crate::{handle::Handle, typed::expect};

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
///
/// # Invariants
///
/// - **U1** `bytes` are UTF-8.
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

    /// Makes text of bytes, in place.
    ///
    /// # Errors
    ///
    /// The bytes, and where they are not UTF-8.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert!(String::from_utf8(arena::vec![in &arena; 0xFF]).is_err());
    /// assert_eq!(String::from_utf8(arena::vec![in &arena; b'x']).unwrap(), "x");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn from_utf8(bytes: Vec<u8, H>) -> Result<Self, (Vec<u8, H>, Utf8Error)> {
        match str::from_utf8(&bytes) {
            Ok(_) => Ok(Self { bytes }),
            Err(error) => Err((bytes, error)),
        }
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

    /// Makes room for `additional` more bytes, for twice as many as now if the arena has them.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::new_in(&arena);
    /// text.reserve(64);
    /// assert_eq!(text.capacity(), 64);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn reserve(&mut self, additional: usize) {
        self.bytes.reserve(additional);
    }

    /// [`reserve`](Self::reserve), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the bytes do not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert!(String::new_in(&arena).try_reserve(65).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), AllocError> {
        self.bytes.try_reserve(additional)
    }

    /// Appends a character.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.push('!');
    /// assert_eq!(text, "one!");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn push(&mut self, char: char) {
        if char.is_ascii() {
            self.bytes.push(char as u8);
        } else {
            self.push_str(char.encode_utf8(&mut [0; 4]));
        }
    }

    /// Appends text.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.push_str(" two");
    /// assert_eq!(text, "one two");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn push_str(&mut self, text: &str) {
        expect(self.try_push_str(text));
    }

    /// [`push_str`](Self::push_str), but a refusal is a value, and then nothing is appended.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the bytes do not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(4)?;
    /// let mut text = String::from_str_in("abc", &arena);
    /// assert!(text.try_push_str("de").is_err());
    /// assert_eq!(text, "abc");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn try_push_str(&mut self, text: &str) -> Result<(), AllocError> {
        self.bytes.try_extend_from_slice_copy(text.as_bytes())
    }

    /// Puts a character at byte `index`, and moves what is behind it up. O(bytes behind).
    ///
    /// # Panics
    ///
    /// If `index` is not at the border of a character, or the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.insert(0, 'g');
    /// assert_eq!(text, "gone");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn insert(&mut self, index: usize, char: char) {
        self.insert_str(index, char.encode_utf8(&mut [0; 4]));
    }

    /// Puts text at byte `index`, and moves what is behind it up. O(bytes behind).
    ///
    /// # Panics
    ///
    /// If `index` is not at the border of a character, or the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("ad", &arena);
    /// text.insert_str(1, "bc");
    /// assert_eq!(text, "abcd");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn insert_str(&mut self, index: usize, text: &str) {
        assert!(self.is_char_boundary(index), "`index` is not at the border of a character");
        self.push_str(text);
        self.bytes[index..].rotate_right(text.len());
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
        let bytes = self.bytes.into_slice();
        // SAFETY: U1.
        unsafe { str::from_utf8_unchecked(bytes) }
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

    /// Removes the last character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// assert_eq!(text.pop(), Some('e'));
    /// assert_eq!(text, "on");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn pop(&mut self) -> Option<char> {
        let last = self.chars().next_back()?;
        self.bytes.truncate(self.bytes.len() - last.len_utf8());
        Some(last)
    }

    /// Removes the character at byte `index`, and moves what is behind it down. O(bytes behind).
    ///
    /// # Panics
    ///
    /// If `index` is the length, or not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// assert_eq!(text.remove(0), 'o');
    /// assert_eq!(text, "ne");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> char {
        let rest = self.get(index..).expect("`index` is not at the border of a character");
        let char = rest.chars().next().expect("`index` is the length");
        self.bytes.drain(index..index + char.len_utf8());
        char
    }

    /// Removes what is behind the first `len` bytes.
    ///
    /// # Panics
    ///
    /// If `len` is less than the length and not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.truncate(2);
    /// assert_eq!(text, "on");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn truncate(&mut self, len: usize) {
        if len <= self.len() {
            assert!(self.is_char_boundary(len), "`len` is not at the border of a character");
            self.bytes.truncate(len);
        }
    }

    /// Removes all text. The room stays.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.clear();
    /// assert_eq!(text, "");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn clear(&mut self) {
        self.bytes.clear();
    }
}

impl<H: Allocator> Deref for String<H> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        // SAFETY: U1.
        unsafe { str::from_utf8_unchecked(&self.bytes) }
    }
}

impl<H: Allocator> DerefMut for String<H> {
    #[inline]
    fn deref_mut(&mut self) -> &mut str {
        // SAFETY: U1.
        unsafe { str::from_utf8_unchecked_mut(&mut self.bytes) }
    }
}

impl<'a, H: Handle<'a>> fmt::Write for String<H> {
    /// Appends text, or fails if the arena is full.
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.try_push_str(text).map_err(|_| fmt::Error)
    }
}

impl<'a, H: Handle<'a>> AddAssign<&str> for String<H> {
    #[track_caller]
    fn add_assign(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl<'a, H: Handle<'a>> Clone for String<H> {
    /// A copy of the text, in the same arena.
    #[track_caller]
    fn clone(&self) -> Self {
        Self::from_str_in(self, self.handle())
    }
}

impl<'a, H: Handle<'a>> Extend<char> for String<H> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = char>>(&mut self, iter: I) {
        let iter = iter.into_iter();
        self.reserve(iter.size_hint().0);
        for char in iter {
            self.push(char);
        }
    }
}

impl<'a, 't, H: Handle<'a>> Extend<&'t str> for String<H> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'t str>>(&mut self, iter: I) {
        for text in iter {
            self.push_str(text);
        }
    }
}

impl<H: Allocator> AsRef<str> for String<H> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl<H: Allocator> Borrow<str> for String<H> {
    fn borrow(&self) -> &str {
        self
    }
}

impl<H: Allocator> fmt::Debug for String<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<H: Allocator> fmt::Display for String<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<H: Allocator> Hash for String<H> {
    fn hash<S: Hasher>(&self, state: &mut S) {
        (**self).hash(state);
    }
}

impl<H: Allocator> Eq for String<H> {}

impl<H: Allocator, G: Allocator> PartialEq<String<G>> for String<H> {
    fn eq(&self, other: &String<G>) -> bool {
        **self == **other
    }
}

impl<H: Allocator> PartialEq<str> for String<H> {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl<H: Allocator> PartialEq<&str> for String<H> {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl<H: Allocator, G: Allocator> PartialOrd<String<G>> for String<H> {
    fn partial_cmp(&self, other: &String<G>) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<H: Allocator> Ord for String<H> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

#[cfg(feature = "serde")]
impl<H: Allocator> serde::Serialize for String<H> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
