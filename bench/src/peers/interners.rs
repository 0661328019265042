//! What keeps each text once and gives it a number.

use std::{
    hash::{BuildHasher, Hasher},
    num::NonZero,
    ops::Deref,
    sync::Arc,
};

use arena::{Arena, Interner};
use foldhash::fast::RandomState;
use hashbrown::HashMap;
use lasso::{Capacity, Key, Rodeo, Spur, ThreadedRodeo};
use string_interner::{StringInterner, Symbol, backend::StringBackend};
use symbol_table::SymbolTable;

use crate::{
    peers::ours,
    subject::{Shared, Subject},
};

/// How they are set.
pub const SETTINGS: &str = "`Interner`, `Rodeo`, `ThreadedRodeo`, string-interner and hashbrown with `foldhash`, which is the default of the first \
    and the last, and with room for as many texts as there are; \"std's hasher\" is lasso's own default. symbol_table has neither setting. hashbrown is a \
    `HashMap<String, u32>`, which finds the number of a text, but not the text of a number. \"hash alone\" hashes each word and keeps nothing.";

/// Numbers texts, on one thread.
pub trait Intern {
    /// The number of `text`.
    fn intern(&mut self, text: &str) -> u32;
}

/// Numbers texts, on many threads.
pub trait InternShared {
    /// The number of `text`.
    fn intern(&self, text: &str) -> u32;
}

/// A table that is made anew for each pass, inside the timed part. What it leaves is freed outside.
pub struct Fresh<T> {
    make: fn(usize) -> T,
    texts: usize,
    table: Option<T>,
}

impl<T> Fresh<T> {
    /// Tables that `make` makes, with room for so many texts.
    pub fn new(make: fn(usize) -> T, texts: usize) -> Self {
        Self { make, texts, table: None }
    }
}

impl<T: 'static> Subject for Fresh<T> {
    type Handle<'a> = &'a mut T;

    #[inline(always)]
    fn open(&mut self) -> &mut T {
        self.table.insert((self.make)(self.texts))
    }

    fn reset(&mut self) {
        self.table = None;
    }
}

impl<T: Intern> Intern for &mut T {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        (**self).intern(text)
    }
}

/// An arena, in which an interner is made for each pass.
pub struct InArena {
    arena: Arena,
    texts: usize,
}

/// An interner for so many texts, of so many bytes together.
pub fn in_arena(texts: usize, bytes: usize) -> InArena {
    InArena { arena: ours::arena(room(texts, bytes)), texts }
}

fn room(texts: usize, bytes: usize) -> usize {
    // The table, and the entries with their padding.
    4096 + texts * (32 + 16) + bytes
}

impl Subject for InArena {
    type Handle<'a> = Interner<'a>;

    #[inline(always)]
    fn open(&mut self) -> Interner<'_> {
        Interner::new_in(self.texts, &self.arena)
    }

    fn reset(&mut self) {
        self.arena.reset();
    }
}

impl Intern for Interner<'_> {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        Interner::intern(self, text).index() as u32
    }
}

/// A table that threads share.
pub struct Together<T> {
    make: Box<dyn Fn() -> T + Sync>,
    /// Whether it is made anew after each pass, untimed.
    fresh: bool,
    table: T,
}

impl<T> Together<T> {
    /// A table that is made anew for each pass.
    pub fn fresh(make: impl Fn() -> T + Sync + 'static) -> Self {
        Self { table: make(), make: Box::new(make), fresh: true }
    }

    /// A table that has these texts already.
    pub fn known(make: impl Fn() -> T + Sync + 'static, texts: &[&str]) -> Self
    where
        T: InternShared,
    {
        let table = make();
        for text in texts {
            table.intern(text);
        }
        Self { make: Box::new(make), fresh: false, table }
    }
}

impl<T: Sync + 'static> Shared for Together<T> {
    type Handle<'a> = &'a T;

