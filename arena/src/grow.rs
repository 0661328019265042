//! A block whose length is found out while it is filled.
//!
//! It stands behind text from a formatter and slices from an iterator. Every byte written to was
//! claimed first, so whatever the user's code between two writes allocates from the same arena,
//! nothing overlaps. A block that is still the lowest grows in place; any other is copied to a new
//! claim of twice the size, so that what growth abandons is at most twice the result.

use core::{
    alloc::Layout,
    fmt::{self, Write},
    iter,
    marker::PhantomData,
    mem::{ManuallyDrop, needs_drop},
    ptr::{self, NonNull},
    str,
};
#[cfg(feature = "rayon")]
use core::{mem::MaybeUninit, slice};

use arena_core::{AllocError, ArenaSafe, Span};

use crate::{
    boxed::{Box, assert_no_drop},
    claim::Claim,
    typed::{Refusal, array, claim, error, or_error, text},
};

#[inline(always)]
pub(crate) fn slice_iter<'a, T: ArenaSafe>(
    source: impl Claim<'a>,
    iter: impl IntoIterator<Item = T>,
) -> Result<&'a mut [T], AllocError> {
    assert_no_drop::<T>();
    Ok(slice_boxed(source, iter)?.leak())
}

/// Until `iter` yields an error.
#[inline(always)]
pub(crate) fn try_slice_iter<'a, T: ArenaSafe, E>(
    source: impl Claim<'a>,
    iter: impl IntoIterator<Item = Result<T, E>>,
) -> Result<Result<&'a mut [T], E>, AllocError> {
    assert_no_drop::<T>();
    let iter = iter.into_iter();
    let mut slice = Growing::new(source, iter.size_hint().0)?;
    let mut end = None;
    let mut values = iter.map_while(|item| item.map_err(|error| end = Some(error)).ok()).fuse();
    slice.fill(&mut values);
    if slice.is_full() {
        slice.extend(&mut values)?;
    }
    match end {
        // The slice goes, and gives its bytes back.
        Some(error) => Ok(Err(error)),
        None => Ok(Ok(slice.finish().leak())),
    }
}

/// What `next` gives until it has no more, or until an error, with room at first for `hint` elements,
/// if the arena has it.
#[cfg(feature = "serde")]
#[inline(always)]
pub(crate) fn slice_from<'a, T: ArenaSafe, E>(
    source: impl Claim<'a>,
    hint: usize,
    mut next: impl FnMut() -> Result<Option<T>, E>,
) -> Result<Result<&'a mut [T], E>, AllocError> {
    assert_no_drop::<T>();
    let mut slice = Growing::new(source, 0)?;
    if let (true, Ok(layout)) = (hint > slice.capacity, array::<T>(hint)) {
        slice.grow(layout, hint);
    }
    loop {
        match next() {
            Ok(Some(value)) => slice.push(value)?,
            Ok(None) => return Ok(Ok(slice.finish().leak())),
            // The slice goes, and gives its bytes back.
            Err(error) => return Ok(Err(error)),
        }
    }
}

/// For elements of any type. Should `iter` panic, or the arena be full, those made are dropped.
#[inline(always)]
pub(crate) fn slice_boxed<'a, T>(
    source: impl Claim<'a>,
    iter: impl IntoIterator<Item = T>,
) -> Result<Box<'a, [T]>, AllocError> {
    let mut iter = iter.into_iter();
    // The lower bound is only a hint: whether it was true is found out by asking.
    let mut slice = Growing::new(source, iter.size_hint().0)?;
    slice.fill(&mut iter);
    if slice.is_full() {
        slice.extend(&mut iter)?;
    }
    Ok(slice.finish())
}

/// # Panics
///
/// If a `Display` returns an error of its own, as `format!` does.
#[track_caller]
pub(crate) fn text_fmt<'a>(
    source: impl Claim<'a>,
    args: fmt::Arguments<'_>,
) -> Result<&'a str, AllocError> {
    if let Some(literal) = args.as_str() {
        return or_error(source, text(source, literal)).map(|text| &*text);
    }
    let mut target = Text { bytes: Growing::new(source, 0)?, error: None };
    let result = target.write_fmt(args);
    if let Some(error) = target.error {
        return Err(error);
    }
    assert!(result.is_ok(), "a formatting trait implementation returned an error");
    let bytes = target.bytes.finish().leak();
    // SAFETY: `Text` appends nothing but whole `str`s.
    Ok(unsafe { str::from_utf8_unchecked(bytes) })
}

/// What a formatter writes to. After a refusal nothing more is taken, whatever a `Display` makes of
/// it.
struct Text<'a, S: Claim<'a>> {
    bytes: Growing<'a, u8, S>,
    error: Option<AllocError>,
}

