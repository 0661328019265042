//! Each text once.

use core::{
    fmt,
    hash::{BuildHasher, Hasher},
    num::NonZero,
};

use arena_core::{AllocError, ArenaSafe, Table};
use static_assertions::{assert_eq_size, assert_impl_all};

use crate::{handle::Shared, hasher::DefaultHashBuilder, typed::expect};

/// Keeps each text once, in an arena, and gives it a number: a [`Symbol`].
///
/// Any number of threads use `&Interner` at once, without locks. Threads that meet at a new text get
/// one symbol. Two texts are equal if their symbols are, and what is known of texts lies in tables
/// beside the interner, by the [`index`](Symbol::index) of their symbols. The texts live for `'a`: as
/// long as the arena is borrowed, however short the interner lives.
///
/// To find a text is O(1) and writes nothing, so it scales with the cores. A new text costs two
/// exchanges. Nothing is ever taken out.
///
/// An interner never grows, as its arena does not. Its table is claimed when it is made: 20 to 32 bytes
/// for each text that there is room for, and 64. An entry takes 12 bytes and those of its text, rounded
/// up to 4.
///
/// # Which hasher
///
/// Texts whose hashes collide make it slow, and never wrong. The [default](DefaultHashBuilder) is fast
/// and has another seed in each run, so a text that was written beforehand cannot choose its place;
/// where somebody may send texts and measure how long they take, use `RandomState` of `std`. A hasher
/// whose hashes of one text differ makes several symbols of it.
///
/// # When it is full
///
/// What cannot be interned is an [`AllocError`] or a panic with its text; everything interned before
/// stays. If it is the table that is full, the error says that 0 bytes remain, whatever the arena has.
///
/// ```
/// use arena::{Arena, Interner};
///
/// let arena = Arena::new(64 * 1024)?;
/// let names = Interner::new_in(100, &arena);
/// std::thread::scope(|threads| {
///     for text in ["let x = y", "let y = x"] {
///         let names = &names;
///         threads.spawn(move || text.split(' ').map(|word| names.intern(word)).count());
///     }
/// });
/// assert_eq!(names.len(), 4);
/// let x = names.intern("x");
/// assert!(names.get("x") == Some(x) && names.resolve(x) == "x");
///
/// // What is known of each, by its number.
/// let mut lengths = vec![0; names.len()];
/// for (symbol, text) in names.iter() {
///     lengths[symbol.index()] = text.len();
/// }
/// assert_eq!(lengths.iter().sum::<usize>(), 6);
/// # Ok::<(), arena::AllocError>(())
/// ```
pub struct Interner<'a, S = DefaultHashBuilder> {
    table: Table<'a>,
    hasher: S,
}

assert_impl_all!(Interner<'static>: Send, Sync, Unpin, ArenaSafe);
assert_impl_all!(Interner<'static>: core::panic::UnwindSafe, core::panic::RefUnwindSafe);

impl<S: ArenaSafe> ArenaSafe for Interner<'_, S> {}

/// The number of a text in an [`Interner`]. Symbols of one interner are equal if their texts are, and
/// in the order of their first coming.
///
/// A symbol means nothing to another interner. See [`Interner::resolve`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Symbol(NonZero<u32>);

assert_eq_size!(Symbol, Option<Symbol>, u32);

impl ArenaSafe for Symbol {}

impl Symbol {
    #[inline(always)]
    fn new(number: u32) -> Self {
        Self(NonZero::<u32>::MIN.saturating_add(number))
    }

    #[inline(always)]
    fn number(self) -> u32 {
        self.0.get() - 1
    }

    /// The number: the first text has 0, and of `n` texts each has another below `n`. It is below the
    /// interner's capacity.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let names = arena::Interner::new_in(10, &arena);
    /// assert_eq!(["one", "two", "one"].map(|name| names.intern(name).index()), [0, 1, 0]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn index(self) -> usize {
        self.number() as usize
    }
}

impl<'a> Interner<'a> {
    /// Makes an interner with room for `capacity` distinct texts, in the memory of an arena or a scope.
    /// O(capacity).
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
    ///
    /// ```
    /// let mut arena = arena::Arena::new(4096)?;
    /// arena.scope(|scope| {
    ///     let names = arena::Interner::new_in(10, &*scope);
    ///     assert_eq!(names.resolve(names.intern("one")), "one");
    /// });
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn new_in(capacity: usize, arena: impl Shared<'a>) -> Self {
        expect(Self::try_new_in(capacity, arena))
    }

    /// [`new_in`](Self::new_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the table does not fit in what remains, [`AllocError::TooLarge`] if its
    /// size overflows, or `capacity` exceeds 2<sup>32</sup> - 2.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// assert!(arena::Interner::try_new_in(1000, &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_new_in(capacity: usize, arena: impl Shared<'a>) -> Result<Self, AllocError> {
        Self::try_with_hasher_in(capacity, DefaultHashBuilder::default(), arena)
    }
}