    #[inline(always)]
    fn open(&self) -> &T {
        &self.table
    }

    fn reset(&mut self) {
        if self.fresh {
            self.table = (self.make)();
        }
    }
}

/// An interner that owns its arena.
pub struct Owning {
    // Dropped first.
    interner: Interner<'static>,
    _arena: Arc<Arena>,
}

/// Makes one for so many texts, of so many bytes together.
pub fn owning(texts: usize, bytes: usize) -> Owning {
    // With threads, losers of races and what lanes keep.
    let arena = Arc::new(ours::arena(2 * room(texts, bytes) + (1 << 20)));
    // SAFETY: the arena stays where it is, and the interner is dropped before it.
    let lent: &'static Arena = unsafe { &*Arc::as_ptr(&arena) };
    Owning { interner: Interner::new_in(texts, lent), _arena: arena }
}

impl Deref for Owning {
    type Target = Interner<'static>;

    #[inline(always)]
    fn deref(&self) -> &Interner<'static> {
        &self.interner
    }
}

impl InternShared for Owning {
    #[inline(always)]
    fn intern(&self, text: &str) -> u32 {
        self.interner.intern(text).index() as u32
    }
}

/// lasso's, for one thread.
pub fn rodeo<S: BuildHasher + Default>(texts: usize) -> Rodeo<Spur, S> {
    Rodeo::with_capacity_and_hasher(capacity(texts), S::default())
}

/// lasso's, for many.
pub fn threaded_rodeo<S: BuildHasher + Default + Clone>(texts: usize) -> ThreadedRodeo<Spur, S> {
    ThreadedRodeo::with_capacity_and_hasher(capacity(texts), S::default())
}

fn capacity(texts: usize) -> Capacity {
    Capacity::for_strings(texts)
}

impl<S: BuildHasher> Intern for Rodeo<Spur, S> {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        self.get_or_intern(text).into_usize() as u32
    }
}

impl<S: BuildHasher + Clone> Intern for ThreadedRodeo<Spur, S> {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        self.get_or_intern(text).into_usize() as u32
    }
}

impl<S: BuildHasher + Clone> InternShared for ThreadedRodeo<Spur, S> {
    #[inline(always)]
    fn intern(&self, text: &str) -> u32 {
        self.get_or_intern(text).into_usize() as u32
    }
}

/// symbol_table's.
pub fn symbol_table(_: usize) -> SymbolTable {
    SymbolTable::new()
}

impl Intern for SymbolTable {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        NonZero::from(SymbolTable::intern(self, text)).get()
    }
}

impl InternShared for SymbolTable {
    #[inline(always)]
    fn intern(&self, text: &str) -> u32 {
        NonZero::from(SymbolTable::intern(self, text)).get()
    }
}

/// string-interner's.
pub type Strings = StringInterner<StringBackend, RandomState>;

/// Makes one.
pub fn strings(texts: usize) -> Strings {
    StringInterner::with_capacity_and_hasher(texts, RandomState::default())
}

impl Intern for Strings {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        self.get_or_intern(text).to_usize() as u32
    }
}

/// A map of hashbrown's.
pub type Map = HashMap<String, u32>;

/// Makes one.
pub fn map(texts: usize) -> Map {
    Map::with_capacity(texts)
}

impl Intern for Map {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        let next = self.len() as u32;
        *self.entry_ref(text).or_insert(next)
    }
}

/// The floor: no table at all.
pub struct Hash(RandomState);

/// Makes one.
pub fn hash(_: usize) -> Hash {
    Hash(RandomState::default())
}

impl Intern for Hash {
    #[inline(always)]
    fn intern(&mut self, text: &str) -> u32 {
        InternShared::intern(self, text)
    }
}

impl InternShared for Hash {
    #[inline(always)]
    fn intern(&self, text: &str) -> u32 {
        let mut hasher = self.0.build_hasher();
        hasher.write(text.as_bytes());
        hasher.finish() as u32
    }
}
