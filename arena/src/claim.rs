//! What bytes can be claimed from: the one thing that the typed operations ask of a handle.

use core::{alloc::Layout, ptr::NonNull};

use arena_core::{Bump, Cursor, Rest, Run, Span};

/// Something that bytes can be claimed from.
///
/// # Safety
///
/// - Claimed bytes are aligned, writable, and nobody else's for all of `'a`, or until they are
///   given back.
/// - A block that was extended is as if it had been claimed so at first, and keeps its bytes in
///   their place.
pub(crate) unsafe trait Claim<'a>: Copy {
    type Ledger: Ledger;

    /// `None` is a refusal; [`OrPanic`] panics, at the line of the user's call.
    #[track_caller]
    fn claim(self, layout: Layout) -> Option<Span>;

    /// As [`claim`](Self::claim), for [`OrPanic`].
    #[track_caller]
    fn claim_or_panic(self, layout: Layout) -> Span;

    /// # Safety
    ///
    /// - As for [`Cursor::extend`].
    unsafe fn extend(self, block: Span, layout: Layout) -> Option<NonNull<u8>>;

    /// # Safety
    ///
    /// - As for [`Cursor::give_back`].
    unsafe fn give_back(self, block: Span) -> bool;

    /// As [`Cursor::is_lowest`].
    fn is_lowest(self, block: NonNull<u8>) -> bool;

    /// Who is told of a refusal. By value: the address of a handle must not escape.
    fn ledger(self) -> Self::Ledger;
}

/// What knows how many bytes are left, and may count refusals.
pub(crate) trait Ledger: Copy {
    fn remaining(self) -> usize;
    fn note_refusal(self);
}

impl Ledger for &Cursor {
    fn remaining(self) -> usize {
        Cursor::remaining(self)
    }

    fn note_refusal(self) {
        Cursor::note_refusal(self);
    }
}

/// So many bytes are left, and nobody counts.
#[derive(Clone, Copy)]
pub(crate) struct Left(usize);

impl Ledger for Left {
    fn remaining(self) -> usize {
        self.0
    }

    fn note_refusal(self) {}
}

/// Implements the trait by the methods of those names that `$core` has.
macro_rules! claim {
    ($source:ty, $core:ident, |$this:ident| $ledger:ty: $make:expr) => {
        // SAFETY: as is said where this is stamped.
        unsafe impl<'a> Claim<'a> for $source {
            type Ledger = $ledger;

            #[inline(always)]
            fn claim(self, layout: Layout) -> Option<Span> {
                $core::claim_span(self, layout)
            }

            #[inline(always)]
            #[track_caller]
            fn claim_or_panic(self, layout: Layout) -> Span {
                $core::claim_span_or_panic(self, layout)
            }

            #[inline(always)]
            unsafe fn extend(self, block: Span, layout: Layout) -> Option<NonNull<u8>> {
                // SAFETY: the caller's promise.
                unsafe { $core::extend(self, block, layout) }
            }

            #[inline(always)]
            unsafe fn give_back(self, block: Span) -> bool {
                // SAFETY: the caller's promise.
                unsafe { $core::give_back(self, block) }
            }

            #[inline(always)]
            fn is_lowest(self, block: NonNull<u8>) -> bool {
                $core::is_lowest(self, block)
            }

            #[inline(always)]
            fn ledger($this) -> $ledger {
                $make
            }
        }
    };
}

// What a cursor hands out stays claimed for as long as it is borrowed; it has no owner but the caller.
claim!(&'a Cursor, Cursor, |self| &'a Cursor: self);

// What a run hands out stays claimed from its cursor for `'a`; it has no owner but the caller.
claim!(&Run<'a>, Run, |self| &'a Cursor: Run::cursor(self));

// What a region of one thread hands out stays claimed until it is reset, dropped, or made a rest of,
// and none of that can be while it is borrowed; it has no owner but the caller.
claim!(&'a Bump, Bump, |self| Left: Left(self.remaining()));

// What a rest hands out stays claimed until it is dropped, and the one who has it drops it after all of
// `'a`; it has no owner but the caller.
claim!(&Rest<'a>, Bump, |self| Left: Left(self.remaining()));

/// A source for callers who would panic at a refusal: it does so itself, out of line, so that their
/// own code has nothing of it.
#[derive(Clone, Copy)]
pub(crate) struct OrPanic<S>(pub(crate) S);

// SAFETY: as the source inside.
unsafe impl<'a, S: Claim<'a>> Claim<'a> for OrPanic<S> {
    type Ledger = S::Ledger;

    #[inline(always)]
    #[track_caller]
    fn claim(self, layout: Layout) -> Option<Span> {
        Some(self.0.claim_or_panic(layout))
    }

    #[inline(always)]
    #[track_caller]
    fn claim_or_panic(self, layout: Layout) -> Span {
        self.0.claim_or_panic(layout)
    }

    #[inline(always)]
    unsafe fn extend(self, block: Span, layout: Layout) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise.
        unsafe { self.0.extend(block, layout) }
    }

    #[inline(always)]
    unsafe fn give_back(self, block: Span) -> bool {
        // SAFETY: the caller's promise.
        unsafe { self.0.give_back(block) }
    }

    #[inline(always)]
    fn is_lowest(self, block: NonNull<u8>) -> bool {
        self.0.is_lowest(block)
    }

    #[inline(always)]
    fn ledger(self) -> S::Ledger {
        self.0.ledger()
    }
}
