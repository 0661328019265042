//! Slots that are taken and come back: which are free, whose they are, and who may look.
//!
//! A slot is an index; what lies there is the caller's. Each has one word, which decides everything:
//!
//! ```text
//! | generation (32) | live owned removed reserved retired (5) | entries (27) |
//!
//! free ---take---> owned | reserved ---publish---> live, 0 entries <--enter, leave--> live, n entries
//!   ^                |                               | remove             remove |
//!   |                |                               v                           v
//!   '------free------+-------------------------- owned <---the last leaves--- removed, n entries
//! ```
//!
//! A slot is *free* if its flags and entries are 0. Who takes it holds it alone, and so does who
//! finds by `remove` or `leave` that its value is to go: they free it by a plain store. The generation moves
//! on whenever a slot is freed that a key may have been made of; a slot that has had all of them
//! retires.
//!
//! # What it costs
//!
//! Each of `take`, `enter`, `leave` and `remove` is one exchange, since each decides between threads;
//! `publish` and `free` are stores.
//!
//! So there is no list of free slots, which would be exchanged at each end of a slot's use. The
//! words are the truth, and where to look is advice: each thread begins where it was last, and a bit for each
//! group of slots says whether one of it may be free. Advice may be wrong. A bit that is set by
//! mistake costs a look at the group. One that is missing, since a slot was freed just when the bit was
//! cleared, costs a look at every word, but only where the counts say that a slot must be free.
//!
//! # Counts
//!
//! Each lane counts the slots that were taken, less those that were freed, through it; the sum over the lanes is
//! the number in use. The first thread that comes to a lane owns a count there, which it changes by
//! plain stores; others share one.

use core::{alloc::Layout, fmt, num::NonZero, ptr::NonNull, slice};

use crate::{
    sync::{AtomicU64, AtomicUsize, Ordering},
    thread,
};

/// Slots whose bits are looked at together.
const GROUP: usize = 64;
/// Groups of one word of advice.
const BITS: usize = usize::BITS as usize;
/// The most lanes.
const LANES: usize = 64;

/// A value that keys find.
const LIVE: u64 = 1 << 31;
/// A value that one owner has.
const OWNED: u64 = 1 << 30;
/// A value that no key finds any more, and that goes with its last entry.
const REMOVED: u64 = 1 << 29;
/// No value, and an owner.
const RESERVED: u64 = 1 << 28;
/// No value, and no generation left.
const RETIRED: u64 = 1 << 27;
/// The most entries of one value.
const ENTRIES: u64 = RETIRED - 1;
/// All but the generation.
const LOW: u64 = u32::MAX as u64;

/// A slot as it is from when it is taken until it is free again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    index: u32,
    generation: NonZero<u32>,
}

static_assertions::assert_eq_size!(Place, Option<Place>, u64);

impl Place {
    /// The slot.
    #[inline(always)]
    pub const fn index(self) -> usize {
        self.index as usize
    }

    /// Index and generation as one number, which is never 0.
    #[inline(always)]
    pub const fn to_bits(self) -> u64 {
        (self.generation.get() as u64) << 32 | self.index as u64
    }

    /// The place of that number. `None` if it is of no place.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "it is the lower half")]
    pub const fn from_bits(bits: u64) -> Option<Self> {
        match NonZero::new((bits >> 32) as u32) {
            Some(generation) => Some(Self { index: bits as u32, generation }),
            None => None,
        }
    }

    /// The word of this place in a state.
    #[inline(always)]
    const fn word(self, low: u64) -> u64 {
        (self.generation.get() as u64) << 32 | low
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}v{}", self.index, self.generation)
    }
}

/// What a slot has, for whoever has all slots alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// A value that keys find.
    Live,
    /// A value that they do not find: somebody's, or one that was removed and that entries keep.
    Hidden,
    /// None, but somebody has the slot.
    Reserved,
}

/// A thread's words, on a line of their own and on the one that a prefetcher pairs with it.
#[derive(Debug)]
#[repr(align(128))]
pub(crate) struct Lane {
    /// The slot to look at first.
    next: AtomicUsize,
    /// The number of the thread that alone writes to `own`; 0 before one comes.
    owner: AtomicUsize,
    own: AtomicUsize,
    shared: AtomicUsize,
    /// Slots retired here. They are never freed, and so counted above.
    retired: AtomicUsize,
}

impl Lane {
    fn new(next: usize) -> Self {
        let [owner, own, shared, retired] = [(); 4].map(|()| AtomicUsize::new(0));
        Self { next: AtomicUsize::new(next), owner, own, shared, retired }
    }

