//! Where an arena's span of memory comes from.

#[cfg(feature = "alloc")]
use core::alloc::Layout;
use core::{cell::UnsafeCell, marker::PhantomData, mem::MaybeUninit, ptr::NonNull};

#[cfg(feature = "alloc")]
use crate::error::AllocError;
use crate::layout::LINE;

/// A span of memory that a [`Region`](crate::Region) hands out. Sealed.
///
/// ```
/// use arena_core::{Heap, Memory, Region};
///
/// let region = Region::new(Heap::new(64)?);
/// assert_eq!(region.memory().span().len(), 64);
/// # Ok::<(), arena_core::AllocError>(())
/// ```
///
/// # Safety
///
/// - The span lies in one live allocation and stays where it is, however the `Memory` itself moves,
///   until that is dropped.
/// - Nobody else uses those bytes meanwhile.
pub unsafe trait Memory: Send + Sync + sealed::Sealed {
    /// The span: its first byte and its length in bytes.
    fn span(&self) -> NonNull<[u8]>;
}

pub(crate) mod sealed {
    #[expect(unnameable_types, reason = "that is how a trait is sealed")]
    pub trait Sealed {}
}

/// Memory from the global allocator, freed when the region is dropped.
///
/// The type exists without the feature `alloc` too; only `Heap::new` needs it.
///
/// ```
/// use arena_core::{Heap, Region};
///
/// let region = Region::new(Heap::new(64)?);
/// assert_eq!(region.cursor().capacity(), 64);
/// # Ok::<(), arena_core::AllocError>(())
/// ```
//
// # Invariants
//
// - **H1** `start` was allocated by `Heap::new`, with its layout, and is used by nobody else. If the
//   capacity is 0 it was not allocated.
#[derive(Debug)]
pub struct Heap {
    start: NonNull<u8>,
    capacity: usize,
}

#[cfg(feature = "alloc")]
#[expect(clippy::disallowed_methods, reason = "this is the file that talks to the allocator")]
impl Heap {
    /// What every allocator aligns to in any case: one that is asked for a line takes a slower way,
    /// which is several times as long.
    const ALIGN: usize = 8;

    /// Takes `capacity` bytes, aligned to 64, and 56 more to align them by. They are uninitialised.
    ///
    /// A capacity of 0 is legal and takes nothing.
    ///
    /// # Errors
    ///
    /// [`AllocError::TooLarge`] if `capacity` exceeds `isize::MAX` less the alignment,
    /// [`AllocError::OutOfMemory`] if the allocator refuses.
    ///
    /// ```
    /// use arena_core::{AllocError, Heap, Memory};
    ///
    /// assert_eq!(Heap::new(100)?.span().len(), 100);
    /// assert_eq!(Heap::new(usize::MAX).unwrap_err(), AllocError::TooLarge);
    /// # Ok::<(), AllocError>(())
    /// ```
    pub fn new(capacity: usize) -> Result<Self, AllocError> {
        let layout = Self::layout(capacity)?;
        let start = if capacity == 0 {
            NonNull::new(core::ptr::without_provenance_mut(LINE))
        } else {
            // SAFETY: the size is not zero.
            NonNull::new(unsafe { alloc::alloc::alloc(layout) })
        };
        let start = start.ok_or(AllocError::OutOfMemory { capacity })?;
        // H1: just so.
        Ok(Self { start, capacity })
    }

    fn layout(capacity: usize) -> Result<Layout, AllocError> {
        if capacity > isize::MAX.unsigned_abs() - LINE {
            return Err(AllocError::TooLarge);
        }
        Layout::from_size_align(capacity + LINE - Self::ALIGN, Self::ALIGN)
            .map_err(|_| AllocError::TooLarge)
    }
}

#[cfg(feature = "alloc")]
#[expect(clippy::disallowed_methods, reason = "this is the file that talks to the allocator")]
impl Drop for Heap {
    fn drop(&mut self) {
        if let (1.., Ok(layout)) = (self.capacity, Self::layout(self.capacity)) {
            // SAFETY: H1, allocated with this layout and used by nobody else.
            unsafe { alloc::alloc::dealloc(self.start.as_ptr(), layout) };
        }
    }
}

// SAFETY: H1, and a span does not move with its `Heap`.
unsafe impl Memory for Heap {
    #[inline]
    fn span(&self) -> NonNull<[u8]> {
        let padding = self.start.addr().get().wrapping_neg() % LINE;
        // SAFETY: H1, the layout has as many bytes more than the capacity; or there is no padding.
        let base = unsafe { self.start.add(padding) };
        NonNull::slice_from_raw_parts(base, self.capacity)
    }
}

impl sealed::Sealed for Heap {}

