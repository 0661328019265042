//! A lock-free table of texts, in the memory of an arena.
//!
//! ```text
//! texts  | * | * | null | ...                by number, without gaps
//!          |   |
//!          v   v
//!          hash len "text"                   entries, which nobody changes
//!
//! slots  | 0 | hash 1 | 0 | hash 2 | ...     by hash, open addressing: a number and one more
//! ```
//!
//! A new text is there when the first null word of `texts` is exchanged for its entry: that decides its
//! number. Then it gets a slot, by which it is found. A thread that comes with a new text meanwhile goes
//! over the words from the last that was known to have a slot up to the first that is null: it compares
//! each with its own text, and gives each the slot that it may not have yet, before it exchanges that
//! null. So no text comes in twice, nobody waits for a thread that was stopped, and a thread that
//! lost has used up no number. Nothing is ever taken out, and nothing moves.
//!
//! The bits of a slot that no number needs are bits of the hash: most entries of other texts are not even
//! looked at.

use core::{alloc::Layout, ptr};

use crate::{
    cursor::Cursor,
    entry::Entry,
    error::AllocError,
    fill::fill,
    piece::Span,
    sync::{AtomicPtr, AtomicU32, AtomicUsize, Ordering},
};

/// Texts, each of which is stored once and has a number; many threads enter and find them, without
/// locks. The numbers are dense: those of `n` texts are `0..n`.
///
/// The caller hashes. Texts that are equal must have equal hashes, or they are stored more than once.
///
/// ```
/// use arena_core::{Heap, Region, Table};
///
/// let region = Region::new(Heap::new(4096)?);
/// let table = Table::new(100, region.cursor())?;
/// let (one, two) = (table.enter(1, "one")?, table.enter(2, "two")?);
/// assert_eq!((table.enter(1, "one")?, table.find(2, "two")), (one, Some(two)));
/// assert_eq!((table.text(two), table.len()), (Some("two"), 2));
/// # Ok::<(), arena_core::AllocError>(())
/// ```
///
/// # Invariants
///
/// - **T1** A word of `texts` is null, or points to an entry of this table: written in full before, in
///   bytes claimed for as long as `'a` (E1).
/// - **T2** A word of `texts` is null until it is exchanged, once, for good; a slot until something is
///   stored in it, which is the same whoever stores it. The words before one that is not null are not
///   null.
/// - **T3** A slot that is not null has the number of a word that is not. Each number has one slot at
///   most, and there are more slots than numbers: as many as a power of two.
/// - **T4** A word of `texts` is exchanged only when those before it have their slots, and none of them
///   is the same text. Those before the count have their slots.
#[derive(Debug)]
pub struct Table<'a> {
    cursor: &'a Cursor,
    slots: &'a [AtomicU32],
    texts: &'a [AtomicPtr<Entry>],
    count: &'a Count,
    /// The bits of a slot that are a number and one more.
    numbers: u32,
}

/// How many texts have a slot at least. It lies apart from what all threads read.
#[derive(Debug)]
#[repr(align(64))]
struct Count(AtomicUsize);

/// The most texts that a table has room for: numbers, and one more, fit in 32 bits.
const MOST: usize = u32::MAX as usize - 1;

/// Where the parts of a table lie in its block.
struct Shape {
    layout: Layout,
    texts: usize,
    slots: usize,
    /// How many slots: three times as many as texts at least, so that most searches end where they begin.
    count: usize,
}

impl Shape {
    fn new(capacity: usize) -> Option<Self> {
        let count = capacity.checked_mul(3)?.checked_add(1)?.checked_next_power_of_two()?;
        let words = Layout::array::<AtomicPtr<Entry>>(capacity).ok()?;
        let (layout, texts) = Layout::new::<Count>().extend(words).ok()?;
        let (layout, slots) = layout.extend(Layout::array::<AtomicU32>(count).ok()?).ok()?;
        Some(Self { layout, texts, slots, count }).filter(|_| capacity <= MOST)
    }
}

