//! Address space from the operating system, whose pages arrive when they are first touched.
//!
//! An arena does not grow; this is what one does instead: reserve more than will ever be needed,
//! and pay for what is touched. No swap is reserved, so the capacity may exceed the machine's
//! memory.
//!
//! # Making and dropping one
//!
//! It takes three calls, the map, the advice and the unmapping, and the fault of the page that is
//! touched first. Nothing is cut off to align the span, since that is two calls more: it lies in the
//! map so that a border of huge pages is where it should be.
//!
//! # Pages, small and huge
//!
//! The first touch of fresh memory is most of what a large arena costs, and with huge pages a sixth
//! of that. But to clear a single one takes longer than all of a small arena. So the upper end, where
//! an arena begins, keeps small pages, and a small arena has no others; huge ones are asked for
//! below, where an arena comes that has shown that it is large. Where the system gives them without
//! being asked, the upper end says that it wants none.

use core::ptr::NonNull;

use memmap2::{MmapOptions, MmapRaw};

use crate::{
    error::AllocError,
    layout::HUGE,
    memory::{Memory, sealed::Sealed},
};

/// A multiple of every system's page size, but for huge pages.
const PAGES: usize = 64 * 1024;
/// Bytes at the upper end that have small pages: about as dear as a huge one, all together.
const SMALL: usize = 256 * 1024;
/// From that capacity on there are huge pages below them.
const LARGE: usize = 2 * HUGE;
/// What no map exceeds, so that its size is a length too.
const MOST: usize = isize::MAX.unsigned_abs() - 2 * HUGE;

/// So many bytes of address space.
fn map(size: usize) -> Option<MmapRaw> {
    let mut options = MmapOptions::new();
    options.len(size).no_reserve_swap();
    // There it means no more than that nobody wants huge pages, until they are asked for.
    #[cfg(target_os = "linux")]
    options.stack();
    options.map_anon().ok().map(MmapRaw::from)
}

/// Address space from the operating system, given back when the region is dropped.
///
/// - On Linux, huge pages are used where the system allows them by `madvise`, but for the upper end;
///   without them the first touch of memory is slower.
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
    /// Raw, so that nothing ever makes a reference to bytes that are somebody's.
    map: MmapRaw,
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
        let has_huge = cfg!(target_os = "linux") && room >= LARGE;
        // A huge page to move the span's end by; and never whole huge pages in all, as some systems
        // put such a map away from others, whose page tables it could share.
        let size = room + if has_huge { HUGE } else { 0 };
        let size = if size % HUGE == 0 { size + PAGES } else { size };
        let refused = AllocError::OutOfMemory { capacity };
        let map = map(size).ok_or(refused)?;
        let start = NonNull::new(map.as_mut_ptr()).ok_or(refused)?;
        let mut above = 0;
        if has_huge {
            let low = start.addr().get();
            let border = (low + size - SMALL) / HUGE * HUGE - low;
            above = border + SMALL - room;
            // Only advice: without it everything works, and is slower.
            #[cfg(target_os = "linux")]
            let _ = map.advise_range(memmap2::Advice::HugePage, 0, border);
        }
        // SAFETY: at most as much as the map is larger than the room.
        let base = unsafe { start.add(above) };
        // M1: the map has room for it from there on.
        Ok(Self { map, base, capacity })
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
        #[cfg(unix)]
        {
            // The system rounds up, which would take a page that is in use.
            let size = size / PAGES * PAGES;
            let offset = self.base.addr().get() - self.map.as_mut_ptr().addr();
            if size > 0 {
                // SAFETY: the caller's promise: dropping their content changes nothing for anybody.
                let advised = unsafe {
                    self.map.unchecked_advise_range(
                        memmap2::UncheckedAdvice::DontNeed,
                        offset,
                        size,
                    )
                };
                // Only advice: a refusal leaves the pages where they are.
                let _ = advised;
            }
        }
        #[cfg(not(unix))]
        let _ = (size, &self.map);
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
