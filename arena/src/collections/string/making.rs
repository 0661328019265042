//! Text from bytes and from code units.

use core::{
    char::DecodeUtf16Error,
    error::Error,
    fmt,
    str::{self, Utf8Error},
};

use allocator_api2::alloc::Allocator;
use arena_core::AllocError;

use super::{String, Vec};
use crate::{handle::Handle, typed::expect};

impl<H: Allocator> String<H> {
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
    pub fn from_utf8(bytes: Vec<u8, H>) -> Result<Self, FromUtf8Error<H>> {
        match str::from_utf8(&bytes) {
            Ok(_) => Ok(Self { bytes }),
            Err(error) => Err(FromUtf8Error { bytes, error }),
        }
    }

    /// Makes text of bytes that are known to be UTF-8, in place.
    ///
    /// # Safety
    ///
    /// - They are UTF-8.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// // SAFETY: ASCII is UTF-8.
    /// let text = unsafe { String::from_utf8_unchecked(arena::vec![in &arena; b'x']) };
    /// assert_eq!(text, "x");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub unsafe fn from_utf8_unchecked(bytes: Vec<u8, H>) -> Self {
        Self { bytes }
    }
}

impl<'a, H: Handle<'a>> String<H> {
    /// [`from_str_in`](Self::from_str_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the text does not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(3)?;
    /// assert!(String::try_from_str_in("four", &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_from_str_in(text: &str, handle: H) -> Result<Self, AllocError> {
        let mut this = Self::try_with_capacity_in(text.len(), handle)?;
        this.try_push_str(text)?;
        Ok(this)
    }

    /// Copies bytes; what of them is not UTF-8 becomes `U+FFFD`.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(String::from_utf8_lossy_in(b"a\xFFb", &arena), "a\u{FFFD}b");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn from_utf8_lossy_in(bytes: &[u8], handle: H) -> Self {
        expect(Self::try_from_utf8_lossy_in(bytes, handle))
    }

    /// [`from_utf8_lossy_in`](Self::from_utf8_lossy_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the text does not fit in what remains.
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(1)?;
    /// assert!(String::try_from_utf8_lossy_in(b"a\xFF", &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_from_utf8_lossy_in(bytes: &[u8], handle: H) -> Result<Self, AllocError> {
        let mut text = Self::try_with_capacity_in(bytes.len(), handle)?;
        for chunk in bytes.utf8_chunks() {
            text.try_push_str(chunk.valid())?;
            if !chunk.invalid().is_empty() {
                text.try_push_str("\u{FFFD}")?;
            }
        }
        Ok(text)
    }

    /// Makes text of UTF-16, in the byte order of the machine.
    ///
    /// # Errors
    ///
    /// The first surrogate that has no partner.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full).
    ///
    /// ```
    /// # use arena::{Arena, collections::String};
    /// let arena = Arena::new(64)?;
    /// assert_eq!(String::from_utf16_in(&[0x6F, 0x6B], &arena).unwrap(), "ok");
    /// assert!(String::from_utf16_in(&[0xD800], &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn from_utf16_in(units: &[u16], handle: H) -> Result<Self, DecodeUtf16Error> {
        let mut text = Self::with_capacity_in(units.len(), handle);
        for char in char::decode_utf16(units.iter().copied()) {
            text.push(char?);
        }
        Ok(text)
    }
}

/// Why bytes are no text, and the bytes.
///
/// ```
/// use arena::{Arena, collections::String};
///
/// let arena = Arena::new(64)?;
/// let error = String::from_utf8(arena::vec![in &arena; b'a', 0xFF]).unwrap_err();
/// assert_eq!(error.utf8_error().valid_up_to(), 1);
/// assert_eq!(error.into_bytes(), [b'a', 0xFF]);
/// # Ok::<(), arena::AllocError>(())
/// ```
pub struct FromUtf8Error<H: Allocator> {
    bytes: Vec<u8, H>,
    error: Utf8Error,
}

impl<H: Allocator> FromUtf8Error<H> {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The list that was to become text.
    pub fn into_bytes(self) -> Vec<u8, H> {
        self.bytes
    }

    /// Where the bytes are not UTF-8.
    pub fn utf8_error(&self) -> Utf8Error {
        self.error
    }
}

impl<H: Allocator> fmt::Debug for FromUtf8Error<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, error } = self;
        f.debug_struct("FromUtf8Error").field("bytes", bytes).field("error", error).finish()
    }
}

impl<H: Allocator> fmt::Display for FromUtf8Error<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<H: Allocator> Error for FromUtf8Error<H> {}
