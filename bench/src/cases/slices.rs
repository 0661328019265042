//! Slices of `u32`, short and long, copied and filled. The length is known only at run time, as it mostly is.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use super::{PAYLOAD, ROOM};
use crate::{
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        Row, Work,
    },
    peers::{
        bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, system, typed_arena,
    },
    subject::{Alone, Copies, FillCopy, Fills, Subject},
};

macro_rules! case {
    ($const:ident, $name:literal, $len:literal, $pass:ident, $question:literal, $rows:ident) => {
        #[doc = $question]
        pub const $const: Case = Case {
            name: $name,
            question: $question,
            unit: "ns per slice",
            lead: "Local",
            rows: || $rows!($len, $pass),
        };
    };
}

case!(
    COPY_8,
    "copy-8",
    8,
    copies,
    "What does a copy of 8 `u32`s cost (`alloc_slice_copy`)?",
    with_sync
);
case!(
    COPY_1024,
    "copy-1024",
    1024,
    copies,
    "What does a copy of 1024 `u32`s (4 KiB) cost (`alloc_slice_copy`)?",
    with_sync
);
case!(
    FILL_WITH_16,
    "fill-with-16",
    16,
    fills_with,
    "What do 16 `u32`s by index cost (`alloc_slice_fill_with`)?",
    every
);
case!(
    FILL_WITH_1024,
    "fill-with-1024",
    1024,
    fills_with,
    "What do 1024 `u32`s by index cost (`alloc_slice_fill_with`)?",
    every
);
case!(
    FILL_COPY_16,
    "fill-copy-16",
    16,
    fills_copy,
    "What do 16 equal `u32`s cost (`alloc_slice_fill_copy`)?",
    with_bitena
);
case!(
    FILL_COPY_1024,
    "fill-copy-1024",
    1024,
    fills_copy,
    "What do 1024 equal `u32`s cost (`alloc_slice_fill_copy`)?",
    with_bitena
);
case!(
    FILL_ITER_16,
    "fill-iter-16",
    16,
    fills_iter,
    "What do 16 `u32`s of an iterator cost (`alloc_slice_fill_iter`)?",
    every
);
case!(
    FILL_ITER_1024,
    "fill-iter-1024",
    1024,
    fills_iter,
    "What do 1024 `u32`s of an iterator cost (`alloc_slice_fill_iter`)?",
    every
);

/// The rows of every case here.
macro_rules! every {
    ($len:literal, $pass:ident) => {{
        let work = Work { values: PAYLOAD / 4 / $len, passes: 16 };
        vec![
            Row::of("Local", Ours, Alone(ours::locals(ROOM)), work, $pass::<_, $len>),
            Row::of("&Arena", Ours, Alone(ours::direct(ROOM)), work, $pass::<_, $len>),
            Row::of("bumpalo", Peer, bumpalo::plain(ROOM), work, $pass::<_, $len>),
            Row::of("bump-scope", Peer, bump_scope::plain(ROOM), work, $pass::<_, $len>),
            Row::of("bumpalo-herd", Peer, Alone(herd::Herds::default()), work, $pass::<_, $len>),
            Row::of("blink", Peer, blink::local(ROOM), work, $pass::<_, $len>),
            Row::of(
                "blink sync.local",
                Peer,
                Alone(blink::sync_local(2 * ROOM)),
                work,
                $pass::<_, $len>,
            ),
            Row::of("multitude", Peer, multitude::arena(ROOM), work, $pass::<_, $len>),
            Row::of(
                "typed-arena",
                Peer,
                typed_arena::arena::<u32>(PAYLOAD / 4),
                work,
                $pass::<_, $len>,
            ),
            Row::of("system", Peer, system::owned::<[u32]>(work.values), work, $pass::<_, $len>),
            Row::of(
                "system + free",
                Peer,
                system::freeing::<[u32]>(work.values),
                work,
                $pass::<_, $len>,
            ),
            Row::of(
                floor_name(stringify!($pass)),
                Floor,
                floor::stores(ROOM),
                work,
                $pass::<_, $len>,
            ),
        ]
    }};
}
use every;

/// And those of blink's shared arena, which copies.
macro_rules! with_sync {
    ($len:literal, $pass:ident) => {{
        let work = Work { values: PAYLOAD / 4 / $len, passes: 16 };
        let mut rows = every!($len, $pass);
        rows.push(Row::of("blink sync", Peer, Alone(blink::sync(ROOM)), work, $pass::<_, $len>));
        rows
    }};
}
use with_sync;

/// And those of bitena, which fills with equal values and nothing else.
macro_rules! with_bitena {
    ($len:literal, $pass:ident) => {{
        let work = Work { values: PAYLOAD / 4 / $len, passes: 16 };
        let mut rows = every!($len, $pass);
        rows.push(Row::of("bitena", Peer, Alone(bitena::shared(ROOM)), work, $pass::<_, $len>));
        rows
    }};
}
use with_bitena;

fn floor_name(pass: &str) -> &'static str {
    if pass == "copies" { "memcpy" } else { "bare stores" }
}

#[inline(never)]
fn copies<S: Subject, const LEN: usize>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Copies,
{
    let source = [7; LEN];
    let source: &[u32] = black_box(&source);
    let start = Instant::now();
    let handle = subject.open();
    for _ in 0..values {
        black_box(handle.copy(source));
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn fills_with<S: Subject, const LEN: usize>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Fills,
{
    let len = black_box(LEN);
    let start = Instant::now();
    let handle = subject.open();
    for seed in 0..values {
        black_box(handle.fill_with(len, |i| (i ^ seed) as u32));
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn fills_copy<S: Subject, const LEN: usize>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: FillCopy,
{
    let len = black_box(LEN);
    let start = Instant::now();
    let handle = subject.open();
    for seed in 0..values {
        black_box(handle.fill_copy(len, seed as u32));
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn fills_iter<S: Subject, const LEN: usize>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Fills,
{
    let source = [7; LEN];
    let source: &[u32] = black_box(&source);
    let start = Instant::now();
    let handle = subject.open();
    for seed in 0..values {
        black_box(handle.fill_iter(source.iter().map(|value| value ^ seed as u32)));
    }
    S::close(handle);
    start.elapsed()
}
