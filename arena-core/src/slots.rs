//! Slots that are taken and come back: which are free, whose they are, and who may look.
//!
//! A slot is an index; what lies there is the caller's. Each has one word, which decides everything:
//!
//! ```text
//! free ----take---> owned, reserved ---publish---> live <---enter, leave---> live, with entries
//!   ^                      |                         |                         |
//!   |                      |                       remove                    remove
//!   |                      v                         v                         v
//!   '---------free---------+----------------------- owned <---last leave--- removed, with entries
//! ```
//!
//! Who takes a slot has it alone, and so has who finds by `remove` or `leave` that its value is to go.
//! A slot that was shown is freed with another generation; one that has had all of them retires.
//!
//! # What it costs
//!
//! `take`, `enter`, `leave` and `remove` are one exchange each, for each decides between threads;
//! `publish` and `free` are stores. So there is no list of free slots, which would be exchanged at both
//! ends of a slot's use. The words are the truth, and where to look is *advice*: a thread begins where it
//! was last, and a bit for each group of slots says whether one of it may be free.
//!
//! `take` cannot do with less: what only one may have of what all may take needs an exchange or a
//! fence ([*Laws of Order*](https://doi.org/10.1145/1926385.1926442), Attiya and others, POPL 2011). An
//! allocator that does with less keeps free memory for each thread that no other gets; of slots, that
//! would be a pool which refuses though it has free ones.
//!
//! Advice may be wrong. A bit too many costs a look at its group. One that is missing, for a slot
//! that was freed just when its bit was cleared, costs a look at every word, but only where the
//! counts say that there must be one.

use core::{alloc::Layout, fmt, ptr::NonNull};

use crate::{
    fill::fill,
    place::{ENTRIES, LIVE, LOW, OWNED, Place, REMOVED, RESERVED, RETIRED, State},
    sync::{AtomicU64, AtomicUsize, Ordering},
    tally::Lane,
    thread,
};

/// Slots whose bits are looked at together.
const GROUP: usize = 64;
/// Groups of one word of advice.
const BITS: usize = usize::BITS as usize;
/// The most lanes.
const LANES: usize = 64;

/// A fixed number of slots, shared by threads.
///
/// ```
/// use arena_core::{Heap, Region, Slots};
///
/// let region = Region::new(Heap::new(4096)?);
/// let layout = Slots::layout(10).expect("ten are few");
/// let block = region.cursor().claim(layout).expect("there is room");
/// // SAFETY: the claim has that layout, and nobody else has it.
/// let slots = unsafe { Slots::write(block, 10) };
/// let place = slots.take(true).expect("all are free");
/// // ... write a value at `place.index()` of something else, and then:
/// slots.publish(place);
/// assert!(slots.enter(place));
/// assert_eq!(slots.remove(place), Some(false)); // somebody is there
/// assert!(slots.leave(place));
/// // ... drop the value, and then:
/// slots.free(place, true);
/// assert!(!slots.enter(place));
/// # Ok::<(), arena_core::AllocError>(())
/// ```
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
        let first = Place::of_new_slots();
        let lane = |index| Lane::new(index * (capacity / lanes(capacity)));
        let word = |_| AtomicU64::new(first.word(0));
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
        self.lanes.iter().map(Lane::retirements).fold(self.used(), usize::wrapping_sub)
    }

    /// How many are not free; a snapshot.
    fn used(&self) -> usize {
        // Freed by one lane what was taken by another, a count is below 0.
        self.lanes.iter().map(Lane::used).fold(0, usize::wrapping_add)
    }

    /// Takes a free slot, to put a value there now (owned) or later, if at all (reserved). `None` if
    /// all are taken.
    #[inline]
    pub fn take(&self, is_owned: bool) -> Option<Place> {
        let flag = if is_owned { OWNED } else { RESERVED };
        let (thread, lane) = self.lane()?;
        match self.take_at(lane.next(), flag) {
            Some(place) => {
                lane.took(thread, place.index());
                Some(place)
            }
            None => self.search(flag),
        }
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

    /// Looks for a free slot, from where this thread was last.
    #[cold]
    #[inline(never)]
    fn search(&self, flag: u64) -> Option<Place> {
        let (thread, lane) = self.lane()?;
        // One behind the last slot is none.
        let from = lane.next() % self.capacity();
        let place = self.take_in_any(from, flag).or_else(|| self.take_missed(flag))?;
        lane.took(thread, place.index());
        Some(place)
    }

    /// Looks in the groups that may have a free slot.
    fn take_in_any(&self, from: usize, flag: u64) -> Option<Place> {
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
        None
    }

    /// Looks everywhere, if one must be free: its bit may be missing, since it was freed just then.
    fn take_missed(&self, flag: u64) -> Option<Place> {
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

    /// Frees a slot that the caller has alone. `was_shown`: whether a key of it may exist.
    #[inline]
    pub fn free(&self, place: Place, was_shown: bool) {
        let Some((thread, lane)) = self.lane() else { return };
        let word = &self.words[place.index()];
        let Some(next) = (if was_shown { place.renewed() } else { Some(place) }) else {
            // Relaxed: nobody takes it now.
            word.store(place.word(RETIRED), Ordering::Relaxed);
            return lane.retired();
        };
        // Release: pairs with the Acquire in `take`: our accesses happen before the next owner's.
        word.store(next.word(0), Ordering::Release);
        self.open_group(place.index());
        lane.freed(thread, place.index());
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

    /// Sets where all threads look first.
    #[cfg(all(test, loom))]
    pub(crate) fn advise(&self, next: usize) {
        self.lanes.iter().for_each(|lane| lane.look_at(next));
    }

    /// This thread's number and lane. `None` if there are no slots.
    #[inline(always)]
    fn lane(&self) -> Option<(usize, &'a Lane)> {
        // A power of two of lanes, or none.
        let lane = self.lanes.get(thread::spread() & self.lanes.len().wrapping_sub(1))?;
        Some((thread::number(), lane))
    }
}

impl fmt::Debug for Slots<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slots").field("capacity", &self.capacity()).finish_non_exhaustive()
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
