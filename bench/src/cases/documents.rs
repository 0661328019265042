//! An arena per document: made, used for little or much, and dropped; or kept and reset.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use arena::{Arena, LocalArena};
use bumpalo::Bump;

use crate::{
    harness::{
        Case,
        Kind::{self, Ours, Peer},
        Row,
    },
    subject::Text,
};

/// What a document is made of.
const PIECE: &str = "a piece of twenty three";

/// Each group, and the pieces of its documents.
const SIZES: [(&str, usize); 3] = [(SMALL, 1), ("1.5 KB", 66), ("75 KB", 3300)];

/// The group of the smallest.
pub const SMALL: &str = "23 bytes";

/// Enough for the largest.
const ROOM: usize = 128 * 1024;

/// Address space for whatever comes.
const SPACE: usize = 1 << 36;

/// An arena per document.
pub const DOCUMENTS: Case = Case {
    name: "documents",
    question: "What does a document cost that is copied in pieces of 23 bytes into an arena of its own, which is dropped after it? (Those of ours have \
               128 KiB, \"mapped\" ones 64 GiB of address space; a kept one is reset instead.)",
    unit: "ns per document",
    lead: "LocalArena",
    rows: || SIZES.into_iter().flat_map(|(group, pieces)| rows(group, pieces)).collect(),
};

fn rows(group: &str, pieces: usize) -> Vec<Row> {
    /// A row that makes an arena for each document.
    macro_rules! fresh {
        ($name:literal, $kind:expr, $make:expr, $copy:path) => {
            row($name, $kind, pieces, move || {
                let arena = $make;
                $copy(&arena, pieces);
            })
        };
    }
    /// A row that has one for all.
    macro_rules! kept {
        ($name:literal, $kind:expr, $make:expr, $copy:path) => {{
            let mut arena = $make;
            row($name, $kind, pieces, move || {
                $copy(&arena, pieces);
                arena.reset();
            })
        }};
    }
    let rows = [
        fresh!("LocalArena", Ours, memory(LocalArena::new(ROOM)), copy),
        fresh!("Arena", Ours, memory(Arena::new(ROOM)), copy_by_local),
        fresh!("mapped", Ours, memory(Arena::mapped(SPACE)), copy_by_local),
        fresh!("LocalArena, mapped", Ours, memory(LocalArena::mapped(SPACE)), copy),
        fresh!("bumpalo", Peer, Bump::new(), copy),
        fresh!("bumpalo, with a capacity", Peer, Bump::with_capacity(ROOM), copy),
        kept!("LocalArena, kept", Ours, memory(LocalArena::new(ROOM)), copy),
        kept!("Arena, kept", Ours, memory(Arena::new(ROOM)), copy_by_local),
        kept!("mapped, kept", Ours, memory(Arena::mapped(SPACE)), copy_by_local),
        kept!("bumpalo, kept", Peer, Bump::new(), copy),
    ];
    rows.into_iter().map(|row| row.within(group)).collect()
}

pub(super) fn memory<A>(made: Result<A, arena::AllocError>) -> A {
    made.expect("the machine has memory")
}

fn row(name: &str, kind: Kind, pieces: usize, mut document: impl FnMut() + 'static) -> Row {
    let documents = (8000 / pieces).clamp(20, 500);
    Row::new(name, kind, documents, move || timed(documents, &mut document))
}

#[inline(never)]
fn timed(documents: usize, document: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..documents {
        document();
    }
    start.elapsed()
}

#[inline(always)]
fn copy<H: Text>(handle: &H, pieces: usize) {
    for _ in 0..pieces {
        black_box(handle.text(black_box(PIECE)));
    }
}

#[inline(always)]
fn copy_by_local<M>(arena: &Arena<M>, pieces: usize) {
    copy(&arena.local(), pieces);
}
