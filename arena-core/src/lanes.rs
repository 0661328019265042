//! What an arena claims from where threads collide.
//!
//! One word that every core exchanges cannot scale. So when exchanges of the cursor's word keep
//! failing, the arena opens lanes: each is a word on a line of its own, above a chunk of bytes that
//! was claimed from the cursor, and each thread moves the word of one lane. Who finds it empty
//! claims another chunk.
//!
//! ```text
//!                 cursor                      lane 1             lane 0
//! |----- free ------|-- claimed --|-- free --|-- claimed --|-free-|-- claimed --|
//!                                  \____ one chunk ______/  \_____ another ____/
//! ```
//!
//! A chunk is a power of two of bytes and lies between two multiples of that. So its floor follows
//! from any address in it, and one exchange of one word still decides everything. A lane whose chunk
//! is used up to the floor is null, since that address belongs to the chunk below as well.
//!
//! # Which lane
//!
//! With `std`, each thread has a number, which it changes for the next one nobody has when it meets
//! another thread in its lane. So threads spread out within a few claims, however they were
//! numbered. Without, the place of the thread's stack says it.
//!
//! # Where they lie
//!
//! In the arena's memory: an arena in which threads do not collide has none. Small ones never do.

use core::{
    marker::PhantomData,
    ptr::{self, NonNull},
};

use crate::{
    layout::{HUGE, LINE},
    piece::Span,
    spare::{self, Spare},
    top::Top,
};

/// How many lanes an arena opens and of what size their chunks are, as powers of two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    lanes: u32,
    chunk: u32,
}

impl Shape {
    /// Lanes take a 512th of the capacity at most, their chunks a 16th.
    pub(crate) const fn new(capacity: usize) -> Self {
        if cfg!(all(test, loom)) {
            // Only the models of lanes have so much memory, and those of runs in lanes still more.
            let chunk = match capacity {
                0..2048 => 0,
                2048..16384 => 7,
                16384..32768 => 11,
                _ => 12,
            };
            return Self { lanes: 0, chunk };
        }
        let bits = (capacity | 1).ilog2();
        match bits {
            0..18 => Self { lanes: 0, chunk: 0 },
            18..22 => Self { lanes: bits - 16, chunk: 12 },
            22..26 => Self { lanes: 6, chunk: bits - 10 },
            26..28 => Self { lanes: 6, chunk: 16 },
            28..33 => Self { lanes: 6, chunk: bits - 12 },
            _ => Self { lanes: 6, chunk: HUGE.ilog2() },
        }
    }

    /// Whether an arena of this size has lanes at all.
    pub(crate) const fn has_lanes(self) -> bool {
        self.chunk > 0
    }

    /// What there is in the place of a run that handles leave for each other, while nobody has left
    /// one: nobody ever does in an arena that is too small for lanes.
    pub(crate) const fn no_spare(self) -> *mut u8 {
        // Of the models, only those of such runs have so much memory.
        let least = if cfg!(all(test, loom)) { 12 } else { 1 };
        if self.chunk < least { spare::out() } else { ptr::null_mut() }
    }

    /// How many.
    pub(crate) const fn lanes(self) -> usize {
        1 << self.lanes
    }

    /// Bytes of a chunk.
    #[inline(always)]
    pub(crate) const fn chunk(self) -> usize {
        1 << self.chunk
    }

    /// Where the chunk begins that ends at or above `top`.
    #[inline(always)]
    fn floor(self, top: usize) -> usize {
        // Null has no chunk, and is its own floor.
        top.saturating_sub(1) & !(self.chunk() - 1)
    }
}

/// One lane, on a line of its own and on the one that a prefetcher pairs with it.
#[derive(Debug)]
#[repr(align(128))]
pub(crate) struct Lane {
    top: Top,
    spare: Spare,
}

impl Lane {
    fn new() -> Self {
        Self { top: Top::new(ptr::null_mut()), spare: Spare::new(ptr::null_mut()) }
    }
}

/// The lanes of an arena.
///
/// # Invariants
///
/// - **L1** `first` points to as many lanes as `shape` says, which nobody moves or frees while this
///   is used.
/// - **L2** The bytes below a lane's word, down to its chunk's floor, belong to nobody. They were
///   claimed from one cursor, and the word carries the provenance of its whole memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lanes<'c> {
    first: NonNull<Lane>,
    shape: Shape,
    lent: PhantomData<&'c Lane>,
}