impl<'a> Table<'a> {
    /// Makes an empty table with room for `capacity` texts. O(capacity): it claims, and clears, 20 to 32
    /// bytes for each (of which 8 are a pointer), and 64. The texts are claimed when they come.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the table does not fit in what remains, [`AllocError::TooLarge`] if
    /// its size overflows, or the numbers would not fit in 32 bits.
    pub fn new(capacity: usize, cursor: &'a Cursor) -> Result<Self, AllocError> {
        let shape = Shape::new(capacity).ok_or(AllocError::TooLarge)?;
        let (block, _) = claim(cursor, shape.layout)?;
        // SAFETY: the block was claimed for it just now, and stays claimed for `'a`.
        let count = unsafe { fill(block.cast(), 1, |_| Count(AtomicUsize::new(0))) };
        // SAFETY: the layout says so, of this and the next.
        let texts = unsafe { block.byte_add(shape.texts) }.cast();
        // SAFETY: the same.
        let slots = unsafe { block.byte_add(shape.slots) }.cast();
        // SAFETY: as for the count. T2.
        let texts = unsafe { fill(texts, capacity, |_| AtomicPtr::new(ptr::null_mut())) };
        // SAFETY: as for the count. T2.
        let slots = unsafe { fill(slots, shape.count, |_| AtomicU32::new(0)) };
        #[expect(clippy::cast_possible_truncation, reason = "the capacity is at most `MOST`")]
        let unused = (capacity as u32).leading_zeros();
        let numbers = u32::MAX.checked_shr(unused).unwrap_or(0);
        Ok(Self { cursor, slots, texts, count: &count[0], numbers })
    }

