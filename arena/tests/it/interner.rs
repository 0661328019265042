//! `Interner`: each text once, from any number of threads.

use core::{
    alloc::Layout,
    hash::{BuildHasher, Hasher},
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};
use std::{collections::HashMap, hash::RandomState, mem::MaybeUninit, sync::OnceLock, thread};

use arena::{AllocError, Arena, Interner, Symbol, static_arena};
use proptest::{prelude::*, test_runner::Config};
use static_assertions::assert_impl_all;

use crate::support::{Panic, THREADS, crew, full, panic_of, refuses, rounds};

assert_impl_all!(Symbol: Copy, Ord, core::hash::Hash, Send, Sync, core::fmt::Debug);
assert_impl_all!(Interner<'static, RandomState>: Send, Sync);

/// Bytes of an arena that may have lanes; but not under Miri, which knows of no alignment but that of the
/// memory they lie in.
const SIZE: usize = if cfg!(miri) { 128 * 1024 } else { 4 * 1024 * 1024 };

/// The layout of a text's entry.
fn entry(text: &str) -> Layout {
    Layout::from_size_align((12 + text.len()).next_multiple_of(4), 4).unwrap()
}

/// The bytes of a table.
fn table(capacity: usize) -> usize {
    let slots = (3 * capacity + 1).next_power_of_two();
    64 + capacity * size_of::<usize>() + slots * 4
}

/// Gives every text one hash.
#[derive(Clone, Default)]
struct Same(u64);

impl BuildHasher for Same {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        self.clone()
    }
}

impl Hasher for Same {
    fn write(&mut self, _: &[u8]) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Gives every text another hash each time.
struct Lying(AtomicU64);

impl BuildHasher for Lying {
    type Hasher = Same;

