//! Parallel iterators that end in an arena.

use core::mem::MaybeUninit;

use arena_core::{AllocError, ArenaSafe};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefMutIterator, ParallelIterator};

use crate::{boxed::assert_no_drop, grow::Growing, handle::Handle, typed::expect};

/// `collect_slice_in` for the parallel iterators of `rayon` that know their length.
///
/// ```
/// use arena::{Arena, ParallelCollectIn};
/// use rayon::prelude::*;
///
/// let arena = Arena::new(64 * 1024)?;
/// let squares: &mut [u32] = (0..1000_u32).into_par_iter().map(|n| n * n).collect_slice_in(&arena);
/// assert_eq!(squares[999], 998_001);
/// # Ok::<(), arena::AllocError>(())
/// ```
pub trait ParallelCollectIn: IndexedParallelIterator<Item: ArenaSafe> {
    /// Makes a slice of everything that the iterator yields, in order.
    ///
    /// One slice is claimed, and every worker writes its part of it. Elements without a size are
    /// asked for one by one too, so as many as the iterator promises.
    ///
    /// Should a worker panic, the others come to their end, the panic goes on, and the slice is
    /// given back if nothing was allocated since.
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), the size [overflows](AllocError::TooLarge), or the
    /// iterator yields fewer elements than it promised.
    #[track_caller]
    fn collect_slice_in<'a, H: Handle<'a>>(self, handle: H) -> &'a mut [Self::Item]
    where
        Self::Item: 'a,
    {
        expect(self.try_collect_slice_in(handle))
    }

    /// [`collect_slice_in`](Self::collect_slice_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`] if
    /// its size overflows.
    ///
    /// # Panics
    ///
    /// If the iterator yields fewer elements than it promised.
    fn try_collect_slice_in<'a, H: Handle<'a>>(
        self,
        handle: H,
    ) -> Result<&'a mut [Self::Item], AllocError>
    where
        Self::Item: 'a,
    {
        assert_no_drop::<Self::Item>();
        let len = self.len();
        let mut slice = Growing::new(handle.source(), len)?;
        let slots = &mut slice.room()[..len];
        let write = |(slot, value): (&mut MaybeUninit<_>, _)| {
            slot.write(value);
        };
        // The length is a promise of safe code, so what was written is counted. Each slot comes
        // once.
        let written = slots.par_iter_mut().zip(self).map(write).count();
        assert_eq!(written, len, "the iterator yielded fewer elements than it promised");
        // SAFETY: as many slots have been written as there are.
        unsafe { slice.set_len(len) };
        Ok(slice.finish().leak())
    }
}

impl<I: IndexedParallelIterator<Item: ArenaSafe>> ParallelCollectIn for I {}