impl<'c> Lanes<'c> {
    /// Writes empty lanes.
    ///
    /// # Safety
    ///
    /// - The bytes are as many and as aligned as the lanes need, and the caller's.
    pub(crate) unsafe fn write(block: NonNull<Lane>, shape: Shape) {
        for index in 0..shape.lanes() {
            // SAFETY: the caller's promise.
            let lane = unsafe { block.add(index) };
            // SAFETY: the same.
            unsafe { lane.write(Lane::new()) };
        }
    }

    /// # Safety
    ///
    /// - L1 and L2 hold for as long as `'c`.
    #[inline(always)]
    pub(crate) unsafe fn new(first: NonNull<Lane>, shape: Shape) -> Self {
        Self { first, shape, lent: PhantomData }
    }

    /// This thread's lane.
    #[inline(always)]
    fn mine(self) -> &'c Lane {
        self.lane(self.my_number())
    }

    /// The number of this thread's lane.
    #[inline(always)]
    pub(crate) fn my_number(self) -> usize {
        number::mine() & (self.shape.lanes() - 1)
    }

    /// A lane by its number.
    #[inline(always)]
    fn lane(self, number: usize) -> &'c Lane {
        let number = number & (self.shape.lanes() - 1);
        // SAFETY: L1, the number is of one of the lanes.
        let lane = unsafe { self.first.add(number) };
        // SAFETY: L1.
        unsafe { lane.as_ref() }
    }

    /// The run that handles leave in a lane.
    #[inline(always)]
    pub(crate) fn spare(self, number: usize) -> &'c Spare {
        &self.lane(number).spare
    }

    /// The runs that handles have left.
    pub(crate) fn spares(self) -> impl Iterator<Item = &'c Spare> {
        self.all().map(|lane| &lane.spare)
    }

    /// Takes the upper part of this thread's chunk, from the address on that `cut` says of its top
    /// and floor. Tried once.
    #[inline(always)]
    pub(crate) fn try_take(self, cut: impl Fn(usize, usize) -> Option<usize>) -> Option<Span> {
        let lane = self.mine();
        let taken = self.take_below(lane, lane.top.load(), cut)?;
        if taken.is_err() {
            number::change();
        }
        taken.ok()
    }

    /// The same, and tried until it is known. If `cut` says nothing, the lane and its top, which wants
    /// another chunk.
    pub(crate) fn take(
        self,
        cut: impl Fn(usize, usize) -> Option<usize>,
    ) -> Result<Span, (&'c Lane, *mut u8)> {
        let lane = self.mine();
        self.take_from(lane, cut).map_err(|seen| (lane, seen))
    }

    /// The same of any lane.
    fn take_from(
        self,
        lane: &Lane,
        cut: impl Fn(usize, usize) -> Option<usize>,
    ) -> Result<Span, *mut u8> {
        let mut top = lane.top.load();
        loop {
            match self.take_below(lane, top, &cut) {
                None => return Err(top),
                Some(Ok(span)) => return Ok(span),
                Some(Err(now)) => top = now,
            }
            number::change();
        }
    }

    /// Takes what `cut` says of a lane that stands at `top`, or says where it stands if another thread
    /// has moved it. `None` if `cut` says nothing.
    #[inline(always)]
    fn take_below(
        self,
        lane: &Lane,
        top: *mut u8,
        cut: impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<Result<Span, *mut u8>> {
        let floor = self.shape.floor(top.addr());
        let low = if top.is_null() { None } else { cut(top.addr(), floor) }?;
        let start = top.with_addr(low);
        // L2: we alone move the word over these bytes.
        let taken = lane.top.take(top, if low == floor { ptr::null_mut() } else { start });
        // SAFETY: L2, a place in the arena's memory, since the top is one.
        Some(taken.map(|()| (unsafe { NonNull::new_unchecked(start) }, top.addr())))
    }

    /// Puts a chunk into a lane, if it is as it was seen, and returns what the last one had left.
    /// Else the chunk comes back.
    ///
    /// # Safety
    ///
    /// - The caller owns the chunk, which lies between two borders. It carries the provenance of the
    ///   whole memory.
    pub(crate) unsafe fn refill(self, lane: &Lane, seen: *mut u8, chunk: Span) -> Option<Span> {
        // L2: the caller gives up the chunk.
        if lane.top.install(seen, chunk.0.as_ptr().with_addr(chunk.1)) {
            self.left(seen)
        } else {
            Some(chunk)
        }
    }

    /// The free bytes below a top.
    fn left(self, top: *mut u8) -> Option<Span> {
        let floor = self.shape.floor(top.addr());
        Some((NonNull::new(top.with_addr(floor))?, top.addr()))
    }

    /// Takes what `cut` says from any lane that has it.
    pub(crate) fn take_any(self, cut: impl Fn(usize, usize) -> Option<usize>) -> Option<Span> {
        self.all().find_map(|lane| self.take_from(lane, &cut).ok())
    }

    /// Takes what all lanes have left, from a line on. They are null then.
    pub(crate) fn gather(self, mut f: impl FnMut(Span)) {
        let whole = |top, floor| (top - floor >= LINE).then_some(floor);
        self.all().filter_map(|lane| self.take_from(lane, whole).ok()).for_each(&mut f);
    }

    /// Free bytes in all lanes; a snapshot.
    pub(crate) fn bytes(self) -> usize {
        let left = |lane: &Lane| {
            let top = lane.top.load().addr();
            top - self.shape.floor(top) + lane.spare.bytes()
        };
        self.all().map(left).sum()
    }

    fn all(self) -> impl Iterator<Item = &'c Lane> {
        (0..self.shape.lanes()).map(move |index| self.lane(index))
    }

    /// Whether a block begins where this thread's lane stands.
    #[inline]
    pub(crate) fn is_lowest(self, low: usize) -> bool {
        self.mine().top.load().addr() == low
    }

    /// Returns a block to this thread's lane, if it is the lowest claimed of that.
    ///
    /// # Safety
    ///
    /// - The caller owns the bytes `low..high`, and refers to them no longer.
    #[inline]
    pub(crate) unsafe fn give_back(self, low: usize, high: usize) -> bool {
        let lane = self.mine();
        let top = lane.top.load();
        // A block of several claims may reach into the chunk above.
        let chunk_end = self.shape.floor(low).saturating_add(self.shape.chunk());
        // L2: the caller gives up its bytes, and the lane's own pointer moves.
        top.addr() == low && high <= chunk_end && lane.top.give_back(top, top.with_addr(high))
    }

    /// Makes a block larger, downward, to the address that `cut` says, if it is the lowest claimed
    /// of this thread's lane.
    #[inline]
    pub(crate) fn extend(
        self,
        low: usize,
        cut: impl Fn(usize) -> Option<usize>,
    ) -> Option<NonNull<u8>> {
        let lane = self.mine();
        let top = lane.top.load();
        if top.addr() != low {
            return None;
        }
        let floor = self.shape.floor(low);
        let new = cut(floor)?;
        let start = top.with_addr(new);
        let moved = if new == floor { ptr::null_mut() } else { start };
        lane.top.take(top, moved).ok()?;
        NonNull::new(start)
    }
}