    /// Counts what the thread of that number did.
    #[inline(always)]
    fn count(&self, thread: usize, change: usize) {
        // Relaxed, all of them: a figure, and only the owner writes to `own`.
        if thread != 0 && (self.owner.load(Ordering::Relaxed) == thread || self.is_new(thread)) {
            let own = self.own.load(Ordering::Relaxed);
            self.own.store(own.wrapping_add(change), Ordering::Relaxed);
        } else {
            self.shared.fetch_add(change, Ordering::Relaxed);
        }
    }

    #[inline(never)]
    fn is_new(&self, thread: usize) -> bool {
        // Relaxed: the number goes to one thread, whatever else it sees.
        self.owner.load(Ordering::Relaxed) == 0
            && self.owner.compare_exchange(0, thread, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

/// A fixed number of slots, shared by threads.
#[derive(Debug)]
pub struct Slots<'a> {
    lanes: &'a [Lane],
    /// A bit for each group: whether a slot of it may be free.
    open: &'a [AtomicUsize],
    words: &'a [AtomicU64],
}

impl<'a> Slots<'a> {
    /// What so many slots need: the layout, and where the advice and the words begin.
    fn parts(capacity: usize) -> Option<(Layout, usize, usize)> {
        u32::try_from(capacity).ok()?;
        let lanes = Layout::array::<Lane>(lanes(capacity)).ok()?;
        let words = Layout::array::<AtomicU64>(capacity).ok()?;
        let open = Layout::array::<AtomicUsize>(capacity.div_ceil(GROUP).div_ceil(BITS)).ok()?;
        let (layout, words) = lanes.extend(words).ok()?;
        let (layout, open) = layout.extend(open).ok()?;
        Some((layout, open, words))
    }

    /// The memory that so many slots need. `None` if they are more than keys can tell apart, or than
    /// memory can have.
    pub fn layout(capacity: usize) -> Option<Layout> {
        Some(Self::parts(capacity)?.0)
    }

    /// Writes so many free slots.
    ///
    /// # Safety
    ///
    /// - The block has the [layout](Self::layout) of as many slots, and for `'a` nobody else refers
    ///   to it.
    ///
    /// # Panics
    ///
    /// If there is no such layout.
    pub unsafe fn write(block: NonNull<u8>, capacity: usize) -> Self {
        let (_, open, words) = Self::parts(capacity).expect("the caller has asked for the layout");
        let generation = first_generation();
        let lane = |index| Lane::new(index * (capacity / lanes(capacity)));
        let word = |_| AtomicU64::new(u64::from(generation.get()) << 32);
        let groups = capacity.div_ceil(GROUP);
        // Those of the last word that there are.
        let bits = |word: usize| {
            let groups = groups - word * BITS;
            AtomicUsize::new(usize::MAX >> (BITS - groups.min(BITS)))
        };
        // SAFETY: by the layout, that part of the block is as large and aligned; and the caller's.
        let lanes = unsafe { fill(block.cast(), lanes(capacity), lane) };
        // SAFETY: the offset is within the block.
        let at = unsafe { block.add(open) };
        // SAFETY: as of the lanes.
        let open = unsafe { fill(at.cast(), groups.div_ceil(BITS), bits) };
        // SAFETY: the offset is within the block.
        let at = unsafe { block.add(words) };
        // SAFETY: as of the lanes.
        let words = unsafe { fill(at.cast(), capacity, word) };
        Self { lanes, open, words }
    }

    /// How many there are.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.words.len()
    }

    /// How many are taken; a snapshot.
    #[expect(clippy::len_without_is_empty, reason = "the pool has it")]
    pub fn len(&self) -> usize {
        // Relaxed: figures.
        let retired = self.lanes.iter().map(|lane| lane.retired.load(Ordering::Relaxed)).sum();
        self.used().wrapping_sub(retired)
    }

    /// How many are not free; a snapshot.
    fn used(&self) -> usize {
        let used = |lane: &Lane| {
            // Relaxed: figures.
            let own = lane.own.load(Ordering::Relaxed);
            own.wrapping_add(lane.shared.load(Ordering::Relaxed))
        };
        // Freed by one lane what was taken by another, a count is below 0.
        self.lanes.iter().map(used).fold(0, usize::wrapping_add)
    }

    /// Takes a free slot, to put a value there now (owned) or later, if at all (reserved). `None` if
    /// all are taken.
    #[inline]
    pub fn take(&self, is_owned: bool) -> Option<Place> {
        let flag = if is_owned { OWNED } else { RESERVED };
        let (thread, lane) = self.lane()?;
        // Relaxed: advice.
        let next = lane.next.load(Ordering::Relaxed);
        let place = match self.take_at(next, flag) {
            Some(place) => place,
            None => self.search(next, flag)?,
        };
        let next = place.index() + 1;
        // Relaxed: advice.
        lane.next.store(if next == self.capacity() { 0 } else { next }, Ordering::Relaxed);
        lane.count(thread, 1);
        Some(place)
    }

    #[inline(always)]
    fn take_at(&self, index: usize, flag: u64) -> Option<Place> {
        let word = self.words.get(index)?;
        // Relaxed: a guess, which the exchange verifies.
        let seen = word.load(Ordering::Relaxed);
        if seen & LOW != 0 {
            return None;
        }
        // Acquire: pairs with the Release in `free`, so that the last owner's accesses happen before
        // ours.
        let taken = word.compare_exchange(seen, seen | flag, Ordering::Acquire, Ordering::Relaxed);
        taken.ok().and_then(|_| Place::from_bits(seen | index as u64))
    }

    /// Looks for a free slot, in the groups that may have one, from that of a slot on.
    #[cold]
    #[inline(never)]
    fn search(&self, from: usize, flag: u64) -> Option<Place> {
        let first = from / GROUP;
        for word in (first / BITS..self.open.len()).chain(0..first / BITS) {
            // Relaxed: advice.
            let mut bits = self.open[word].load(Ordering::Relaxed);
            while bits != 0 {
                let upper = bits >> (first % BITS) << (first % BITS);
                let bit = if upper == 0 { bits } else { upper }.trailing_zeros() as usize;
                bits &= !(1 << bit);
                let found = self.take_in(word * BITS + bit, from, flag);
                if found.is_some() {
                    return found;
                }
            }
        }
        // Else the bit of a slot that was just freed may be missing.
        if self.used() >= self.capacity() {
            return None;
        }
        let place = (0..self.capacity()).find_map(|index| self.take_at(index, flag))?;
        self.open_group(place.index());
        Some(place)
    }

    /// Looks for a free slot in a group, from a slot of it on, and closes it if there is none.
    fn take_in(&self, group: usize, from: usize, flag: u64) -> Option<Place> {
        let start = group * GROUP;
        let all = || {
            let turn = if from / GROUP == group { from % GROUP } else { 0 };
            (0..GROUP).find_map(|i| self.take_at(start + (i + turn) % GROUP, flag))
        };
        if let Some(place) = all() {
            return Some(place);
        }
        let (word, bit) = (&self.open[group / BITS], 1 << (group % BITS));
        // Relaxed: advice. The second look finds most of what was freed meanwhile.
        word.fetch_and(!bit, Ordering::Relaxed);
        let place = all()?;
        self.open_group(place.index());
        Some(place)
    }

    /// Says that a slot of a group may be free.
    #[inline(always)]
    fn open_group(&self, index: usize) {
        let group = index / GROUP;
        let (word, bit) = (&self.open[group / BITS], 1 << (group % BITS));
        // Relaxed: advice.
        if word.load(Ordering::Relaxed) & bit == 0 {
            word.fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// Lets keys find the value of a slot that the caller has taken, and has no more from now on.
    #[inline]
    pub fn publish(&self, place: Place) {
        // Release: pairs with the Acquire in `enter` and `remove`, so that the value is written
        // before anybody finds it.
        self.words[place.index()].store(place.word(LIVE), Ordering::Release);
    }

    /// Enters where keys find a value, which stays until who has entered [leaves](Self::leave).
    ///
    /// # Panics
    ///
    /// If 134,217,727 have entered, which only those can be that were forgotten.
    #[inline]
    pub fn enter(&self, place: Place) -> bool {
        let Some(word) = self.words.get(place.index()) else { return false };
        // Relaxed: a guess, which the exchange verifies; and who finds nothing sees nothing.
        let mut seen = word.load(Ordering::Relaxed);
        loop {
            if seen & !ENTRIES != place.word(LIVE) {
                return false;
            }
            assert!(seen & ENTRIES < ENTRIES, "too many entries of one value");
            // Acquire: pairs with the Release in `publish`, so that we see the value.
            match word.compare_exchange(seen, seen + 1, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(now) => seen = now,
            }
        }
    }

    /// Leaves what was entered. If the answer is `true`, the value was removed meanwhile and the slot
    /// is the caller's, who [frees](Self::free) it.
    #[inline]
    #[must_use]
    pub fn leave(&self, place: Place) -> bool {
        let word = &self.words[place.index()];
        // Release: pairs with the Acquire of who gets the slot: below, or in `remove`.
        if word.fetch_sub(1, Ordering::Release) != place.word(REMOVED + 1) {
            return false;
        }
        // Acquire: pairs with the Release of all others who have left. Nobody changes it any more.
        word.load(Ordering::Acquire);
        true
    }

    /// Lets keys find a value no more. `None` if they did not; `Some(true)` if the slot is the caller's
    /// now, who [frees](Self::free) it; `Some(false)` if it will be that of the last who leaves.
    #[inline]
    pub fn remove(&self, place: Place) -> Option<bool> {
        let word = self.words.get(place.index())?;
        // Relaxed: a guess, which the exchange verifies.
        let mut seen = word.load(Ordering::Relaxed);
        loop {
            if seen & !ENTRIES != place.word(LIVE) {
                return None;
            }
            let entries = seen & ENTRIES;
            let new = place.word(if entries == 0 { OWNED } else { REMOVED | entries });
            // Acquire: pairs with the Release in `publish` and in `leave`, so that the value is
            // there and nobody looks at it any more.
            match word.compare_exchange(seen, new, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return Some(entries == 0),
                Err(now) => seen = now,
            }
        }
    }

    /// Gives back a slot that the caller has alone. `was_shown`: whether a key of it may exist.
    #[inline]
    pub fn free(&self, place: Place, was_shown: bool) {
        let Some((thread, lane)) = self.lane() else { return };
        let word = &self.words[place.index()];
        let next = if was_shown { place.generation.checked_add(1) } else { Some(place.generation) };
        let Some(generation) = next else {
            // Relaxed, both: nobody takes it any more; and a figure.
            word.store(place.word(RETIRED), Ordering::Relaxed);
            lane.retired.fetch_add(1, Ordering::Relaxed);
            return;
        };
        // Release: pairs with the Acquire in `take`, so that our accesses happen before the next
        // owner's.
        word.store(Place { generation, ..place }.word(0), Ordering::Release);
        // Relaxed: advice.
        lane.next.store(place.index(), Ordering::Relaxed);
        self.open_group(place.index());
        lane.count(thread, usize::MAX);
    }

    /// What a slot has, and its place. `None` if it is free, retired, or none.
    pub fn state(&mut self, index: usize) -> Option<(Place, State)> {
        // Relaxed: we have the slots alone.
        let word = self.words.get(index)?.load(Ordering::Relaxed);
        let state = match word & !ENTRIES & LOW {
            LIVE => State::Live,
            OWNED | REMOVED => State::Hidden,
            RESERVED => State::Reserved,
            _ => return None,
        };
        let place = Place::from_bits(word & !LOW | index as u64)?;
        Some((place, state))
    }

    /// Leaves a slot its last generation, if it is free; so that a test need not use it up.
    #[doc(hidden)]
    pub fn wear_out(&mut self, index: usize) {
        // Relaxed, both: we have the slots alone.
        if self.words[index].load(Ordering::Relaxed) & LOW == 0 {
            self.words[index].store(!LOW, Ordering::Relaxed);
        }
    }

    /// This thread's number and lane. `None` if there are no slots.
    #[inline(always)]
    fn lane(&self) -> Option<(usize, &'a Lane)> {
        let thread = thread::number();
        let spread = if thread == 0 { thread::by_stack() } else { thread };
        // A power of two of lanes, or none.
        let lane = self.lanes.get(spread & self.lanes.len().wrapping_sub(1))?;
        Some((thread, lane))
    }
}

/// How many lanes: a power of two, one for each group at most; none where there are no slots.
const fn lanes(capacity: usize) -> usize {
    match capacity / GROUP {
        0 => (capacity > 0) as usize,
        LANES.. => LANES,
        groups => 1 << groups.ilog2(),
    }
}

/// The generation that the slots of the next pool begin with: each pool with another, so that its keys
/// seldom find anything elsewhere. The upper half is left for use.
fn first_generation() -> NonZero<u32> {
    // Models have no statics.
    #[cfg(not(all(test, loom)))]
    let pool = {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        // Relaxed: only a number.
        NEXT.fetch_add(1, Ordering::Relaxed)
    };
    #[cfg(all(test, loom))]
    let pool = 0_usize;
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is spread as well")]
    // An odd factor without pattern, 2 to the 32 by the golden ratio.
    let spread = (pool as u32).wrapping_mul(0x9E37_79B9) >> 1;
    NonZero::new(spread).unwrap_or(NonZero::<u32>::MIN)
}

/// Writes so many values, one after the other.
///
/// # Safety
///
/// - The memory from `start` on is as large and aligned, and for `'a` nobody else refers to it.
unsafe fn fill<'a, T>(start: NonNull<T>, len: usize, make: impl Fn(usize) -> T) -> &'a [T] {
    for index in 0..len {
        // SAFETY: the caller's promise.
        let at = unsafe { start.add(index) };
        // SAFETY: the same.
        unsafe { at.write(make(index)) };
    }
    // SAFETY: the same, and all of it was written.
    unsafe { slice::from_raw_parts(start.as_ptr(), len) }
}
