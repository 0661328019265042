//! Address space from the operating system, whose pages arrive when they are first touched.
//!
//! An arena does not grow; this is what one does instead: reserve more than will ever be needed,
//! and pay for what is touched. No swap is reserved, so the capacity may exceed the machine's
//! memory.
//!
//! Fresh memory costs its first touch, and with pages of 4 KiB that is most of the cost of a large
//! arena. So the span is aligned to the huge pages of the usual systems, and they are asked for.

use core::ptr::NonNull;

use memmap2::{MmapOptions, MmapRaw};

use crate::{
    error::AllocError,
    memory::{Memory, sealed::Sealed},
};

/// Bytes of a huge page on the usual systems.
const HUGE: usize = 2 * 1024 * 1024;
/// A multiple of every system's page size, but for huge pages.
#[cfg(unix)]
const PAGES: usize = 64 * 1024;

/// Address space from the operating system, given back when the region is dropped.
///
/// - On Linux, huge pages are used where the system allows them by `madvise`; without them the
///   first touch of memory is slower.
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
///
/// # Invariants
///
/// - **M1** `base` and the `capacity` bytes after it lie in `map`, whose bytes nobody else uses.
#[derive(Debug)]
pub struct Mapped {
    /// Raw, so that nothing ever makes a reference to bytes that are somebody's.
    map: MmapRaw,
    base: NonNull<u8>,
    capacity: usize,
}

impl Mapped {
    /// Reserves address space for `capacity` bytes, aligned to 2 MiB.
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
        if capacity > isize::MAX.unsigned_abs() - 2 * HUGE {
            return Err(AllocError::TooLarge);
        }
        // Whole huge pages, and one to align the first.
        let size = capacity.next_multiple_of(HUGE) + HUGE;
        let map = MmapOptions::new().len(size).no_reserve_swap().map_anon();
        let map: MmapRaw = map.map_err(|_| AllocError::OutOfMemory { capacity })?.into();
        #[cfg(target_os = "linux")]
        {
            // Only advice: without it everything works, and is slower.
            let _ = map.advise(memmap2::Advice::HugePage);
        }
        let start = NonNull::new(map.as_mut_ptr()).ok_or(AllocError::OutOfMemory { capacity })?;
        let unaligned = start.addr().get() % HUGE;
        // SAFETY: less than `HUGE` bytes, and the map has as many more.
        let base = unsafe { start.add((HUGE - unaligned) % HUGE) };
        // M1: `size` is large enough, wherever the base is.
        Ok(Self { map, base, capacity })
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
