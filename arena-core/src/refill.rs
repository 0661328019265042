//! What a run does when it has not the bytes: the cold half of [`Run`](crate::Run).
//!
//! A handle's first run is small and each further one twice as large, but never more than an eighth
//! of what is free: so a handle that makes three values takes little, and one that makes a million
//! asks rarely. In order:
//!
//! 1. What the handle's own scopes have left, see [`recover`].
//! 2. If nothing lies between our run and the cursor, the run grows downward in place: a lone
//!    handle wastes nothing.
//! 3. A request above a quarter of the run goes straight to the cursor. Ours stays open, and the
//!    next one will be large enough for four of its size.
//! 4. The first piece of the stash, if the value fits in it.
//! 5. A new run from the cursor; near the arena's end, only the value's own bytes.
//! 6. Any piece of the stash.
//!
//! What the old run still had goes back to the cursor or onto the stash, but only once the request
//! has been served.

use core::{
    alloc::Layout,
    num::NonZero,
    ptr::{self, NonNull},
};

use crate::{
    cursor::Cursor,
    frame::Frame,
    layout::{LINE, bump_down},
    piece::{Chain, Span, size},
};

/// Bytes of a handle's first run.
pub(crate) const FIRST: usize = 512;
/// Bytes that no run outside of scopes exceeds, but for what its first value needs.
const MAX: usize = 64 * 1024;

/// What a scope asks for at first, at least, as a part of the largest piece of what lies around it.
/// With more, a scope of little in one of much would keep others from it; with none, nested scopes
/// would come to a steady state only after hundreds of rounds.
const PART: usize = 2;

/// A run's words, by value: what R1 to R3 of [`Run`](crate::Run) say of it holds for them.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) top: *mut u8,
    pub(crate) floor: usize,
    pub(crate) next: usize,
    pub(crate) free: Chain,
}

impl Words {
    /// With the run `floor..value`.
    pub(crate) fn with_run(self, value: NonNull<u8>, floor: usize) -> Self {
        if floor == value.addr().get() {
            // R2: an empty run's floor need not be a multiple of a line.
            return Self { top: ptr::null_mut(), floor: 0, ..self };
        }
        Self { top: value.as_ptr(), floor, ..self }
    }

    fn with_larger_next(self, layout: Layout) -> Self {
        let four = layout.size().saturating_mul(4);
        Self { next: self.next.saturating_mul(2).max(four).min(MAX).max(self.next), ..self }
    }
}

/// Serves a request that the run cannot, as the module says, and returns the run's new words.
#[cold]
#[inline(never)]
pub(crate) fn refill(
    cursor: &Cursor,
    frame: Option<&Frame>,
    words: Words,
    layout: Layout,
) -> (Words, Option<Span>) {
    match frame {
        Some(frame) => refill_inside(frame, cursor, words, layout),
        None => refill_outside(cursor, words, layout),
    }
}

fn refill_inside(
    frame: &Frame,
    cursor: &Cursor,
    mut words: Words,
    layout: Layout,
) -> (Words, Option<Span>) {
    let found = frame.claim(cursor, &mut words.free, layout, words.next);
    let Some((span, floor)) = found else {
        return (words, None);
    };
    // A scope in this one asks for some part of what this one has.
    words.next = words.next.max((span.1 - floor + LINE) / PART);
    // Of the two runs, the one with more left stays open.
    let left = words.top.addr() - words.floor;
    let words =
        if span.0.addr().get() - floor > left { words.with_run(span.0, floor) } else { words };
    (words.with_larger_next(layout), Some(span))
}

fn refill_outside(cursor: &Cursor, words: Words, layout: Layout) -> (Words, Option<Span>) {
    let Words { top, floor, next, mut free } = words;
    let next = next.min(MAX);
    let value_in = |(base, end): Span| {
        let value = bump_down::<LINE>(end, base.addr().get(), layout)?;
        Some(((base.with_addr(NonZero::new(value)?), end), base.addr().get()))
    };
    let fits = |end, base| bump_down::<LINE>(end, base, layout).is_some();
    // SAFETY: R1, the pieces are ours.
    let spare = unsafe { free.take(usize::MAX, fits) }.and_then(value_in);
    if spare.is_none() {
        let large = layout.size() > next / 4;
        let want = if large { 0 } else { next };
        // SAFETY: R1, `floor..top` is ours. Without a run they are null, which is not where a
        // cursor stands.
        let extended = unsafe { cursor.extend_run(top.addr(), floor, layout, want) };
        if let Some((span, floor)) = extended {
            return (words.with_run(span.0, floor).with_larger_next(layout), Some(span));
        }
        if large {
            // R1: the run is untouched.
            return (words.with_larger_next(layout), cursor.claim_span(layout));
        }
    }
    let found = spare
        .or_else(|| cursor.claim_piece(1, layout, next, usize::MAX).and_then(value_in))
        .or_else(|| cursor.claim_run(layout, next))
        .or_else(|| cursor.claim_any_piece(layout, next).and_then(value_in));
    let Some((span, new_floor)) = found else {
        return (words, None);
    };
    close(cursor, top, floor, Chain::EMPTY);
    (Words { next, free, ..words }.with_run(span.0, new_floor).with_larger_next(layout), Some(span))
}

/// Ends a scope that has used pieces: they are the outer run's, and the largest becomes its run if
/// it has none, so that the next scope begins with it.
#[cold]
#[inline(never)]
pub(crate) fn recover(frame: Option<&Frame>, mut words: Words, mut pieces: Chain) -> Words {
    let largest = if words.top.is_null() {
        // SAFETY: R1, the pieces are ours.
        unsafe { pieces.take_largest(|_, _| true) }
    } else {
        None
    };
    let floor = frame.and_then(|frame| frame.resume(largest, pieces));
    if let Some((base, end)) = largest {
        // R1, R2, R3: a piece is as a run should be.
        words.top = base.as_ptr().with_addr(end);
        words.floor = floor.unwrap_or(base.addr().get());
        // What a scope needs beyond it is some part of it.
        words.next = words.next.max(size((base, end)) / PART);
    }
    words.free = pieces;
    words
}

/// Gives a run's bytes up, and those that its scopes have left.
#[inline(never)]
pub(crate) fn close(cursor: &Cursor, top: *mut u8, floor: usize, mut free: Chain) {
    if floor < top.addr() {
        if let Some(base) = NonNull::new(top.with_addr(floor)) {
            // SAFETY: R1, the bytes are ours and nobody refers to them; R2 and R3.
            unsafe { cursor.release((base, top.addr())) };
        }
    }
    // SAFETY: R1, the pieces are ours.
    while let Some(piece) = unsafe { free.pop() } {
        // SAFETY: the same, and nobody refers to them; P1.
        unsafe { cursor.release(piece) };
    }
}