static_assertions::const_assert!(align_of::<Lane>() % LINE == 0);

/// What differs between threads.
#[cfg(all(feature = "std", not(all(test, loom))))]
mod number {
    use core::cell::Cell;

    use crate::sync::{AtomicUsize, Ordering};

    static NEXT: AtomicUsize = AtomicUsize::new(1);

    std::thread_local! {
        static MINE: Cell<usize> = const { Cell::new(0) };
    }

    #[inline(always)]
    pub(super) fn mine() -> usize {
        MINE.get()
    }

    #[cold]
    pub(super) fn change() {
        // Relaxed: only a number.
        MINE.set(NEXT.fetch_add(1, Ordering::Relaxed));
    }
}

/// What differs between threads: where their stacks are.
#[cfg(any(not(feature = "std"), all(test, loom)))]
mod number {
    pub(super) use crate::thread::by_stack as mine;

    pub(super) fn change() {}
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn lanes_take_a_512th_of_any_capacity_and_their_chunks_a_16th() {
        for bits in 0..usize::BITS {
            for capacity in [1 << bits, (1 << bits) + (1 << bits) / 2] {
                let shape = Shape::new(capacity);
                if shape.has_lanes() {
                    assert!(shape.lanes() * size_of::<Lane>() <= capacity / 512, "{capacity}");
                    assert!(shape.lanes() * shape.chunk() <= capacity / 16, "{capacity}");
                    assert!(shape.chunk() <= HUGE, "{capacity}");
                }
            }
        }
    }
}
