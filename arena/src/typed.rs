//! Every typed operation, defined once, for whatever can claim a `Layout`.
//!
//! Each is fallible here; `methods` stamps the panicking and the `try_` form onto the types that
//! offer them.
//!
//! User code (closures, iterators, `Clone`, `Display`) runs after the claim that it fills and holds
//! nothing: it may allocate from the same arena, panic, or recurse. Should it panic, its claim goes
//! back if it is still the lowest, or else stays unused until the arena is reset, and that is all;
//! what of a boxed slice was made is dropped.

use core::{
    alloc::Layout,
    convert::Infallible,
    marker::PhantomData,
    mem::{ManuallyDrop, MaybeUninit},
    ptr::NonNull,
    slice, str,
};

use arena_core::{AllocError, ArenaSafe, Span};

use crate::{
    boxed::{Box, assert_no_drop},
    claim::{Claim, Ledger},
    copy,
};

/// Why there are no bytes: what a call carries until somebody must know more.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal {
    Full(Layout),
    TooLarge,
}

/// Claims bytes.
#[inline(always)]
#[track_caller]
pub(crate) fn claim<'a>(source: impl Claim<'a>, requested: Layout) -> Result<Span, Refusal> {
    source.claim(requested).ok_or(Refusal::Full(requested))
}

/// The layout of `len` elements.
#[inline(always)]
pub(crate) fn array<T>(len: usize) -> Result<Layout, Refusal> {
    Layout::array::<T>(len).map_err(|_| Refusal::TooLarge)
}

/// Makes a refusal into an error.
#[inline(always)]
pub(crate) fn or_error<'a, T>(
    source: impl Claim<'a>,
    result: Result<T, Refusal>,
) -> Result<T, AllocError> {
    result.map_err(|refusal| error(source.ledger(), refusal))
}

/// Makes a refusal into a panic, at the line of the user's call.
#[inline(always)]
#[track_caller]
pub(crate) fn or_panic<'a, T>(source: impl Claim<'a>, result: Result<T, Refusal>) -> T {
    match result {
        Ok(value) => value,
        Err(refusal) => refuse(source.ledger(), refusal),
    }
}

/// The error of a refusal, which it counts.
#[cold]
#[inline(never)]
pub(crate) fn error(ledger: impl Ledger, refusal: Refusal) -> AllocError {
    match refusal {
        Refusal::Full(requested) => {
            ledger.note_refusal();
            AllocError::Full { requested, remaining: ledger.remaining() }
        }
        Refusal::TooLarge => AllocError::TooLarge,
    }
}

/// All that a call site names is the ledger and the layout, so that it is short.
#[cold]
#[inline(never)]
#[track_caller]
fn refuse(ledger: impl Ledger, refusal: Refusal) -> ! {
    panic!("{}", error(ledger, refusal))
}

/// Makes an error into a panic, at the line of the user's call.
#[inline(always)]
#[track_caller]
#[allow(dead_code, reason = "used only with some features")]
pub(crate) fn expect<T>(result: Result<T, AllocError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic_with(error),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(dead_code, reason = "used only with some features")]
fn panic_with(error: AllocError) -> ! {
    panic!("{error}")
}

#[inline(always)]
#[track_caller]
pub(crate) fn uninit<'a, T>(source: impl Claim<'a>) -> Result<&'a mut MaybeUninit<T>, Refusal> {
    let (start, _) = claim(source, Layout::new::<T>())?;
    // SAFETY: the claim is large and aligned enough for a `T`, and ours alone for `'a`.
    Ok(unsafe { start.cast().as_mut() })
}

#[inline(always)]
#[track_caller]
pub(crate) fn slice_uninit<'a, T>(
    source: impl Claim<'a>,
    len: usize,
) -> Result<&'a mut [MaybeUninit<T>], Refusal> {
    let (start, _) = claim(source, array::<T>(len)?)?;
    // SAFETY: the claim is large and aligned enough for `len` of `T`, and ours alone for `'a`.
    Ok(unsafe { slice::from_raw_parts_mut(start.cast().as_ptr(), len) })
}

/// A claim that is being filled with `T`. Dropped before it is kept, it goes back where it can.
struct Unfilled<'a, T, S: Claim<'a>> {
    source: S,
    block: Span,
    filling: PhantomData<(&'a (), T)>,
}

impl<'a, T, S: Claim<'a>> Unfilled<'a, T, S> {
    #[inline(always)]
    #[track_caller]
    fn new(source: S, requested: Layout) -> Result<Self, Refusal> {
        assert_no_drop::<T>();
        Ok(Self { source, block: claim(source, requested)?, filling: PhantomData })
    }

    /// Where the claim starts.
    #[inline(always)]
    fn start(&self) -> NonNull<T> {
        self.block.0.cast()
    }

    /// The same, and the claim stays.
    #[inline(always)]
    fn keep(self) -> NonNull<T> {
        ManuallyDrop::new(self).start()
    }

    /// Fills the claim with one value.
    ///
    /// # Safety
    ///
    /// - It is large and aligned enough for that.
    #[inline(always)]
    unsafe fn fill(self, value: T) -> &'a mut T {
        // SAFETY: the caller's promise, and the claim is ours alone for `'a`.
        let slot = unsafe { self.keep().cast::<MaybeUninit<T>>().as_mut() };
        slot.write(value)
    }
}

