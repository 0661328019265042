//! A lock-free table of texts, in the memory of an arena.
//!
//! ```text
//! slots  | null | * | null | * | ...   by hash, open addressing
//!                 |          \
//!                 v           v
//!            number hash len "text"     an entry, which nobody changes but for its number
//!                 ^           ^
//!                 |          /
//! texts  | * | * | null | ...           by number, without gaps
//! ```
//!
//! A new text is *published* by the exchange of a null slot for its entry, once; so of threads that
//! come with the same text one wins, and the others find its entry. Then it is *numbered*: the first
//! null word of `texts` is exchanged for the entry, and the entry learns its number. Whoever finds an
//! entry that has no number yet does that for it, so that nobody waits for a thread that was stopped,
//! and no thread that lost has used up a number. Nothing is ever taken out, and nothing moves.

use core::{alloc::Layout, ptr, slice};

use crate::{
    cursor::Cursor,
    entry::Entry,
    error::AllocError,
    piece::Span,
    sync::{AtomicPtr, AtomicUsize, Ordering},
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
/// - **T1** What a slot or a word of `texts` points to is null or an entry of this table: written in
///   full before, in bytes claimed for as long as `'a`, and changed no more but for its number.
/// - **T2** A slot or a word of `texts` is null until it is exchanged, once, for good.
/// - **T3** The words of `texts` before the first null are not null. The entry that stands in one of
///   them has that number, or none yet; and it has it if the next word is not null.
/// - **T5** There are as many slots as a power of two.
/// - **T4** No entry stands in two words of `texts`.
#[derive(Debug)]
pub struct Table<'a> {
    cursor: &'a Cursor,
    /// As many as a power of two, and more than there are texts.
    slots: &'a [Word],
    texts: &'a [Word],
    count: &'a Count,
}

/// Null, or an entry.
type Word = AtomicPtr<Entry>;

/// How many texts have a number at least. It lies apart from what only threads with new texts write.
#[derive(Debug)]
#[repr(align(128))]
struct Count(AtomicUsize);

/// The most texts that a table has room for: numbers, and one more, fit in 32 bits.
const MOST: usize = u32::MAX as usize - 1;

impl<'a> Table<'a> {
    /// Makes an empty table with room for `capacity` texts. O(capacity): it claims, and clears,
    /// between two and a half and four words for each, and 128 bytes. The texts themselves are
    /// claimed when they come.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the table does not fit in what remains, [`AllocError::TooLarge`] if
    /// its size overflows, or the numbers would not fit in 32 bits.
    pub fn new(capacity: usize, cursor: &'a Cursor) -> Result<Self, AllocError> {
        let (layout, at, slots) = Self::shape(capacity).ok_or(AllocError::TooLarge)?;
        let (block, _) = claim(cursor, layout)?;
        let count = block.cast::<Count>();
        // SAFETY: the layout begins with a count.
        unsafe { count.write(Count(AtomicUsize::new(0))) };
        // SAFETY: the layout has the words from there on.
        let words = unsafe { block.byte_add(at) }.cast::<Word>();
        for index in 0..slots + capacity {
            // SAFETY: the layout has so many words.
            let word = unsafe { words.add(index) };
            // SAFETY: the bytes are ours. T2: every word begins as null.
            unsafe { word.write(Word::new(ptr::null_mut())) };
        }
        // SAFETY: all of them are written, and stay claimed for `'a`.
        let words = unsafe { slice::from_raw_parts(words.as_ptr(), slots + capacity) };
        let (slots, texts) = words.split_at(slots);
        // SAFETY: the same.
        Ok(Self { cursor, slots, texts, count: unsafe { count.as_ref() } })
    }

    /// The layout of a table, where its words begin, and how many of them are slots: half as many
    /// again as texts at least, so that searches are short.
    fn shape(capacity: usize) -> Option<(Layout, usize, usize)> {
        if capacity > MOST {
            return None;
        }
        let slots = capacity.checked_add(capacity / 2 + 1)?.checked_next_power_of_two()?;
        let words = Layout::array::<Word>(slots.checked_add(capacity)?).ok()?;
        let (layout, at) = Layout::new::<Count>().extend(words).ok()?;
        Some((layout, at, slots))
    }

