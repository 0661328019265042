//! What a run does when it has not the bytes: the cold half of [`Run`](crate::Run).
//!
//! A handle's first run is small and each further one twice as large, but never more than an eighth
//! of what is free, nor than the [`limit`]: so a handle that makes three values takes little, and one
//! that makes a million asks rarely. The very first is what another handle has left, see
//! [`spare`](crate::spare), or is such that it can be left; it is left where there is no more than
//! that. Else, in order:
//!
//! 1. If nothing lies between our run and the cursor, the run grows downward in place: a lone
//!    handle wastes nothing.
//! 2. A request above a quarter of the run goes straight to the arena. Ours stays open, and the
//!    next one will be large enough for four of its size.
//! 3. A new run from the arena, see [`Cursor::claim_run`]; near its end, only the value's own bytes.
//!    What the old run still had goes back.
//! 4. A handle that would be refused gives up its run first: with what others have left it may be
//!    enough. Then everything is searched, once.

use core::{
    alloc::Layout,
    ptr::{self, NonNull},
};

use crate::{
    cursor::Cursor,
    frame::{Frame, Source},
    layout::{HUGE, LINE, bump_down},
    piece::{Span, size},
    spare,
    tree::Tree,
};

/// Bytes that a run outside of scopes may have where little is free; where much is, a huge page.
const SMALL: usize = 64 * 1024;

/// What a scope asks for at first, at least, as a part of the run it began with. With more, a scope
/// of little in one of much would keep others from it; with none, nested scopes would come to a
/// steady state only after hundreds of rounds.
const PART: usize = 2;

/// Bytes that no run outside of scopes exceeds where so many are free, but for what its first value
/// needs.
#[inline]
fn limit(free: usize) -> usize {
    (free / 256).clamp(SMALL, HUGE)
}

/// A run's words, by value: what R1 to R4 of [`Run`](crate::Run) say of it holds for them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub(crate) top: *mut u8,
    pub(crate) floor: usize,
    pub(crate) source: Source,
}

impl Words {
    /// With the run `floor..value`.
    #[inline]
    pub(crate) fn new(source: Source, value: NonNull<u8>, floor: usize) -> Self {
        // R2: an empty run's floor need not be a multiple of a line.
        let is_empty = floor == value.addr().get();
        let top = if is_empty { ptr::null_mut() } else { value.as_ptr() };
        Self { top, floor: if is_empty { 0 } else { floor }, source }
    }

    /// With a piece as the run.
    fn with_piece(self, (base, end): Span) -> Self {
        // R1, R2, R3: a piece is as a run should be.
        let top = base.as_ptr().with_addr(end);
        // What a scope needs beyond it is some part of it.
        let next = size((base, end)) / PART;
        Self { top, floor: base.addr().get(), ..self }.asking_for(next)
    }

    /// With the same run, that can no longer be left.
    #[cold]
    pub(crate) fn without_spare(self, cursor: &Cursor) -> Self {
        let (place, source) = self.source.without_spare();
        // SAFETY: R5, and none is left.
        unsafe { cursor.leave_spare(place, ptr::null_mut()) };
        Self { source, ..self }
    }

    fn without_run(self) -> Self {
        Self { top: ptr::null_mut(), floor: 0, ..self }
    }

    /// Asks for so many bytes next, or more.
    fn asking_for(self, next: usize) -> Self {
        Self { source: self.source.with_next(next.max(self.source.next())), ..self }
    }

    /// Asks for twice as many bytes next, or for room for four of this size; no more than the limit.
    fn with_larger_next(self, layout: Layout, limit: usize) -> Self {
        let next = self.source.next();
        if next >= limit {
            return self;
        }
        let mut wish = 2 * next;
        while wish < limit && wish / 4 < layout.size() {
            wish *= 2;
        }
        Self { source: self.source.with_next(wish), ..self }
    }
}

/// Serves a request that the run cannot, as the module says, and returns the run's new words: they are
/// the run's before anything else happens, whether the request was served or not.
///
/// The words come one by one, since that is in registers. The usual alignments are taken out of the
/// arguments, which is worth a tenth of a call's code: where a call is compiled its alignment is
/// known.
#[inline(always)]
pub(crate) fn refill(words: Words, layout: Layout) -> (Words, Option<Span>) {
    let Words { top, floor, source } = words;
    match layout.align() {
        1 => refill_aligned::<1>(source, top, floor, layout.size()),
        4 => refill_aligned::<4>(source, top, floor, layout.size()),
        8 => refill_aligned::<8>(source, top, floor, layout.size()),
        _ => refill_layout(source, top, floor, layout),
    }
}

#[cold]
#[inline(never)]
fn refill_aligned<const ALIGN: usize>(
    source: Source,
    top: *mut u8,
    floor: usize,
    size: usize,
) -> (Words, Option<Span>) {
    match Layout::from_size_align(size, ALIGN) {
        Ok(layout) => refill_layout(source, top, floor, layout),
        Err(_) => unreachable!("it comes from a layout"),
    }
}