impl<'a, T, S: Claim<'a>> Drop for Unfilled<'a, T, S> {
    /// Kept so small that it is inlined where a panic passes: the address of a handle must not escape.
    #[inline(always)]
    fn drop(&mut self) {
        // Something was being made, so that there are bytes if it has a size.
        if size_of::<T>() > 0 {
            // SAFETY: the claim is ours, and this is the last that is heard of it.
            unsafe { self.source.give_back(self.block) };
        }
    }
}

#[inline(always)]
#[track_caller]
pub(crate) fn value<'a, T: ArenaSafe>(
    source: impl Claim<'a>,
    value: impl FnOnce() -> T,
) -> Result<&'a mut T, Refusal> {
    let block = Unfilled::new(source, Layout::new::<T>())?;
    let value = value();
    // SAFETY: the layout is that of a `T`.
    Ok(unsafe { block.fill(value) })
}

#[inline(always)]
#[track_caller]
pub(crate) fn value_copy<'a, T: Copy>(
    source: impl Claim<'a>,
    value: T,
) -> Result<&'a mut T, Refusal> {
    Ok(uninit(source)?.write(value))
}

#[inline(always)]
#[track_caller]
pub(crate) fn value_boxed<'a, T>(source: impl Claim<'a>, value: T) -> Result<Box<'a, T>, Refusal> {
    let block = claim(source, Layout::new::<T>())?.0.cast();
    // SAFETY: the claim is large and aligned enough for a `T`, and ours alone for `'a`.
    unsafe { block.write(value) };
    // SAFETY: the same.
    Ok(unsafe { Box::owning(block) })
}

#[inline(always)]
#[track_caller]
pub(crate) fn try_value<'a, T: ArenaSafe, E>(
    source: impl Claim<'a>,
    value: impl FnOnce() -> Result<T, E>,
) -> Result<Result<&'a mut T, E>, Refusal> {
    let block = Unfilled::new(source, Layout::new::<T>())?;
    // SAFETY: the layout is that of a `T`.
    Ok(value().map(|value| unsafe { block.fill(value) }))
}

#[inline(always)]
#[track_caller]
pub(crate) fn slice_copy<'a, T: Copy>(
    source: impl Claim<'a>,
    src: &[T],
) -> Result<&'a mut [T], Refusal> {
    let block = claim(source, Layout::for_value(src))?.0.cast::<T>().as_ptr();
    // SAFETY: the claim is as large as `src`, and ours alone for `'a`.
    let copied = unsafe { copy::copy(src, block) };
    // SAFETY: the same, and all of it was written.
    Ok(unsafe { &mut *copied })
}

#[inline(always)]
#[track_caller]
pub(crate) fn slice_fill<'a, T: Copy>(
    source: impl Claim<'a>,
    len: usize,
    value: T,
) -> Result<&'a mut [T], Refusal> {
    // Without a size there is nothing to write, however many there are.
    let written = if size_of::<T>() == 0 { 0 } else { len };
    let start = slice_with(source, written, |_| value)?.as_mut_ptr();
    // SAFETY: the same elements, or as many as you like without a size.
    Ok(unsafe { slice::from_raw_parts_mut(start, len) })
}

#[inline(always)]
#[track_caller]
pub(crate) fn slice_with<'a, T>(
    source: impl Claim<'a>,
    len: usize,
    mut value: impl FnMut(usize) -> T,
) -> Result<&'a mut [T], Refusal> {
    let result = try_slice_with(source, len, |index| Ok::<T, Infallible>(value(index)))?;
    Ok(result.unwrap_or_else(|never| match never {}))
}

#[inline(always)]
#[track_caller]
pub(crate) fn try_slice_with<'a, T, E>(
    source: impl Claim<'a>,
    len: usize,
    mut value: impl FnMut(usize) -> Result<T, E>,
) -> Result<Result<&'a mut [T], E>, Refusal> {
    let block = Unfilled::<T, _>::new(source, array::<T>(len)?)?;
    let start = block.start();
    // By the caller's `len`: that of a slice made first would be known to the optimiser only as
    // this or that of an error.
    for index in 0..len {
        let value = match value(index) {
            Ok(value) => value,
            Err(error) => return Ok(Err(error)),
        };
        // SAFETY: the claim has room for `len` elements.
        let slot = unsafe { start.add(index) };
        // SAFETY: the claim is ours alone for `'a`.
        unsafe { slot.write(value) };
    }
    // SAFETY: the same, and the loop has written all of them.
    Ok(Ok(unsafe { slice::from_raw_parts_mut(block.keep().as_ptr(), len) }))
}

#[inline(always)]
#[track_caller]
pub(crate) fn text<'a>(source: impl Claim<'a>, src: &str) -> Result<&'a mut str, Refusal> {
    let bytes = slice_copy(source, src.as_bytes())?;
    // SAFETY: a copy of a `str`.
    Ok(unsafe { str::from_utf8_unchecked_mut(bytes) })
}

#[inline(always)]
#[track_caller]
pub(crate) fn text_boxed<'a>(source: impl Claim<'a>, src: &str) -> Result<Box<'a, str>, Refusal> {
    let text = text(source, src)?;
    // SAFETY: the claim is ours alone for `'a`, and so is the only reference to it.
    Ok(unsafe { Box::owning(NonNull::from(text)) })
}