    fn build_hasher(&self) -> Same {
        Same(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// Panics at a text of five bytes.
struct Panicking;

impl Hasher for Panicking {
    fn write(&mut self, bytes: &[u8]) {
        assert_ne!(bytes.len(), 5, "five bytes");
    }

    fn finish(&self) -> u64 {
        0
    }
}

impl BuildHasher for Panicking {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self
    }
}

/// Checks that the interner has these texts, each once.
fn assert_holds<S: BuildHasher>(names: &Interner<'_, S>, texts: &[&str]) {
    assert_eq!(names.len(), texts.len());
    assert_eq!(names.is_empty(), texts.is_empty());
    let mut found: Vec<_> = names.iter().map(|(_, text)| text).collect();
    for (number, (symbol, text)) in names.iter().enumerate() {
        assert_eq!((symbol.index(), names.resolve(symbol)), (number, text));
        assert_eq!(names.get(text), Some(symbol));
    }
    let mut texts = texts.to_vec();
    found.sort_unstable();
    texts.sort_unstable();
    assert_eq!(found, texts);
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    /// Eight threads intern texts in orders of their own, and look some up: all have one symbol for
    /// each, as a map would.
    #[test]
    fn threads_agree_with_a_map(
        texts in prop::collection::vec("[ab\u{e9}]{0,3}|[a-z]{0,40}", 1..60),
        orders in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 1..rounds(200, 20)), 8),
        collide in any::<bool>(),
        lanes in any::<bool>(),
    ) {
        let arena = Arena::new(SIZE).unwrap();
        if lanes {
            arena.open_lanes();
        }
        let mut distinct: Vec<&str> = orders.iter().flatten().map(|at| at.get(&texts).as_str()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        // As many as there is room for.
        let capacity = distinct.len();
        let names = Interner::with_hasher_in(capacity, Same(0), &arena);
        let spread = Interner::with_hasher_in(capacity, RandomState::new(), &arena);
        let maps = crew(|thread| {
            let mut map = HashMap::new();
            for at in &orders[usize::from(thread) - 1] {
                let text = at.get(&texts).as_str();
                let symbol = if collide { names.intern(text) } else { spread.intern(text) };
                let (found, resolved) = if collide {
                    (names.get(text), names.resolve(symbol))
                } else {
                    (spread.get(text), spread.resolve(symbol))
                };
                assert_eq!((found, resolved), (Some(symbol), text));
                assert_eq!(*map.entry(text).or_insert(symbol), symbol);
            }
            map
        });
        let mut all = HashMap::new();
        for (text, symbol) in maps.into_iter().flatten() {
            assert_eq!(*all.entry(text).or_insert(symbol), symbol);
        }
        assert_eq!(all.len(), capacity);
        if collide { assert_holds(&names, &distinct) } else { assert_holds(&spread, &distinct) }
    }
}

/// Threads that meet at every new text, while others allocate: no byte of a text is lost, and none is
/// anybody's else.
#[test]
fn threads_that_meet_at_each_text_lose_nothing() {
    const TEXTS: usize = if cfg!(miri) { 50 } else { 5_000 };
    let arena = Arena::new(SIZE).unwrap();
    let names = Interner::new_in(TEXTS, &arena);
    let text = |number: usize| format!("{number}").repeat(1 + number % 5);
    let seen = AtomicUsize::new(0);
    let symbols = crew(|thread| {
        let symbols: Vec<_> = (0..TEXTS)
            .map(|number| {
                let number = if thread % 2 == 0 { number } else { (number * 7 + 3) % TEXTS };
                let block = arena.alloc([thread; 24]);
                let symbol = names.intern(&text(number));
                assert_eq!(*block, [thread; 24]);
                (number, symbol)
            })
            .collect();
        // Whoever walks meanwhile sees whole texts.
        seen.fetch_add(
            names.iter().map(|(_, text)| text.parse().map_or(1, |_: u128| 1)).sum(),
            Ordering::Relaxed,
        );
        symbols
    });
    assert_eq!(names.len(), TEXTS);
    for (number, symbol) in symbols.into_iter().flatten() {
        assert_eq!(names.resolve(symbol), text(number));
    }
    assert!(seen.into_inner() <= usize::from(THREADS) * TEXTS);
}

#[test]
fn a_full_table_refuses_what_is_new() {
    let arena = Arena::new(4096).unwrap();
    let names = Interner::new_in(2, &arena);
    let (one, two) = (names.intern("one"), names.intern("two"));
    let error = AllocError::Full { requested: entry("three"), remaining: 0 };
    refuses!(arena, error, names.try_intern("three"), names.intern("three"));
    assert_eq!((names.get("three"), names.intern("one"), names.intern("two")), (None, one, two));
    assert_holds(&names, &["one", "two"]);
}

#[test]
fn a_full_arena_refuses_what_is_new() {
    let arena = Arena::new(1024).unwrap();
    let names = Interner::new_in(10, &arena);
    let one = names.intern("one");
    arena.alloc_slice_fill_copy(arena.remaining() - 40, 0_u8);
    let long = "a text that has no room there";
    refuses!(arena, full(entry(long), &arena), names.try_intern(long), names.intern(long));
    assert_eq!((names.intern("one"), names.get(long)), (one, None));
    assert_eq!(arena.stats().refused, 2);
    assert_holds(&names, &["one"]);
}

#[test]
fn a_table_that_does_not_fit_is_refused() {
    let arena = Arena::new(table(100) - 1).unwrap();
    let slots = Layout::from_size_align(table(100), 64).unwrap();
    refuses!(
        arena,
        full(slots, &arena),
        Interner::try_new_in(100, &arena),
        Interner::new_in(100, &arena),
    );
    for capacity in [usize::MAX, usize::MAX / 2, usize::MAX / 8, u32::MAX as usize] {
        refuses!(
            arena,
            AllocError::TooLarge,
            Interner::try_with_hasher_in(capacity, Same(0), &arena),
            Interner::with_hasher_in(capacity, Same(0), &arena),
        );
    }
}

#[test]
fn a_capacity_of_nothing_is_legal() {
    let arena = Arena::new(1024).unwrap();
    let names = Interner::new_in(0, &arena);
    assert_eq!((names.capacity(), names.get("")), (0, None));
    assert!(names.try_intern("").is_err());
    assert_holds(&names, &[]);
}

#[test]
fn every_capacity_holds_as_many_texts() {
    for capacity in 0..rounds(70, 9) {
        let texts: Vec<_> = (0..capacity).map(|number| number.to_string()).collect();
        let bytes: usize = texts.iter().map(|text| entry(text).size()).sum();
        let arena = Arena::new(4096).unwrap();
        let names = Interner::with_hasher_in(capacity, Same(u64::MAX), &arena);
        // To the byte.
        arena.alloc_slice_fill_copy(arena.remaining() - bytes, 0_u8);
        let symbols: Vec<_> = texts.iter().map(|text| names.intern(text)).collect();
        assert!(symbols.iter().map(|symbol| symbol.index()).eq(0..capacity));
        assert!(names.try_intern("another").is_err());
        assert_holds(&names, &texts.iter().map(|text| &**text).collect::<Vec<_>>());
    }
}

#[test]
fn a_known_text_takes_no_bytes() {
    let arena = Arena::new(4096).unwrap();
    let names = Interner::new_in(10, &arena);
    let one = names.intern("one");
    let before = arena.allocated();
    assert_eq!((names.intern("one"), names.get("two"), arena.allocated()), (one, None, before));
    names.intern("two");
    assert_eq!(arena.allocated(), before + entry("two").size());
}

#[test]
fn texts_of_every_kind_are_told_apart() {
    let arena = Arena::new(4 * 1024 * 1024).unwrap();
    for hash in [0, 1, u64::MAX, 1 << 32] {
        let names = Interner::with_hasher_in(100, Same(hash), &arena);
        let long = "x".repeat(100_000);
        let longer = format!("{long}x");
        let texts = [
            "",
            "\0",
            "\0\0",
            "a",
            "a\0",
            "ab",
            "ba",
            "\u{1f3d6}",
            "é",
            "e\u{301}",
            &long,
            &longer,
        ];
        let symbols = texts.map(|text| names.intern(text));
        assert_eq!(symbols.map(|symbol| names.resolve(symbol)), texts);
        assert_eq!(texts.map(|text| names.intern(text)), symbols);
        assert_holds(&names, &texts);
    }
}

#[test]
fn a_hasher_that_lies_makes_copies_and_no_harm() {
    let arena = Arena::new(64 * 1024).unwrap();
    let names = Interner::with_hasher_in(100, Lying(AtomicU64::new(0)), &arena);
    for number in (0..50).map(|number| number % 5) {
        let text = number.to_string();
        assert_eq!(names.resolve(names.intern(&text)), text);
    }
    assert!(names.len() > 5);
}

#[test]
fn a_hasher_that_panics_does_no_harm() {
    let arena = Arena::new(4096).unwrap();
    let names = Interner::with_hasher_in(10, Panicking, &arena);
    names.intern("one");
    let before = arena.allocated();
    assert!(panic_of(|| names.intern("three")).message.contains("five bytes"));
    assert!(panic_of(|| names.get("seven")).message.contains("five bytes"));
    assert_eq!(arena.allocated(), before);
    assert_holds(&names, &["one"]);
}

#[test]
fn a_symbol_of_another_interner_leads_nowhere_or_to_a_text() {
    let arena = Arena::new(64 * 1024).unwrap();
    let (names, others) = (Interner::new_in(2, &arena), Interner::new_in(100, &arena));
    let symbols: Vec<_> = (0..100).map(|number| others.intern(&number.to_string())).collect();
    names.intern("mine");
    assert_eq!(names.resolve(symbols[0]), "mine");
    // Within the capacity, and beyond it.
    for symbol in [symbols[1], symbols[2], symbols[99]] {
        let Panic { message, file, .. } = panic_of(|| names.resolve(symbol));
        assert!(message.contains("of another interner"), "{message}");
        assert_eq!(file, file!());
    }
}

#[test]
fn texts_outlive_the_interner() {
    let arena = Arena::new(4096).unwrap();
    let text = {
        let names = Interner::new_in(10, &arena);
        names.resolve(names.intern("one"))
    };
    let names = Interner::new_in(10, &arena);
    assert_eq!((text, names.get("one")), ("one", None));
}

#[test]
fn it_lives_in_any_memory() {
    static_arena! {
        static NAMES: 4096;
    }
    static INTERNER: OnceLock<Interner<'static>> = OnceLock::new();
    let names = INTERNER.get_or_init(|| Interner::new_in(10, &NAMES));
    let symbols = [(); 2].map(|()| thread::spawn(|| names.intern("one")).join().unwrap());
    assert_eq!(symbols[0], symbols[1]);
    let text: &'static str = names.resolve(symbols[0]);
    assert_eq!(text, "one");

    // However it is aligned. Miri knows of no alignment but that of the type.
    if !cfg!(miri) {
        let mut buffer = [MaybeUninit::uninit(); 1024];
        let arena = Arena::from_buffer(&mut buffer[3..]);
        let names = Interner::new_in(10, &arena);
        assert_eq!(names.resolve(names.intern("in a buffer")), "in a buffer");
    }

    let mut arena = Arena::new(4096).unwrap();
    for _ in 0..100 {
        arena.scope(|scope| {
            scope.alloc(1_u8);
            let scope = &*scope;
            let names = Interner::new_in(10, scope);
            assert_eq!(names.intern("in a scope").index(), 0);
            assert_eq!(names.len(), 1);
        });
        assert_eq!(arena.allocated(), 0);
    }
    let names = arena.alloc(Interner::new_in(10, &NAMES));
    assert_eq!(names.intern("beside it").index(), 0);
}

#[test]
fn debug_tells_the_figures() {
    let arena = Arena::new(4096).unwrap();
    let names = Interner::new_in(10, &arena);
    assert_eq!(format!("{:?}", names.intern("one")), "Symbol(0)");
    assert_eq!(format!("{names:?}"), "Interner { len: 1, capacity: 10, .. }");
}