impl<'a, S: Claim<'a>> Write for Text<'a, S> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.error.is_none() {
            self.error = self.bytes.extend_copy(text.as_bytes()).err();
        }
        if self.error.is_some() { Err(fmt::Error) } else { Ok(()) }
    }
}

/// Elements, at the start of a block with room for more. Dropped before it is finished, it drops
/// them and gives its block back where it can.
///
/// # Invariants
///
/// - **G1** `block` is the start of a claim that reaches up to `end`, has room for `capacity`
///   elements of `T`, and which this value alone refers to. Elements without a size have a capacity
///   of `usize::MAX`, and no claim.
/// - **G2** The first `len` elements are initialised, and `len <= capacity`.
pub(crate) struct Growing<'a, T, S: Claim<'a>> {
    source: S,
    block: NonNull<T>,
    end: usize,
    capacity: usize,
    len: usize,
    owns: PhantomData<(&'a (), T)>,
}

impl<'a, T, S: Claim<'a>> Growing<'a, T, S> {
    /// Claims room for `capacity` elements.
    #[inline(always)]
    pub(crate) fn new(source: S, capacity: usize) -> Result<Self, AllocError> {
        let capacity = if size_of::<T>() == 0 { usize::MAX } else { capacity };
        let block = array::<T>(capacity).and_then(|layout| claim(source, layout));
        let (block, end) = or_error(source, block)?;
        // G1, G2: nothing is initialised yet.
        Ok(Self { source, block: block.cast(), end, capacity, len: 0, owns: PhantomData })
    }

    /// Whether the room is used up.
    #[inline(always)]
    pub(crate) fn is_full(&self) -> bool {
        self.len == self.capacity
    }

    /// Fills the room there is from `iter`, and no more. If it is not full then, `iter` has ended.
    #[inline(always)]
    pub(crate) fn fill(&mut self, iter: &mut impl Iterator<Item = T>) {
        let mut len = self.len;
        while len < self.capacity {
            let Some(value) = iter.next() else { break };
            // SAFETY: there is room, and `next` cannot have reached this block.
            unsafe { self.write(len, value) };
            len += 1;
            if needs_drop::<T>() {
                // G2: should `next` panic now, what it has given so far is dropped.
                self.len = len;
            }
        }
        // G2: all below are written. Should `next` panic, those without drop are abandoned.
        self.len = len;
    }

    /// Appends everything that is left in `iter`, which is not asked again once it has ended.
    #[inline(always)]
    pub(crate) fn extend(&mut self, iter: &mut impl Iterator<Item = T>) -> Result<(), AllocError> {
        while self.is_full() {
            let Some(value) = iter.next() else { break };
            self.reserve(1)?;
            // SAFETY: `reserve` made room for one more.
            unsafe { self.write(self.len, value) };
            self.len += 1;
            self.fill(iter);
        }
        Ok(())
    }

    /// Appends one.
    #[cfg(feature = "serde")]
    #[inline(always)]
    fn push(&mut self, value: T) -> Result<(), AllocError> {
        if self.is_full() {
            self.make_room()?;
        }
        // SAFETY: G2, and there is room for one more.
        unsafe { self.write(self.len, value) };
        // G2: it is written.
        self.len += 1;
        Ok(())
    }

    /// Makes room for one more, and for some besides.
    #[cfg(feature = "serde")]
    #[inline(never)]
    fn make_room(&mut self) -> Result<(), AllocError> {
        self.reserve(1)
    }

    /// # Safety
    ///
    /// - `index` is less than the capacity.
    #[inline(always)]
    unsafe fn write(&mut self, index: usize, value: T) {
        // SAFETY: G1, the claim has room for that element.
        let slot = unsafe { self.block.add(index) };
        // SAFETY: G1, the slot is ours alone.
        unsafe { slot.write(value) };
    }

    /// The room that is left.
    #[cfg(feature = "rayon")]
    pub(crate) fn room(&mut self) -> &mut [MaybeUninit<T>] {
        // SAFETY: G1, the end of what is initialised lies within the claim.
        let start = unsafe { self.block.add(self.len) }.cast();
        // SAFETY: G1, the claim has that room, which this value alone refers to.
        unsafe { slice::from_raw_parts_mut(start.as_ptr(), self.capacity - self.len) }
    }

    /// Counts elements that were written to the room.
    ///
    /// # Safety
    ///
    /// - The first `len` elements are initialised, and there is room for as many.
    #[cfg(feature = "rayon")]
    pub(crate) unsafe fn set_len(&mut self, len: usize) {
        // G2: the caller's promise.
        self.len = len;
    }

    /// Appends copies of `values`.
    pub(crate) fn extend_copy(&mut self, values: &[T]) -> Result<(), AllocError>
    where
        T: Copy,
    {
        self.reserve(values.len())?;
        // SAFETY: G1, the end of what is initialised lies within the claim.
        let end = unsafe { self.block.add(self.len) };
        // SAFETY: `reserve` made room for as many, in bytes that nobody else refers to.
        unsafe { ptr::copy_nonoverlapping(values.as_ptr(), end.as_ptr(), values.len()) };
        self.len += values.len();
        Ok(())
    }