impl<'a, S: BuildHasher> Interner<'a, S> {
    /// [`new_in`](Interner::new_in) with a hasher. It gets the bytes of each text, and nothing else.
    ///
    /// # Panics
    ///
    /// As [`new_in`](Interner::new_in).
    ///
    /// ```
    /// use std::hash::RandomState;
    ///
    /// let arena = arena::Arena::new(4096)?;
    /// let names = arena::Interner::with_hasher_in(10, RandomState::new(), &arena);
    /// assert_eq!(names.intern("one"), names.intern("one"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn with_hasher_in(capacity: usize, hasher: S, arena: impl Shared<'a>) -> Self {
        expect(Self::try_with_hasher_in(capacity, hasher, arena))
    }

    /// [`with_hasher_in`](Self::with_hasher_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// As [`try_new_in`](Interner::try_new_in).
    ///
    /// ```
    /// use std::hash::RandomState;
    ///
    /// let arena = arena::Arena::new(64)?;
    /// assert!(arena::Interner::try_with_hasher_in(10, RandomState::new(), &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_with_hasher_in(
        capacity: usize,
        hasher: S,
        arena: impl Shared<'a>,
    ) -> Result<Self, AllocError> {
        Ok(Self { table: Table::new(capacity, arena.cursor())?, hasher })
    }

    /// The symbol of a text, which is copied into the arena if it is new.
    ///
    /// # Panics
    ///
    /// If the text is new, and the interner or the arena is [full](AllocError::Full), or the text has
    /// more than `u32::MAX` bytes.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let names = arena::Interner::new_in(10, &arena);
    /// assert_eq!(names.intern("one"), names.intern(&String::from("one")));
    /// assert_ne!(names.intern("one"), names.intern("two"));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn intern(&self, text: &str) -> Symbol {
        expect(self.try_intern(text))
    }

    /// [`intern`](Self::intern), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the text is new and there is no room for it: in the interner, then
    /// `remaining` is 0, or in the arena. [`AllocError::TooLarge`] if it has more than `u32::MAX` bytes.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let names = arena::Interner::new_in(1, &arena);
    /// let one = names.try_intern("one")?;
    /// assert!(names.try_intern("two").is_err());
    /// assert_eq!(names.try_intern("one"), Ok(one));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline(always)]
    pub fn try_intern(&self, text: &str) -> Result<Symbol, AllocError> {
        self.table.enter(self.hash(text), text).map(Symbol::new)
    }

    /// The symbol of a text, if it was interned before.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let names = arena::Interner::new_in(10, &arena);
    /// let one = names.intern("one");
    /// assert_eq!((names.get("one"), names.get("two")), (Some(one), None));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn get(&self, text: &str) -> Option<Symbol> {
        self.table.find(self.hash(text), text).map(Symbol::new)
    }

    #[inline(always)]
    fn hash(&self, text: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(text.as_bytes());
        hasher.finish()
    }
}

impl<'a, S> Interner<'a, S> {
    /// The text of a symbol. O(1).
    ///
    /// A symbol of another interner leads to whatever text has that number here.
    ///
    /// # Panics
    ///
    /// If no text has that number: then the symbol is of another interner.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let names = arena::Interner::new_in(10, &arena);
    /// let one = names.intern("one");
    /// let text: &str = names.resolve(one);
    /// drop(names);
    /// assert_eq!(text, "one"); // lives as long as the arena
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    #[track_caller]
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        match self.table.text(symbol.number()) {
            Some(text) => text,
            None => unknown(symbol),
        }
    }

    /// How many texts are interned. A snapshot while other threads intern.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let names = arena::Interner::new_in(10, &arena);
    /// names.intern("one");
    /// assert_eq!((names.len(), names.capacity()), (1, 10));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether no text is interned.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// How many distinct texts there is room for.
    pub fn capacity(&self) -> usize {
        self.table.capacity()
    }

    /// The texts with their symbols, in the order of their first coming. It sees those that other
    /// threads intern meanwhile, as far as it has not ended.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let names = arena::Interner::new_in(10, &arena);
    /// ["one", "two", "one"].map(|name| names.intern(name));
    /// assert!(names.iter().map(|(_, text)| text).eq(["one", "two"]));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, &'a str)> {
        (0..).map_while(|number| Some((Symbol::new(number), self.table.text(number)?)))
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn unknown(symbol: Symbol) -> ! {
    panic!("the symbol of another interner: no text here has the number {}", symbol.number())
}

impl<S> fmt::Debug for Interner<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interner")
            .field("len", &self.len())
            .field("capacity", &self.capacity())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Symbol").field(&self.number()).finish()
    }
}
