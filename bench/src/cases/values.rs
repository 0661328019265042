//! Single values: mixed sizes, 200 bytes, 4 KiB.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        PAYLOAD, ROOM, Row, Work,
    },
    peers::{
        bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, rarena, system,
        typed_arena,
    },
    subject::{Alone, Build, Put, Subject},
};

/// Values of many sizes.
pub const MIXED: Case = Case {
    name: "mixed",
    question: "What does a value cost when sizes and alignments are mixed (1 to 48 bytes, a fixed order)?",
    unit: "ns per value",
    lead: "Local",
    rows: mixed_rows,
};

/// 200-byte values.
pub const BYTES_200: Case = Case {
    name: "200-bytes",
    question: "What does a value of 200 bytes cost, moved in?",
    unit: "ns per value",
    lead: "Local",
    rows: || {
        let work = Work { values: PAYLOAD / 200, passes: 16 };
        vec![
            Row::of("Local", Ours, Alone(ours::locals(ROOM)), work, large::<_, 25>),
            Row::of("&Arena", Ours, Alone(ours::direct(ROOM)), work, large::<_, 25>),
            Row::of("bumpalo", Peer, bumpalo::plain(ROOM), work, large::<_, 25>),
            Row::of("bump-scope", Peer, bump_scope::plain(ROOM), work, large::<_, 25>),
            Row::of("bumpalo-herd", Peer, Alone(herd::Herds::default()), work, large::<_, 25>),
            Row::of("blink", Peer, blink::local(ROOM), work, large::<_, 25>),
            Row::of("blink sync", Peer, Alone(blink::sync(ROOM)), work, large::<_, 25>),
            Row::of(
                "blink sync.local",
                Peer,
                Alone(blink::sync_local(2 * ROOM)),
                work,
                large::<_, 25>,
            ),
            Row::of("bitena", Peer, Alone(bitena::shared(ROOM)), work, large::<_, 25>),
            Row::of("rarena", Peer, rarena::local(ROOM), work, large::<_, 25>),
            Row::of("multitude", Peer, multitude::arena(ROOM), work, large::<_, 25>),
            Row::of(
                "typed-arena",
                Peer,
                typed_arena::arena::<[u64; 25]>(work.values),
                work,
                large::<_, 25>,
            ),
            Row::of("system", Peer, system::owned::<[u64; 25]>(work.values), work, large::<_, 25>),
            Row::of(
                "system + free",
                Peer,
                system::freeing::<[u64; 25]>(work.values),
                work,
                large::<_, 25>,
            ),
            Row::of("bare stores", Floor, floor::stores(ROOM), work, large::<_, 25>),
        ]
    },
};

/// 4 KiB values built in place.
pub const IN_PLACE: Case = Case {
    name: "4k-in-place",
    question: "What does a value of 4 KiB cost when a closure makes it (`alloc_with`) of equal bytes, which the compiler can write in place?",
    unit: "ns per value",
    lead: "Local",
    rows: || pages!(equal_bytes, [u8; 4096]),
};

/// 4 KiB values computed by a loop.
pub const COMPUTED: Case = Case {
    name: "4k-computed",
    question: "The same where a loop computes the value: the compiler makes it on the stack and copies it, in every row, the floor's too \
               (`fill-with-1024` writes as many bytes in place).",
    unit: "ns per value",
    lead: "Local",
    rows: || pages!(computed, [u64; 512]),
};

/// The rows of the cases of 4 KiB.
macro_rules! pages {
    ($pass:ident, $type:ty) => {{
        let work = Work { values: PAYLOAD / 4096, passes: 32 };
        vec![
            Row::of("Local", Ours, Alone(ours::locals(ROOM)), work, $pass),
            Row::of("&Arena", Ours, Alone(ours::direct(ROOM)), work, $pass),
            Row::of("bumpalo", Peer, bumpalo::plain(ROOM), work, $pass),
            Row::of("bump-scope", Peer, bump_scope::plain(ROOM), work, $pass),
            Row::of("bumpalo-herd", Peer, Alone(herd::Herds::default()), work, $pass),
            Row::of("blink", Peer, blink::local(ROOM), work, $pass),
            Row::of("blink sync", Peer, Alone(blink::sync(ROOM)), work, $pass),
            Row::of("blink sync.local", Peer, Alone(blink::sync_local(2 * ROOM)), work, $pass),
            Row::of("multitude", Peer, multitude::arena(ROOM), work, $pass),
            Row::of("system", Peer, system::owned::<$type>(work.values), work, $pass),
            Row::of("system + free", Peer, system::freeing::<$type>(work.values), work, $pass),
            Row::of("bare stores", Floor, floor::stores(ROOM), work, $pass),
        ]
    }};
}
use pages;

