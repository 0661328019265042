//! How a text gets shorter.

use core::{
    fmt,
    iter::FusedIterator,
    mem,
    ops::{Range, RangeBounds},
};

use allocator_api2::alloc::Allocator;

use super::{String, vec::removing};
use crate::handle::Handle;

impl<'a, H: Handle<'a>> String<H> {
    /// Takes everything out with its room, and leaves an empty text behind: what `mem::take` does for
    /// types that can be made without a handle.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(1024)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// assert_eq!((text.take().len(), text.len()), (3, 0));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[must_use = "`clear` removes the text and keeps the room"]
    pub fn take(&mut self) -> Self {
        mem::replace(self, Self::new_in(self.handle()))
    }
}

impl<H: Allocator> String<H> {
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

    /// Keeps the characters for which `keep` is true, in order.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("a-b-c", &arena);
    /// text.retain(|char| char != '-');
    /// assert_eq!(text, "abc");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(char) -> bool) {
        let mut rest = Retaining { text: self, kept: 0 };
        let mut read = 0;
        while let Some(char) = rest.text[read..].chars().next() {
            let end = read + char.len_utf8();
            if keep(char) {
                rest.text.bytes.copy_within(read..end, rest.kept);
                rest.kept += char.len_utf8();
            }
            // What lies between are zeros: so all of it is UTF-8 all the time.
            rest.text.bytes[rest.kept.max(read)..end].fill(0);
            read = end;
        }
    }

    /// Removes a range of bytes, and yields their characters.
    ///
    /// # Panics
    ///
    /// If an end of the range is out of bounds or not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one two", &arena);
    /// assert!(text.drain(..4).eq("one ".chars()));
    /// assert_eq!(text, "two");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Drain<'_, H> {
        let range = within(self, range);
        Drain { left: range.clone(), range, text: self }
    }
}

/// Leaves of a text what was kept so far, also if a closure panics.
struct Retaining<'t, H: Allocator> {
    text: &'t mut String<H>,
    kept: usize,
}

impl<H: Allocator> Drop for Retaining<'_, H> {
    fn drop(&mut self) {
        self.text.bytes.truncate(self.kept);
    }
}

/// A range of the text as numbers.
///
/// # Panics
///
/// If it is not within the text, or an end of it not at the border of a character.
#[track_caller]
pub(super) fn within(text: &str, range: impl RangeBounds<usize>) -> Range<usize> {
    let range = removing::within(text.len(), range);
    let whole = text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
    assert!(whole, "an end of the range is not at the border of a character");
    range
}

/// What [`String::drain`] yields. When it goes, the range is removed; if it is forgotten, the text
/// stays as it was.
///
/// ```
/// use arena::{Arena, collections::String};
///
/// let arena = Arena::new(64)?;
/// let mut text = String::from_str_in("abcd", &arena);
/// let mut drain = text.drain(1..);
/// assert_eq!((drain.next(), drain.next_back(), drain.as_str()), (Some('b'), Some('d'), "c"));
/// drop(drain);
/// assert_eq!(text, "a");
/// # Ok::<(), arena::AllocError>(())
/// ```
pub struct Drain<'t, H: Allocator> {
    text: &'t mut String<H>,
    range: Range<usize>,
    left: Range<usize>,
}

impl<H: Allocator> Drain<'_, H> {
    /// What is left of the range.
    pub fn as_str(&self) -> &str {
        &self.text[self.left.clone()]
    }
}

impl<H: Allocator> Iterator for Drain<'_, H> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let char = self.as_str().chars().next()?;
        self.left.start += char.len_utf8();
        Some(char)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.as_str().chars().size_hint()
    }
}

impl<H: Allocator> DoubleEndedIterator for Drain<'_, H> {
    fn next_back(&mut self) -> Option<char> {
        let char = self.as_str().chars().next_back()?;
        self.left.end -= char.len_utf8();
        Some(char)
    }
}

impl<H: Allocator> FusedIterator for Drain<'_, H> {}

impl<H: Allocator> fmt::Debug for Drain<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Drain").field(&self.as_str()).finish()
    }
}

impl<H: Allocator> Drop for Drain<'_, H> {
    fn drop(&mut self) {
        self.text.bytes.drain(self.range.clone());
    }
}