#[inline(never)]
fn refill_layout(
    source: Source,
    top: *mut u8,
    floor: usize,
    layout: Layout,
) -> (Words, Option<Span>) {
    match begin(Words { top, floor, source }, layout) {
        Ok((words, span)) => (words, Some(span)),
        Err(words) => refill_rest(words, layout),
    }
}

/// Panics for a run that was refused, and that is as it should be.
#[inline(always)]
#[track_caller]
pub(crate) fn refuse(source: Source, layout: Layout) -> ! {
    match layout.align() {
        1 => refuse_aligned::<1>(source, layout.size()),
        4 => refuse_aligned::<4>(source, layout.size()),
        8 => refuse_aligned::<8>(source, layout.size()),
        _ => refuse_layout(source, layout),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn refuse_aligned<const ALIGN: usize>(source: Source, size: usize) -> ! {
    match Layout::from_size_align(size, ALIGN) {
        Ok(layout) => refuse_layout(source, layout),
        Err(_) => unreachable!("it comes from a layout"),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn refuse_layout(source: Source, layout: Layout) -> ! {
    // SAFETY: W1, for as long as this takes.
    unsafe { source.cursor() }.refuse(layout)
}

/// The first bytes of a new handle are those that another has left, if they will do: with no call,
/// since what a call saves on the stack has to be in memory before the exchange.
#[inline(always)]
fn begin(words: Words, layout: Layout) -> Result<(Words, Span), Words> {
    if !words.top.is_null() || !words.source.is_new() || layout.size() > spare::BLOCK / 8 {
        return Err(words);
    }
    // SAFETY: W1, for as long as this takes.
    let cursor = unsafe { words.source.cursor() };
    let Some((top, place)) = cursor.take_spare() else { return Err(words) };
    // R5: until the words are the handle's, the run may be null.
    let (source, floor) = (words.source.with_spare(place), spare::floor(top.addr()));
    let value = bump_down(top.addr(), floor, layout).map(|low| top.with_addr(low));
    match value.and_then(NonNull::new) {
        Some(low) => Ok((Words { top: low.as_ptr(), floor, source }, (low, top.addr()))),
        None => Err(Words { top, floor, source }),
    }
}

#[cold]
#[inline(never)]
fn refill_rest(words: Words, layout: Layout) -> (Words, Option<Span>) {
    if words.source.is_scope() {
        refill_inside(words, layout)
    } else {
        refill_outside(words, layout)
    }
}

#[cold]
#[inline(never)]
fn refill_inside(words: Words, layout: Layout) -> (Words, Option<Span>) {
    // SAFETY: W1, for as long as this takes.
    let Some(frame) = (unsafe { words.source.frame() }) else { return (words, None) };
    let Some((span, floor)) = frame.claim(layout, words.source.next()) else {
        return (words, None);
    };
    // Of the two runs, the one with more left stays open.
    let left = words.top.addr() - words.floor;
    let words = if span.0.addr().get() - floor > left {
        Words::new(words.source, span.0, floor)
    } else {
        words
    };
    // A scope in this one asks for some part of what this one has.
    (words.asking_for((span.1 - floor + LINE) / PART).with_larger_next(layout, SMALL), Some(span))
}

/// Every end of it names all words, so that they stay in registers.
#[inline(always)]
fn refill_outside(words: Words, layout: Layout) -> (Words, Option<Span>) {
    // SAFETY: W1, for as long as this takes.
    let cursor = unsafe { words.source.cursor() };
    let words = if words.source.is_spare() {
        // Where none was left, one is claimed that can be.
        let new = if words.top.is_null() { cursor.claim_spare(layout) } else { None };
        if let Some((span, floor)) = new.and_then(|taken| place(taken, layout)) {
            return (Words { top: span.0.as_ptr(), floor, ..words }, Some(span));
        }
        words.without_spare(cursor)
    } else {
        words
    };
    let Words { top, floor, source } = words;
    let limit = limit(cursor.remaining_below());
    let next = source.next().min(limit);
    let large = layout.size() > next / 4;
    let source = words.with_larger_next(layout, limit).source;
    // A large value's run is what is left of its line.
    let want = if large { LINE } else { next };
    if !top.is_null() {
        // SAFETY: R1, `floor..top` is ours.
        let taken = unsafe { cursor.extend_run(top.addr(), floor, layout, want) };
        if let Some((span, floor)) = taken.and_then(|taken| place(taken, layout)) {
            return (Words::new(source, span.0, floor), Some(span));
        }
    }
    let exact = |top, floor| bump_down(top, floor, layout);
    if large {
        let room = layout.size().saturating_add(layout.align());
        let found = cursor.claim_part(layout.size(), room, usize::MAX, exact, exact);
        if found.is_some() {
            // R1: the run is untouched.
            return (Words { top, floor, source }, found);
        }
    } else if let Some((span, below)) =
        cursor.claim_run(layout, next).and_then(|taken| place(taken, layout))
    {
        close(words);
        return (Words::new(source, span.0, below), Some(span));
    }
    let left = top.addr() - floor;
    // Nothing that is less than a line joins with anything. And what is more than the next run is what
    // scopes have left: nobody gets that back who asks for too much, if not now.
    let may_join = left >= LINE && cursor.could_hold(layout);
    if may_join && (left > next || cursor.are_free(layout.size().saturating_sub(left))) {
        close(words);
        return (words.without_run(), cursor.search(layout.size(), exact));
    }
    (words, cursor.search(layout.size(), exact))
}

/// The place of a value at the upper end of what was taken for it, and the floor of the run below.
pub(crate) fn place((start, end): Span, layout: Layout) -> Option<(Span, usize)> {
    let value = bump_down(end, start.addr().get(), layout)?;
    Some(((NonNull::new(start.as_ptr().with_addr(value))?, end), start.addr().get()))
}

/// Ends a scope that has claimed pieces, of so many bytes together: they are the outer run's.
#[cold]
#[inline(never)]
pub(crate) fn recover(words: Words, (pieces, bytes): (Tree, usize)) -> Words {
    // SAFETY: W1, for as long as this takes.
    match unsafe { words.source.frame() } {
        Some(frame) => recover_inside(frame, words, pieces),
        // SAFETY: the same.
        None => exchange(unsafe { words.source.cursor() }, words, pieces, bytes),
    }
}

/// In a scope, the largest becomes the run if it is many times what that has left, which nobody can
/// use before this scope ends.
fn recover_inside(frame: &Frame, words: Words, mut pieces: Tree) -> Words {
    let left = words.top.addr() - words.floor;
    let is_more = |end, base| (end - base) / 8 >= left;
    // SAFETY: R1, the pieces are ours.
    let largest = unsafe { pieces.take_largest(frame.cursor().ground(), is_more) };
    // The run that this scope had is part of a piece, and is free with that.
    let floor = frame.resume(largest, pieces);
    let (Some((base, end)), Some(floor)) = (largest, floor) else { return words };
    // Above the header.
    Words { floor, ..words.with_piece((base, end)) }
}

/// Outside, all are exchanged for one, with a bit more, that is the run: the next scope begins with
/// it.
fn exchange(cursor: &Cursor, words: Words, mut pieces: Tree, bytes: usize) -> Words {
    if bytes == 0 {
        // All that the scope wanted was refused.
        return words;
    }
    let words = if words.source.is_spare() { words.without_spare(cursor) } else { words };
    let left = words.top.addr() - words.floor;
    let is_all = |end, base| left == 0 && end - base == bytes;
    // SAFETY: R1, the pieces are ours.
    if let Some(piece) = unsafe { pieces.take_largest(cursor.ground(), is_all) } {
        return words.with_piece(piece);
    }
    close(words);
    // SAFETY: the same.
    while let Some(piece) = unsafe { pieces.pop() } {
        // SAFETY: the same, and nobody refers to them; P1.
        unsafe { cursor.release(piece) };
    }
    let all = left + bytes;
    for size in [all + all / 8, all] {
        let Ok(layout) = Layout::from_size_align(size, LINE) else { continue };
        let cut = |top, floor| bump_down(top, floor, layout);
        if let Some(piece) = cursor.claim_part(size, size, size.saturating_mul(4), cut, cut) {
            return words.with_piece(piece);
        }
    }
    words.without_run()
}

/// Gives a run's bytes up, which is not in a scope.
#[inline]
pub(crate) fn close(words: Words) {
    let Words { top, floor, source } = words;
    if floor < top.addr() {
        if let Some(base) = NonNull::new(top.with_addr(floor)) {
            // SAFETY: W1, for as long as this takes.
            let cursor = unsafe { source.cursor() };
            // SAFETY: R1, the bytes are ours and nobody refers to them; R2 and R3.
            unsafe { cursor.release((base, top.addr())) };
        }
    }
}

/// Out of line, and with the source by value: the handle's address does not escape where a panic gives
/// bytes back.
///
/// # Safety
///
/// - As for [`Run::give_back`]. The source is that of its run.
#[cold]
#[inline(never)]
pub(crate) unsafe fn give_back_outside(source: Source, block: Span) -> bool {
    if source.is_scope() {
        // There, nothing goes back to the cursor.
        return false;
    }
    // SAFETY: R4, the run is borrowed for as long as this takes.
    let cursor = unsafe { source.cursor() };
    // SAFETY: the caller's promise is that of `Cursor::give_back`.
    unsafe { cursor.give_back(block) }
}

/// The same, out of line, for handles that go.
#[inline(never)]
pub(crate) fn drop_run(source: Source, top: *mut u8, floor: usize) {
    let mut words = Words { top, floor, source };
    if source.is_spare() {
        // SAFETY: W1, for as long as this takes.
        let cursor = unsafe { source.cursor() };
        if spare::floor(top.addr()) == floor {
            // SAFETY: R1, R3 and R5; nobody refers to what is left of the run.
            return unsafe { cursor.leave_spare(source.without_spare().0, top) };
        }
        words = words.without_spare(cursor);
    }
    close(words);
}