    /// How many texts there is room for.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.texts.len()
    }

    /// How many texts have a number. A snapshot while other threads enter.
    pub fn len(&self) -> usize {
        // Acquire: as in `number_anew`.
        self.first_null(self.count.0.load(Ordering::Acquire))
    }

    /// Whether no text has a number. A snapshot while other threads enter.
    pub fn is_empty(&self) -> bool {
        self.text(0).is_none()
    }

    /// The text of that number. O(1).
    #[inline]
    pub fn text(&self, number: u32) -> Option<&'a str> {
        // Acquire: pairs with the Release in `number_anew`, and through it with that in `enter`, so
        // that the entry is seen as it was written.
        let entry = self.texts.get(number as usize)?.load(Ordering::Acquire);
        // SAFETY: T1.
        (!entry.is_null()).then(|| unsafe { Entry::text(entry) })
    }

    /// The number of a text, if it was entered before. O(1), if hashes are spread well.
    #[inline]
    pub fn find(&self, hash: u64, text: &str) -> Option<u32> {
        match self.look(self.start(hash), hash, text)? {
            (_, entry) if entry.is_null() => None,
            // SAFETY: T1.
            (_, entry) => unsafe { self.number_of(entry) },
        }
    }

    /// The number of a text, which is copied into the arena if nobody has entered it before. O(1), if
    /// hashes are spread well.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the text is new, and there are as many as there is room for: then
    /// `remaining` is 0; or if the text does not fit in what remains of the arena.
    /// [`AllocError::TooLarge`] if it has more than `u32::MAX` bytes.
    #[inline]
    pub fn enter(&self, hash: u64, text: &str) -> Result<u32, AllocError> {
        let number = match self.look(self.start(hash), hash, text) {
            Some((slot, entry)) if entry.is_null() => return self.enter_new(slot, hash, text),
            // SAFETY: T1.
            Some((_, entry)) => unsafe { self.number_of(entry) },
            None => None,
        };
        number.ok_or_else(|| refusal(text))
    }

    /// Where a search begins.
    #[inline(always)]
    fn start(&self, hash: u64) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "the lower bits are as good as all")]
        let start = hash as usize;
        start & (self.slots.len() - 1)
    }

    /// Looks for a text from a slot on: that with its entry, or the first that is null. `None` if
    /// neither is there.
    #[inline(always)]
    fn look(&self, start: usize, hash: u64, text: &str) -> Option<(usize, *mut Entry)> {
        let (mut slot, mask) = (start, self.slots.len() - 1);
        loop {
            // SAFETY: T5, no start and no mask is above it.
            let word = unsafe { self.slots.get_unchecked(slot) };
            // Acquire: pairs with the Release in `enter_new`, so that the entry is seen as it was
            // written.
            let entry = word.load(Ordering::Acquire);
            // SAFETY: T1.
            if entry.is_null() || unsafe { Entry::holds(entry, hash, text) } {
                return Some((slot, entry));
            }
            slot = (slot + 1) & mask;
            if slot == start {
                return None;
            }
        }
    }

    /// Publishes a text of which the slots up to `slot`, which was null, have none.
    #[cold]
    #[inline(never)]
    fn enter_new(&self, mut slot: usize, hash: u64, text: &str) -> Result<u32, AllocError> {
        // Relaxed: a table that is full a moment later is noticed when there is no number.
        if self.count.0.load(Ordering::Relaxed) >= self.capacity() {
            return Err(refusal(text));
        }
        let layout = Entry::layout(text).ok_or(AllocError::TooLarge)?;
        let block = claim(self.cursor, layout)?;
        // SAFETY: the block was claimed for this text just now.
        let entry = unsafe { Entry::write(block.0, hash, text) };
        let found = loop {
            // Release: pairs with the Acquire in `look`, so that who finds the entry sees it written.
            // Relaxed: another's entry is found by `look`.
            let word = &self.slots[slot];
            let null = ptr::null_mut();
            // T1: the entry is written. T2: only a null slot is exchanged.
            if word.compare_exchange(null, entry, Ordering::Release, Ordering::Relaxed).is_ok() {
                break Some(entry);
            }
            match self.look(slot, hash, text) {
                Some((null, found)) if found.is_null() => slot = null,
                Some((_, found)) => break Some(found),
                None => break None,
            }
        };
        if found != Some(entry) {
            // SAFETY: the block is ours, and nobody has seen it. If it is not the lowest any more, it
            // stays unused.
            unsafe { self.cursor.give_back(block) };
        }
        // SAFETY: T1.
        let number = found.and_then(|found| unsafe { self.number_of(found) });
        number.ok_or_else(|| refusal(text))
    }

    /// The number of an entry. `None` if there are as many texts as there is room for, and it came
    /// too late.
    ///
    /// # Safety
    ///
    /// - The entry was published.
    #[inline(always)]
    unsafe fn number_of(&self, entry: *mut Entry) -> Option<u32> {
        // SAFETY: the caller's promise, and T1.
        let number = unsafe { &(*entry).number };
        // Acquire: pairs with the Releases in `number_anew`, so that the text is found by its number.
        match number.load(Ordering::Acquire) {
            // SAFETY: the caller's promise.
            0 => unsafe { self.number_anew(entry) },
            number => Some(below(number)),
        }
    }

    /// The same of an entry that had no number a moment ago: it gets one.
    ///
    /// # Safety
    ///
    /// - As for [`number_of`](Self::number_of).
    #[cold]
    #[inline(never)]
    unsafe fn number_anew(&self, entry: *mut Entry) -> Option<u32> {
        // SAFETY: the caller's promise, and T1.
        let number = unsafe { &(*entry).number };
        // Acquire: pairs with the Release below, so that the words before it are not null.
        let mut at = self.count.0.load(Ordering::Acquire);
        loop {
            at = self.first_null(at);
            if let Some(last) = at.checked_sub(1) {
                // Relaxed: it was seen by `first_null`, or before the count was stored.
                let last = self.texts[last].load(Ordering::Relaxed);
                // SAFETY: T1. T3: it has this number, or none yet.
                let last = unsafe { &(*last).number };
                // Release: pairs with the Acquire in `number_of`.
                last.store(at, Ordering::Release);
            }
            // T4: if the entry stands in a word before `at`, it has its number by now (T3).
            // Acquire: as in `number_of`.
            match number.load(Ordering::Acquire) {
                0 => {}
                number => return Some(below(number)),
            }
            // Release: pairs with the Acquires in `text` and `first_null`, so that who finds the
            // entry sees it written, and that the words before it have their numbers.
            // Relaxed: who came first is looked at by `first_null`.
            let (null, word) = (ptr::null_mut(), self.texts.get(at)?);
            // T2, T3: the first null word is exchanged, when the one before it has its number.
            if word.compare_exchange(null, entry, Ordering::Release, Ordering::Relaxed).is_ok() {
                // Release: pairs with the Acquire in `number_of`.
                number.store(at + 1, Ordering::Release);
                // Release: pairs with the Acquires above and in `len`. Others may have stored more
                // meanwhile: it is a figure to begin with.
                self.count.0.store(at + 1, Ordering::Release);
                return Some(below(at + 1));
            }
        }
    }

    /// The first word of `texts` from there on that is null.
    fn first_null(&self, from: usize) -> usize {
        let rest = self.texts[from..].iter();
        // Acquire: pairs with the Release in `number_anew`, so that the words before it are seen, and
        // their numbers.
        from + rest.take_while(|word| !word.load(Ordering::Acquire).is_null()).count()
    }
}

/// The error for a text that there is no room for in the table.
#[cold]
#[inline(never)]
fn refusal(text: &str) -> AllocError {
    Entry::layout(text)
        .map_or(AllocError::TooLarge, |requested| AllocError::Full { requested, remaining: 0 })
}

/// The number of a text, by what its entry has of it.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "a table has no more than `MOST` texts")]
fn below(number: usize) -> u32 {
    (number - 1) as u32
}

/// Claims bytes, or says why not.
fn claim(cursor: &Cursor, requested: Layout) -> Result<Span, AllocError> {
    cursor.claim_span(requested).ok_or_else(|| {
        cursor.note_refusal();
        AllocError::Full { requested, remaining: cursor.remaining() }
    })
}