    /// Makes room for `additional` more elements, and for some besides: see [`capacities`].
    #[inline(always)]
    fn reserve(&mut self, additional: usize) -> Result<(), AllocError> {
        if additional <= self.capacity - self.len {
            return Ok(());
        }
        let needed = self.len.checked_add(additional).ok_or(AllocError::TooLarge)?;
        let layout = array::<T>(needed).map_err(|_| AllocError::TooLarge)?;
        for capacity in capacities::<T>(needed, self.capacity) {
            if array::<T>(capacity).is_ok_and(|layout| self.grow(layout, capacity)) {
                return Ok(());
            }
        }
        // Now, before the block is given back.
        Err(error(self.source.ledger(), Refusal::Full(layout)))
    }

    /// Makes room for `capacity` elements in all, and says whether the arena has it.
    #[inline(always)]
    fn grow(&mut self, layout: Layout, capacity: usize) -> bool {
        let from = self.block.as_ptr();
        let extended = if self.owns_bytes() {
            // SAFETY: G1, the claim is ours and not empty; the layout is larger.
            unsafe { self.source.extend(self.span(), layout) }
        } else {
            None
        };
        if let Some(low) = extended {
            self.block = low.cast();
            // SAFETY: both lie within the extended block, which is ours; they may overlap.
            unsafe { ptr::copy(from, self.block.as_ptr(), self.len) };
        } else if let Some((block, end)) = self.source.claim(layout) {
            (self.block, self.end) = (block.cast(), end);
            // SAFETY: two claims do not overlap, and both have room for `len` elements.
            unsafe { ptr::copy_nonoverlapping(from, self.block.as_ptr(), self.len) };
        } else {
            return false;
        }
        // G1: the new claim. G2: the elements have moved with it.
        self.capacity = capacity;
        true
    }

    /// Whether there is a claim at all.
    #[inline(always)]
    fn owns_bytes(&self) -> bool {
        size_of::<T>() > 0 && self.capacity > 0
    }

    /// The claim.
    #[inline(always)]
    fn span(&self) -> Span {
        (self.block.cast(), self.end)
    }

    /// Gives back the room that was not used, where it can, and returns the elements.
    #[inline(always)]
    pub(crate) fn finish(self) -> Box<'a, [T]> {
        let mut this = ManuallyDrop::new(self);
        if this.len < this.capacity && this.owns_bytes() && this.source.is_lowest(this.block.cast())
        {
            this.shrink();
        }
        // SAFETY: G1 and G2; nobody else refers to the claim, and it lasts for `'a`.
        unsafe { Box::owning(this.elements()) }
    }

    /// The elements there are.
    #[inline(always)]
    fn elements(&self) -> NonNull<[T]> {
        NonNull::slice_from_raw_parts(self.block, self.len)
    }

    /// Moves the elements to the upper end of the block, and then gives back what lies below.
    #[inline(always)]
    fn shrink(&mut self) {
        let (low, unused) = (self.block, self.capacity - self.len);
        // SAFETY: G1, `unused` elements further is still in the claim.
        let high = unsafe { low.add(unused) };
        // SAFETY: G2, and both lie in our claim; they may overlap.
        unsafe { ptr::copy(low.as_ptr(), high.as_ptr(), self.len) };
        (self.block, self.capacity) = (high, self.len);
        // SAFETY: G1, the claim is ours, and the elements have left its lower end.
        unsafe { self.source.give_back((low.cast(), high.addr().get())) };
    }
}

/// What to ask room for, in turn, where `needed` elements do not fit in `capacity`: twice as many
/// as now, and about a cache line of them at least; then, if the arena has not so many, ever fewer
/// beyond those needed. So growth takes few steps near the arena's end too.
#[inline(always)]
pub(crate) fn capacities<T>(needed: usize, capacity: usize) -> impl Iterator<Item = usize> {
    let first = if size_of::<T>() == 0 { 1 } else { 64_usize.div_ceil(size_of::<T>()) };
    let ample = needed.max(capacity.saturating_mul(2)).max(first);
    let beyond = iter::successors(Some(ample - needed), |&more| (more > 0).then_some(more / 4));
    beyond.map(move |more| needed + more)
}

impl<'a, T, S: Claim<'a>> Drop for Growing<'a, T, S> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: G1 and G2; nobody sees them again. Should one of them panic, the block stays.
        unsafe { self.elements().drop_in_place() };
        if self.owns_bytes() {
            // SAFETY: G1, the claim is ours, and nothing in it is needed any more.
            unsafe { self.source.give_back(self.span()) };
        }
    }
}