fn mixed_rows() -> Vec<Row> {
    // Eight values of 99 bytes, at most 128 with their padding.
    let work = Work { values: PAYLOAD / 128 * 8, passes: 8 };
    vec![
        Row::of("Local", Ours, Alone(ours::locals(ROOM)), work, mixed),
        Row::of("&Arena", Ours, Alone(ours::direct(ROOM)), work, mixed),
        Row::of("bumpalo", Peer, bumpalo::plain(ROOM), work, mixed),
        Row::of("bump-scope", Peer, bump_scope::plain(ROOM), work, mixed),
        Row::of("bumpalo-herd", Peer, Alone(herd::Herds::default()), work, mixed),
        Row::of("blink", Peer, blink::local(ROOM), work, mixed),
        Row::of("blink sync", Peer, Alone(blink::sync(ROOM)), work, mixed),
        Row::of("blink sync.local", Peer, Alone(blink::sync_local(2 * ROOM)), work, mixed),
        Row::of("bitena", Peer, Alone(bitena::shared(ROOM)), work, mixed),
        Row::of("rarena", Peer, rarena::local(ROOM), work, mixed),
        Row::of("multitude", Peer, multitude::arena(ROOM), work, mixed),
        Row::of("system", Peer, system::owned::<dyn system::Any>(work.values), work, mixed),
        Row::of(
            "system + free",
            Peer,
            system::freeing::<dyn system::Any>(work.values),
            work,
            mixed,
        ),
        Row::of("bare stores", Floor, floor::stores(ROOM), work, mixed),
    ]
}
/// Whatever stores each type of [`mixed`].
trait PutMixed:
    Put<u8>
    + Put<u64>
    + Put<u32>
    + Put<[u8; 12]>
    + Put<u16>
    + Put<[u64; 6]>
    + Put<[u32; 5]>
    + Put<[u8; 3]>
{
}

impl<
    T: Put<u8>
        + Put<u64>
        + Put<u32>
        + Put<[u8; 12]>
        + Put<u16>
        + Put<[u64; 6]>
        + Put<[u32; 5]>
        + Put<[u8; 3]>,
> PutMixed for T
{
}

#[inline(never)]
fn mixed<S: Subject>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: PutMixed,
{
    let start = Instant::now();
    let handle = subject.open();
    for i in 0..values / 8 {
        black_box(handle.put(i as u8));
        black_box(handle.put(i as u64));
        black_box(handle.put(i as u32));
        black_box(handle.put([i as u8; 12]));
        black_box(handle.put(i as u16));
        black_box(handle.put([i as u64; 6]));
        black_box(handle.put([i as u32; 5]));
        black_box(handle.put([i as u8; 3]));
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn large<S: Subject, const WORDS: usize>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Put<[u64; WORDS]>,
{
    let start = Instant::now();
    let handle = subject.open();
    for i in 0..values {
        black_box(handle.put([i as u64; WORDS]));
    }
    S::close(handle);
    start.elapsed()
}
#[inline(never)]
fn equal_bytes<S: Subject>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Build<[u8; 4096]>,
{
    let start = Instant::now();
    let handle = subject.open();
    for i in 0..values {
        black_box(handle.build(|| [i as u8; 4096]));
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn computed<S: Subject>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Build<[u64; 512]>,
{
    let start = Instant::now();
    let handle = subject.open();
    for i in 0..values {
        black_box(handle.build(|| [i as u64; 512]));
    }
    S::close(handle);
    start.elapsed()
}
