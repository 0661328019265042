//! A whole program that takes an arena for each of its files.

use std::{
    hint::black_box,
    sync::OnceLock,
    time::{Duration, Instant},
};

use arena::{Arena, LocalArena};
use bumpalo::Bump;
use foldhash::fast::RandomState;
use lasso::{Rodeo, Spur};

use super::{
    compile::{SPACE, alone, corpus_bytes, rodeo},
    documents::memory,
};
use crate::{
    compile::{Compiled, corpus, tree::Borrowed},
    harness::{
        Case,
        Kind::{self, Ours, Peer},
        Row,
    },
};

/// Compiling each file by itself.
pub const FILES: Case = Case {
    name: "compile-files",
    question: "What does a byte of source cost if each file is compiled by itself, in an arena of its own, which is dropped after it? (As `compile` on one thread, in one \
               process; names are kept for all files, by lasso. \"Mapped\" arenas have 64 GiB of address space, others as many bytes as their file may need; \
               a kept one is reset instead.)",
    unit: "ns per byte",
    lead: "mapped",
    rows,
};

/// No tree of the corpus takes more bytes for each byte of its source.
const MOST: usize = 16;

/// Names, which outlive the trees.
type Names = Rodeo<Spur, RandomState>;

fn rows() -> Vec<Row> {
    /// Compiles a file in an arena's memory.
    macro_rules! compile {
        ($handle:expr, $source:ident, $names:ident) => {{
            let handle = $handle;
            alone($source, |program| program.compile::<Borrowed<_>, _, _>(&handle, $names))
        }};
    }
    /// A row that makes an arena for each file.
    macro_rules! fresh {
        ($name:literal, $kind:expr, |$source:ident| $make:expr, |$arena:ident| $handle:expr) => {
            row($name, $kind, |$source, names| {
                let $arena = $make;
                compile!($handle, $source, names)
            })
        };
    }
    /// A row that has one for all.
    macro_rules! kept {
        ($name:literal, $kind:expr, $make:expr, |$arena:ident| $handle:expr) => {{
            let mut $arena = $make;
            row($name, $kind, move |source, names| {
                let compiled = compile!($handle, source, names);
                $arena.reset();
                compiled
            })
        }};
    }
    vec![
        fresh!("mapped", Ours, |source| memory(Arena::mapped(SPACE)), |arena| arena.local()),
        fresh!("LocalArena, mapped", Ours, |source| memory(LocalArena::mapped(SPACE)), |arena| {
            &arena
        }),
        fresh!("Arena", Ours, |source| memory(Arena::new(room(source))), |arena| arena.local()),
        fresh!("LocalArena", Ours, |source| memory(LocalArena::new(room(source))), |arena| &arena),
        fresh!("bumpalo", Peer, |source| Bump::new(), |bump| &bump),
        fresh!(
            "bumpalo, with a capacity",
            Peer,
            |source| Bump::with_capacity(room(source)),
            |bump| { &bump }
        ),
        kept!("mapped, kept", Ours, memory(Arena::mapped(SPACE)), |arena| arena.local()),
        kept!("LocalArena, mapped and kept", Ours, memory(LocalArena::mapped(SPACE)), |arena| {
            &arena
        }),
        kept!("bumpalo, kept", Peer, Bump::new(), |bump| &bump),
    ]
}

fn room(source: &[String]) -> usize {
    MOST * source[0].len()
}

fn row(
    name: &str,
    kind: Kind,
    mut compile: impl FnMut(&[String], &mut Names) -> Compiled + 'static,
) -> Row {
    Row::new(name, kind, corpus_bytes(), move || timed(&mut compile))
}

#[inline(never)]
fn timed(compile: &mut impl FnMut(&[String], &mut Names) -> Compiled) -> Duration {
    /// Every row does the same.
    static FIRST: OnceLock<Compiled> = OnceLock::new();

    let files = black_box(&*corpus::FILES);
    let start = Instant::now();
    let mut names = rodeo();
    let compiled: Compiled = files.chunks(1).map(|file| compile(file, &mut names)).sum();
    let elapsed = start.elapsed();
    assert_eq!(compiled, *FIRST.get_or_init(|| compiled));
    elapsed
}
