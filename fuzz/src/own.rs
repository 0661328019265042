//! The arenas that are looked at.

use std::{
    alloc::Layout,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    ptr,
};

use arena::{Arena, Borrowed, LocalArena};

use crate::script::Thrown;

/// The arena that is looked at. Its memory begins anywhere, and ends where `AddressSanitizer` knows.
pub(crate) type Own = Arena<Borrowed<'static>>;

/// The same for one thread.
pub(crate) type Alone = LocalArena<Borrowed<'static>>;

/// A reference that lasts as long as wanted: strange handles fit into every scope if theirs does.
///
/// # Safety
///
/// - It is used no more when anybody else uses the value, or when that is dropped.
pub(crate) unsafe fn forever<T: ?Sized>(value: &mut T) -> &'static mut T {
    // SAFETY: the caller's promise.
    unsafe { &mut *ptr::from_mut(value) }
}

/// Claims whatever is counted as free, with or without a handle: once others are gone, it can be had.
pub(crate) fn drain(own: &Own) {
    let (local, by_local) = (own.local(), own.capacity().is_multiple_of(2));
    let fits = |size| {
        let layout = Layout::from_size_align(size, 1).expect("it is small");
        if by_local { local.try_alloc_layout(layout) } else { own.try_alloc_layout(layout) }.is_ok()
    };
    for size in [64, 1] {
        while fits(size) {}
    }
    assert_eq!(own.remaining(), 0, "bytes are lost: {:?}", own.stats());
}

/// Runs something that may throw, and passes other panics on.
pub(crate) fn caught(f: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(f))
        && !panic.is::<Thrown>()
    {
        resume_unwind(panic);
    }
}
