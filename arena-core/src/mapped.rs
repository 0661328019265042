//! Address space from the operating system, whose pages arrive when they are first touched.
//!
//! An arena does not grow; this is what one does instead: reserve more than will ever be needed,
//! and pay for what is touched. No swap is reserved, so the capacity may exceed the machine's
//! memory.

use core::ptr::NonNull;

use crate::{
    error::AllocError,
    layout::HUGE,
    map::{Map, PAGES},
    memory::{Memory, sealed::Sealed},
};

/// What no map exceeds, so that its size is a length too.
const MOST: usize = isize::MAX.unsigned_abs() - 2 * HUGE;

/// Address space from the operating system, given back, or kept for the next, when the region is dropped.
///
/// - On Linux, huge pages are used where the system allows them by `madvise`, but for the upper end;
///   without them the first touch of memory is slower.
/// - On 64-bit Linux, up to eight reservations are kept for the next of the same capacity, as `malloc`
///   keeps what is freed: each with what was touched of its upper 2.25 MiB, and none of more than 1 TiB.
///   Where address space is limited (`ulimit -v`) or reservations count, none is.
/// - On Windows, the whole capacity counts against the system's commit limit.
/// - On macOS, trimmed pages may be counted as resident for a while.
///
/// ```
/// use arena_core::{Mapped, Region};
///
/// let region = Region::new(Mapped::new(1 << 36)?); // 64 GiB, none of them touched yet
/// assert_eq!(region.cursor().capacity(), 1 << 36);
/// # Ok::<(), arena_core::AllocError>(())
/// ```
//
// # Invariants
//
// - **M1** `base` and the `capacity` bytes after it lie in `map`, whose bytes nobody else uses.
#[derive(Debug)]
pub struct Mapped {
    /// There until this is dropped.
    map: Option<Map>,
    base: NonNull<u8>,
    capacity: usize,
}

impl Mapped {
    /// Reserves address space for `capacity` bytes, aligned to a page.
    ///
    /// # Errors
    ///
    /// [`AllocError::TooLarge`] if `capacity` exceeds `isize::MAX` less 4 MiB,
    /// [`AllocError::OutOfMemory`] if the system refuses.
    ///
    /// ```
    /// use arena_core::{AllocError, Mapped, Memory};
    ///
    /// assert_eq!(Mapped::new(1 << 30)?.span().len(), 1 << 30);
    /// assert_eq!(Mapped::new(usize::MAX).unwrap_err(), AllocError::TooLarge);
    /// # Ok::<(), AllocError>(())
    /// ```
    pub fn new(capacity: usize) -> Result<Self, AllocError> {
        if capacity > MOST {
            return Err(AllocError::TooLarge);
        }
        let room = capacity.next_multiple_of(PAGES);
        let refused = AllocError::OutOfMemory { capacity };
        let map = Map::of(room).ok_or(refused)?;
        // M1: it hands out so many, and its capacity is no more.
        let base = NonNull::new(map.start()).ok_or(refused)?;
        Ok(Self { map: Some(map), base, capacity })
    }

    /// Reserves address space for `capacity` bytes, or for as much as the system gives: a half of it,
    /// a quarter, and so on.
    ///
    /// # Errors
    ///
    /// [`AllocError::OutOfMemory`] if the system refuses even 64 KiB.
    ///
    /// ```
    /// use arena_core::{Mapped, Memory};
    ///
    /// let most = Mapped::at_most(usize::MAX)?.span().len(); // nowhere is there as much
    /// assert!(most < usize::MAX / 2);
    /// # Ok::<(), arena_core::AllocError>(())
    /// ```
    pub fn at_most(capacity: usize) -> Result<Self, AllocError> {
        let mut size = capacity.min(MOST);
        loop {
            match Self::new(size) {
                Err(_) if size > PAGES => size = (size / 2).max(PAGES),
                Err(_) => return Err(AllocError::OutOfMemory { capacity }),
                mapped => return mapped,
            }
        }
    }

    /// Gives the pages that lie whole in the first `size` bytes back to the system. They read as
    /// zero afterwards, if they are read.
    ///
    /// # Safety
    ///
    /// - Nobody uses those bytes.
    pub(crate) unsafe fn trim(&self, size: usize) {
        if let Some(map) = &self.map {
            // SAFETY: M1, and the caller's promise.
            unsafe { map.trim(size) };
        }
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        if let Some(map) = self.map.take() {
            map.keep();
        }
    }
}

// SAFETY: M1, and a map does not move with its `Mapped`.
unsafe impl Memory for Mapped {
    #[inline]
    fn span(&self) -> NonNull<[u8]> {
        NonNull::slice_from_raw_parts(self.base, self.capacity)
    }
}

impl Sealed for Mapped {}

// SAFETY: a `Mapped` owns its bytes and never reads them; the system may unmap them from any
// thread.
unsafe impl Send for Mapped {}
// SAFETY: `&Mapped` gives out nothing but the span's place.
unsafe impl Sync for Mapped {}
