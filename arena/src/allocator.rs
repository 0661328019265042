//! The handles as allocators, for the collections of other crates.
//!
//! The lowest block grows, shrinks and is freed in place. Blocks end where they are, so the bytes
//! of one that grows or shrinks move, by one `memmove`: before a shrunk block's lower end is given
//! back, and after a grown one has been claimed. Any other block is copied when it grows, keeps its
//! bytes when it shrinks, and stays when it is freed.
//!
//! In a scope no block reaches the cursor: there, "lowest" is the lowest of the handle.

use core::{
    alloc::Layout,
    ptr::{self, NonNull},
};

#[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
use crate::shared::ArcArena;
use crate::{
    arena::Arena,
    claim::{Claim, Ledger},
    handle::Source,
    local::Local,
    local_arena::LocalArena,
    local_scope::LocalScope,
    scope::Scope,
};

/// Counts a refusal, of which an `Allocator` tells nothing more.
#[cold]
#[inline(never)]
fn note_refusal(ledger: impl Ledger) {
    ledger.note_refusal();
}

/// An error, which is counted.
#[inline(always)]
fn refused<'a, E>(source: impl Claim<'a>, error: E) -> E {
    note_refusal(source.ledger());
    error
}

/// Claims a block.
pub(crate) fn allocate<'a>(source: impl Claim<'a>, layout: Layout) -> Option<NonNull<[u8]>> {
    let (start, _) = source.claim(layout)?;
    Some(NonNull::slice_from_raw_parts(start, layout.size()))
}

/// # Safety
///
/// - As for `Allocator::deallocate`, of `size` bytes; or they are the lower part of such a block.
unsafe fn deallocate<'a>(source: impl Claim<'a>, block: NonNull<u8>, size: usize) {
    if size > 0 {
        // SAFETY: the caller's bytes are a claim, or a part of one, and it gives them up.
        unsafe { source.give_back((block, block.addr().get() + size)) };
    }
}

/// Makes a block larger, in its place or in another.
///
/// # Safety
///
/// - As for `Allocator::grow`.
pub(crate) unsafe fn grow<'a>(
    source: impl Claim<'a>,
    block: NonNull<u8>,
    old: Layout,
    new: Layout,
) -> Option<NonNull<[u8]>> {
    debug_assert!(new.size() >= old.size(), "a block cannot grow to fewer bytes");
    let span = (block, block.addr().get() + old.size());
    let aligned = new.align_to(old.align()).ok()?;
    let extended = if old.size() > 0 {
        // SAFETY: the block is the caller's, not empty, and the layout is as large and aligned.
        unsafe { source.extend(span, aligned) }
    } else {
        None
    };
    if let Some(low) = extended {
        // SAFETY: both lie within the extended block, which is the caller's; they may overlap.
        unsafe { ptr::copy(block.as_ptr(), low.as_ptr(), old.size()) };
        return Some(NonNull::slice_from_raw_parts(low, new.size()));
    }
    let grown = allocate(source, new)?;
    // SAFETY: the new claim is as large, and overlaps with no other.
    unsafe { ptr::copy_nonoverlapping(block.as_ptr(), grown.cast().as_ptr(), old.size()) };
    // SAFETY: the block is the caller's, who gives it up.
    unsafe { deallocate(source, block, old.size()) };
    Some(grown)
}

/// # Safety
///
/// - As for `Allocator::shrink`.
unsafe fn shrink<'a>(
    source: impl Claim<'a>,
    block: NonNull<u8>,
    old: Layout,
    new: Layout,
) -> Option<NonNull<[u8]>> {
    debug_assert!(new.size() <= old.size(), "a block cannot shrink to more bytes");
    let low = block.addr().get();
    let is_aligned = low & (new.align() - 1) == 0;
    if new.size() == 0 {
        // SAFETY: the block is the caller's, who gives it up.
        unsafe { deallocate(source, block, old.size()) };
        return allocate(source, new);
    }
    // The highest place in the block.
    let high = (low + (old.size() - new.size())) & !(new.align() - 1);
    if high < low || is_aligned && !source.is_lowest(block) {
        let moved = if is_aligned { block } else { allocate(source, new)?.cast() };
        // SAFETY: either the same place, or a new claim; both hold the smaller size.
        unsafe { ptr::copy(block.as_ptr(), moved.as_ptr(), new.size()) };
        return Some(NonNull::slice_from_raw_parts(moved, new.size()));
    }
    // SAFETY: `high` and the bytes of the new size from there on lie in the block.
    let moved = unsafe { block.add(high - low) };
    // SAFETY: both lie in the caller's block; they may overlap.
    unsafe { ptr::copy(block.as_ptr(), moved.as_ptr(), new.size()) };
    // SAFETY: the lower part of the caller's block, which nobody uses any more.
    unsafe { deallocate(source, block, high - low) };
    Some(NonNull::slice_from_raw_parts(moved, new.size()))
}

/// Implements an `Allocator` trait for a handle.
macro_rules! allocator {
    ($api:ident: $([$($param:tt)*] $handle:ty),*) => {
        $(
        // SAFETY: a block stays claimed until it is given back or everything is freed at once,
        // which no borrow of the handle survives, nor any clone of one that owns the arena. Copies and
        // clones of the handle claim from the same place.
        unsafe impl<$($param)*> $api::Allocator for $handle {
            #[inline]
            fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, $api::AllocError> {
                allocate(self.source(), layout).ok_or_else(|| refused(self.source(), $api::AllocError))
            }

            #[inline]
            unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
                // SAFETY: the caller's promise.
                unsafe { deallocate(self.source(), block, layout.size()) }
            }

            #[inline]
            unsafe fn grow(
                &self,
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $api::AllocError> {
                // SAFETY: the caller's promise.
                unsafe { grow(self.source(), block, old, new) }.ok_or_else(|| refused(self.source(), $api::AllocError))
            }

            #[inline]
            unsafe fn grow_zeroed(
                &self,
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $api::AllocError> {
                // SAFETY: the caller's promise.
                let grown = unsafe { grow(self.source(), block, old, new) }.ok_or_else(|| refused(self.source(), $api::AllocError))?;
                // SAFETY: the old size is at most the new one.
                let rest = unsafe { grown.cast::<u8>().add(old.size()) };
                // SAFETY: the rest of the grown block.
                unsafe { rest.write_bytes(0, new.size() - old.size()) };
                Ok(grown)
            }

            #[inline]
            unsafe fn shrink(
                &self,
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $api::AllocError> {
                // SAFETY: the caller's promise.
                unsafe { shrink(self.source(), block, old, new) }.ok_or_else(|| refused(self.source(), $api::AllocError))
            }
        }
        )*
    };
}

#[cfg(feature = "allocator-api2")]
const _: () = {
    use allocator_api2::alloc as api;
    allocator!(
        api: ['a, M] &'a Arena<M>, ['s] &Scope<'s>, ['a] &Local<'a>,
        ['a, M] &'a LocalArena<M>, ['s] &LocalScope<'s>
    );
    #[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
    allocator!(api: [M] ArcArena<M>);
};

/// The standard library's trait, which is not stable yet.
#[cfg(arena_nightly)]
const _: () = {
    use core::alloc as api;
    allocator!(
        api: ['a, M] &'a Arena<M>, ['s] &Scope<'s>, ['a] &Local<'a>,
        ['a, M] &'a LocalArena<M>, ['s] &LocalScope<'s>
    );
    #[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
    allocator!(api: [M] ArcArena<M>);
};