// SAFETY: a `Heap` owns its bytes and never reads them; the allocator may free them from any
// thread.
unsafe impl Send for Heap {}
// SAFETY: `&Heap` gives out nothing but the span's place.
unsafe impl Sync for Heap {}

/// Memory lent by somebody else for `'m`: an array on the stack, a static, a leaked box, a slice of
/// another arena.
///
/// ```
/// use arena_core::{Borrowed, Region};
/// use core::mem::MaybeUninit;
///
/// let mut buffer = [MaybeUninit::uninit(); 64];
/// let region = Region::new(Borrowed::new(&mut buffer));
/// assert_eq!(region.cursor().capacity(), 64);
/// ```
//
// # Invariants
//
// - **B1** `span` is the slice that was borrowed, for all of `'m`.
#[derive(Debug)]
pub struct Borrowed<'m> {
    span: NonNull<[u8]>,
    lent: PhantomData<&'m mut [MaybeUninit<u8>]>,
}

impl<'m> Borrowed<'m> {
    /// Borrows the whole of `buffer`, of any length and alignment.
    #[inline]
    pub const fn new(buffer: &'m mut [MaybeUninit<u8>]) -> Self {
        // SAFETY: a slice's pointer is not null.
        let base = unsafe { NonNull::new_unchecked(buffer.as_mut_ptr()) };
        // B1: a raw pointer, so that moving the `Borrowed` does not assert anew that nobody else
        // uses the bytes.
        Self { span: NonNull::slice_from_raw_parts(base.cast(), buffer.len()), lent: PhantomData }
    }

    pub(crate) const fn bytes(&self) -> NonNull<[u8]> {
        self.span
    }
}

// SAFETY: B1, the slice is borrowed exclusively and does not move with its `Borrowed`.
unsafe impl Memory for Borrowed<'_> {
    #[inline]
    fn span(&self) -> NonNull<[u8]> {
        self.span
    }
}

impl sealed::Sealed for Borrowed<'_> {}

// SAFETY: a `Borrowed` is an exclusive reference to bytes, and that may be sent.
unsafe impl Send for Borrowed<'_> {}
// SAFETY: `&Borrowed` gives out nothing but the span's place.
unsafe impl Sync for Borrowed<'_> {}

/// Memory of a `static`.
///
/// ```
/// use arena_core::{Buffer, Region, Static};
///
/// static BUFFER: Buffer<64> = Buffer::new();
///
/// // SAFETY: nothing else uses the buffer.
/// let region = Region::new(unsafe { Static::new(&BUFFER) });
/// assert_eq!(region.cursor().capacity(), 64);
/// ```
//
// # Invariants
//
// - **A1** `span` is a static buffer that nothing else uses.
#[derive(Debug)]
pub struct Static {
    span: NonNull<[u8]>,
}

impl Static {
    /// Takes the buffer for ever.
    ///
    /// # Safety
    ///
    /// - Nothing else ever uses the buffer.
    pub const unsafe fn new<const N: usize>(buffer: &'static Buffer<N>) -> Self {
        // SAFETY: a reference is not null.
        let base = unsafe { NonNull::new_unchecked(buffer.bytes.get().cast()) };
        // A1: just so.
        Self { span: NonNull::slice_from_raw_parts(base, N) }
    }

    pub(crate) const fn base(&self) -> NonNull<u8> {
        self.span.cast()
    }
}

// SAFETY: A1, and a static does not move.
unsafe impl Memory for Static {
    #[inline]
    fn span(&self) -> NonNull<[u8]> {
        self.span
    }
}

impl sealed::Sealed for Static {}

// SAFETY: a `Static` owns its bytes and never reads them.
unsafe impl Send for Static {}
// SAFETY: `&Static` gives out nothing but the span's place.
unsafe impl Sync for Static {}

/// `N` bytes for a [`Static`], aligned to 64. Uninitialised, so that they take no room in the
/// program's file, and no time to compile.
///
/// ```
/// use arena_core::{Buffer, Region, Static};
///
/// static BUFFER: Buffer<64> = Buffer::new();
///
/// // SAFETY: nothing else uses the buffer.
/// static REGION: Region<Static> = unsafe { Region::from_static(&BUFFER) };
/// assert_eq!(REGION.cursor().capacity(), 64);
/// ```
#[derive(Debug)]
#[repr(C, align(64))]
pub struct Buffer<const N: usize> {
    bytes: UnsafeCell<MaybeUninit<[u8; N]>>,
}

impl<const N: usize> Buffer<N> {
    /// Makes the bytes.
    #[expect(clippy::new_without_default, reason = "it stands in statics only")]
    pub const fn new() -> Self {
        Self { bytes: UnsafeCell::new(MaybeUninit::uninit()) }
    }
}

// SAFETY: the bytes are reached through `Static::new` only, by one owner.
unsafe impl<const N: usize> Sync for Buffer<N> {}