    /// How many texts there is room for.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.texts.len()
    }

    /// How many texts there are. A snapshot while other threads enter.
    pub fn len(&self) -> usize {
        // Relaxed: a figure to begin with; there are as many at least.
        let count = self.count.0.load(Ordering::Relaxed);
        count + self.texts[count..].iter().take_while(|word| is_there(word)).count()
    }

    /// Whether there is no text. A snapshot while other threads enter.
    pub fn is_empty(&self) -> bool {
        self.text(0).is_none()
    }

    /// The text of that number. O(1).
    #[inline]
    pub fn text(&self, number: u32) -> Option<&'a str> {
        // Acquire: pairs with the Release in `enter_new`, so that the entry is seen as it was written.
        let entry = self.texts.get(number as usize)?.load(Ordering::Acquire);
        // SAFETY: T1.
        (!entry.is_null()).then(|| unsafe { Entry::text(entry) })
    }

    /// The number of a text, if it was entered before. O(1), if hashes are spread well.
    #[inline]
    pub fn find(&self, hash: u64, text: &str) -> Option<u32> {
        let start = self.start(hash);
        self.look(start, hash, text).or_else(|end| self.look_closely(end, hash, text)).ok()
    }

    /// The number of a text, which is copied into the arena if nobody has entered it before. O(1), if
    /// hashes are spread well.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the text is new, and there are as many as there is room for: then
    /// `remaining` is 0; or if the text does not fit in what remains of the arena.
    /// [`AllocError::TooLarge`] if it has more than `u32::MAX` bytes.
    #[inline(always)]
    pub fn enter(&self, hash: u64, text: &str) -> Result<u32, AllocError> {
        match self.look(self.start(hash), hash, text) {
            Ok(number) => Ok(number),
            Err(end) => self.enter_new(end, hash, text),
        }
    }

    /// Looks for a text that has a slot, from a slot on. If it has none there, the first that is null.
    #[inline(always)]
    fn look(&self, mut slot: usize, hash: u64, text: &str) -> Result<u32, usize> {
        loop {
            // SAFETY: T3, a start and what follows it are below their number.
            let word = unsafe { self.slots.get_unchecked(slot) };
            // Acquire: pairs with the Release in `give_slot`, so that the word of that number is seen,
            // and its entry as it was written.
            let word = word.load(Ordering::Acquire);
            if word == 0 {
                return Err(slot);
            }
            if (word ^ tag(hash)) & !self.numbers == 0 {
                let number = (word & self.numbers) - 1;
                // SAFETY: T3, there is such a word.
                let entry = unsafe { self.texts.get_unchecked(number as usize) };
                // Relaxed: it was there before the slot was.
                let entry = entry.load(Ordering::Relaxed);
                // SAFETY: T1, T3.
                if unsafe { Entry::holds(entry, hash, text) } {
                    return Ok(number);
                }
            }
            slot = self.after(slot);
        }
    }

    /// Looks for a text of which [`look`](Self::look) has found no slot up to `end`, among those without
    /// one too. If it is not there, the first word of `texts` that is null.
    #[inline]
    fn look_closely(&self, end: usize, hash: u64, text: &str) -> Result<u32, usize> {
        // Acquire: pairs with the Release in `enter_new`, so that the slots of those before are seen.
        let count = self.count.0.load(Ordering::Acquire);
        match self.look(end, hash, text) {
            Ok(number) => Ok(number),
            Err(_) if self.texts.get(count).is_some_and(is_there) => {
                self.go_over(count, hash, text)
            }
            Err(_) => Err(count),
        }
    }

    /// Gives their slots to the texts from that word on, and looks for one among them. If it is not
    /// there, the first word that is null.
    #[cold]
    #[inline(never)]
    fn go_over(&self, mut at: usize, hash: u64, text: &str) -> Result<u32, usize> {
        while let Some(word) = self.texts.get(at) {
            // Acquire: as in `text`; and so that the slots of those before are seen.
            let entry = word.load(Ordering::Acquire);
            if entry.is_null() {
                break;
            }
            // SAFETY: T1.
            let its_hash = unsafe { Entry::hash(entry) };
            self.give_slot(self.start(its_hash), number(at), its_hash);
            // SAFETY: T1.
            if unsafe { Entry::holds(entry, hash, text) } {
                return Ok(number(at));
            }
            at += 1;
        }
        Err(at)
    }

    /// Enters a text of which [`look`](Self::look) has found no slot up to `end`.
    #[cold]
    #[inline(never)]
    fn enter_new(&self, end: usize, hash: u64, text: &str) -> Result<u32, AllocError> {
        let mut at = match self.look_closely(end, hash, text) {
            Ok(number) => return Ok(number),
            Err(at) => at,
        };
        if at == self.capacity() {
            return Err(refusal(text));
        }
        let layout = Entry::layout(text).ok_or(AllocError::TooLarge)?;
        let block = claim(self.cursor, layout)?;
        // SAFETY: the block was claimed for this text just now.
        let entry = unsafe { Entry::write(block.0, hash, text) };
        let found = loop {
            let Some(word) = self.texts.get(at) else { break Err(refusal(text)) };
            // T1: the entry is written. T2: the first null word is exchanged. T4: `go_over` has seen
            // all before it.
            // Release: pairs with the Acquires in `text` and `go_over`. Relaxed: so is who was first.
            let null = ptr::null_mut();
            if word.compare_exchange(null, entry, Ordering::Release, Ordering::Relaxed).is_ok() {
                self.give_slot(end, number(at), hash);
                // T4. Release: pairs with the Acquire in `look_closely`. Others may have stored more
                // meanwhile, and less is as true.
                self.count.0.store(at + 1, Ordering::Release);
                return Ok(number(at));
            }
            match self.go_over(at, hash, text) {
                Ok(number) => break Ok(number),
                Err(next) => at = next,
            }
        };
        // SAFETY: the block is ours, and nobody has seen it. Where it is not the lowest any more, it
        // stays unused.
        unsafe { self.cursor.give_back(block) };
        found
    }

    /// Gives a number that is in `texts` its slot, if it has none, when those before it have theirs. It
    /// is looked for from `slot` on: where searches for its hash begin, or behind slots of others.
    ///
    /// Several threads may do so at once. All see the slots of those before, and no number after this
    /// has a slot yet unless this has: so all find the same slot, and store the same in it.
    fn give_slot(&self, mut slot: usize, number: u32, hash: u64) {
        let new = (tag(hash) & !self.numbers) | (number + 1);
        loop {
            // Acquire: pairs with the Release below, so that who finds it done passes it on.
            match self.slots[slot].load(Ordering::Acquire) {
                0 => break,
                found if found == new => return,
                _ => slot = self.after(slot),
            }
        }
        // T2, T3. Release: pairs with the Acquires in `look` and above.
        self.slots[slot].store(new, Ordering::Release);
    }

    /// Where a search begins.
    #[inline(always)]
    fn start(&self, hash: u64) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "the lower bits are as good as all")]
        let start = hash as usize;
        start & (self.slots.len() - 1)
    }

    /// The slot after one, in a circle.
    #[inline(always)]
    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

/// Bits of a hash that do not say where a search begins, unless the table is huge.
#[inline(always)]
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Whether a word of `texts` has an entry.
#[inline(always)]
fn is_there(word: &AtomicPtr<Entry>) -> bool {
    // Relaxed: of the entry no more than that.
    !word.load(Ordering::Relaxed).is_null()
}

/// The number of the text in a word of `texts`.
#[expect(clippy::cast_possible_truncation, reason = "a table has no more than `MOST` texts")]
fn number(at: usize) -> u32 {
    at as u32
}

/// The error for a text that there is no room for in the table.
#[cold]
#[inline(never)]
fn refusal(text: &str) -> AllocError {
    Entry::layout(text)
        .map_or(AllocError::TooLarge, |requested| AllocError::Full { requested, remaining: 0 })
}

/// Claims bytes, or says why not.
#[inline]
fn claim(cursor: &Cursor, requested: Layout) -> Result<Span, AllocError> {
    cursor.claim_span(requested).ok_or_else(|| full(cursor, requested))
}

/// The error where the arena has no room.
#[cold]
#[inline(never)]
fn full(cursor: &Cursor, requested: Layout) -> AllocError {
    cursor.note_refusal();
    AllocError::Full { requested, remaining: cursor.remaining() }
}
