//! How a text grows.

use core::ops::{Range, RangeBounds};

use arena_core::AllocError;

use super::{String, removing::within};
use crate::{handle::Handle, typed::expect};

impl<'a, H: Handle<'a>> String<H> {
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

    /// [`push`](Self::push), but a refusal is a value, and then nothing is appended.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the character does not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(3)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// assert!(text.try_push('!').is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_push(&mut self, char: char) -> Result<(), AllocError> {
        self.try_push_str(char.encode_utf8(&mut [0; 4]))
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
        expect(self.try_insert_str(index, text));
    }

    /// [`insert_str`](Self::insert_str), but a refusal is a value, and then nothing is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the text does not fit in what remains.
    ///
    /// # Panics
    ///
    /// If `index` is not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(3)?;
    /// let mut text = String::from_str_in("ad", &arena);
    /// assert!(text.try_insert_str(1, "bc").is_err());
    /// assert_eq!(text, "ad");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn try_insert_str(&mut self, index: usize, text: &str) -> Result<(), AllocError> {
        assert!(self.is_char_boundary(index), "`index` is not at the border of a character");
        self.try_push_str(text)?;
        self.bytes[index..].rotate_right(text.len());
        Ok(())
    }

    /// [`insert`](Self::insert), but a refusal is a value, and then nothing is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the character does not fit in what remains.
    ///
    /// # Panics
    ///
    /// If `index` is not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(3)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// assert!(text.try_insert(0, 'g').is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn try_insert(&mut self, index: usize, char: char) -> Result<(), AllocError> {
        self.try_insert_str(index, char.encode_utf8(&mut [0; 4]))
    }

    /// Puts text in the place of a range of bytes. O(bytes behind its start).
    ///
    /// # Panics
    ///
    /// If an end of the range is out of bounds or not at the border of a character, or the arena is
    /// [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one two", &arena);
    /// text.replace_range(..3, "three");
    /// assert_eq!(text, "three two");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn replace_range(&mut self, range: impl RangeBounds<usize>, text: &str) {
        expect(self.try_replace_range(range, text));
    }

    /// [`replace_range`](Self::replace_range), but a refusal is a value, and then nothing is
    /// changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the text does not fit in what remains.
    ///
    /// # Panics
    ///
    /// If an end of the range is out of bounds or not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(4)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// assert!(text.try_replace_range(1.., "other").is_err());
    /// assert_eq!(text, "one");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn try_replace_range(
        &mut self,
        range: impl RangeBounds<usize>,
        text: &str,
    ) -> Result<(), AllocError> {
        let Range { start, end } = within(self, range);
        self.bytes.try_reserve(text.len().saturating_sub(end - start))?;
        self.bytes.drain(start..end);
        self.try_insert_str(start, text)
    }

    /// Moves what is behind byte `at` into a text of its own, in the same arena. The room stays.
    ///
    /// # Panics
    ///
    /// If `at` is not at the border of a character, or the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("onetwo", &arena);
    /// assert_eq!(text.split_off(3), "two");
    /// assert_eq!(text, "one");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[must_use = "`truncate` removes it"]
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> Self {
        expect(self.try_split_off(at))
    }

    /// [`split_off`](Self::split_off), but a refusal is a value, and then nothing is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the new text does not fit in what remains.
    ///
    /// # Panics
    ///
    /// If `at` is not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(3)?;
    /// assert!(String::from_str_in("one", &arena).try_split_off(0).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn try_split_off(&mut self, at: usize) -> Result<Self, AllocError> {
        assert!(self.is_char_boundary(at), "`at` is not at the border of a character");
        Ok(Self { bytes: self.bytes.try_split_off(at)? })
    }

    /// Appends a copy of a range of its own bytes.
    ///
    /// # Panics
    ///
    /// If an end of the range is out of bounds or not at the border of a character, or the arena is
    /// [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.extend_from_within(1..);
    /// assert_eq!(text, "onene");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn extend_from_within(&mut self, range: impl RangeBounds<usize>) {
        expect(self.try_extend_from_within(range));
    }

    /// [`extend_from_within`](Self::extend_from_within), but a refusal is a value, and then nothing
    /// is changed.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the bytes do not fit in what remains.
    ///
    /// # Panics
    ///
    /// If an end of the range is out of bounds or not at the border of a character.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(3)?;
    /// assert!(String::from_str_in("one", &arena).try_extend_from_within(..).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn try_extend_from_within(
        &mut self,
        range: impl RangeBounds<usize>,
    ) -> Result<(), AllocError> {
        let range = within(self, range);
        self.bytes.try_extend_from_within(range)
    }

    /// As [`Vec::reserve_exact`](super::Vec::reserve_exact), in bytes.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// let mut text = String::from_str_in("one", &arena);
    /// text.reserve_exact(4);
    /// assert_eq!(text.capacity(), 7);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn reserve_exact(&mut self, additional: usize) {
        self.bytes.reserve_exact(additional);
    }

    /// As [`Vec::try_reserve_exact`](super::Vec::try_reserve_exact), in bytes.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the bytes do not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(4)?;
    /// assert!(String::from_str_in("one", &arena).try_reserve_exact(2).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_reserve_exact(&mut self, additional: usize) -> Result<(), AllocError> {
        self.bytes.try_reserve_exact(additional)
    }
}
