//! Fresh memory: a new arena, filled once, pages and all.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    harness::{
        Case,
        Kind::{self, Floor, Ours, Peer},
        Row,
    },
    peers::{
        bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, rarena, system,
        typed_arena,
    },
    subject::{Alone, Put, Subject},
};

/// A line of memory.
type Line = [u64; 8];

/// 40 MiB: more than the platform's `malloc` ever recycles without asking the system.
const LINES: usize = 40 * 1024 * 1024 / 64;
const ROOM: usize = 48 * 1024 * 1024;

/// 256 MiB.
const LARGE_LINES: usize = 256 * 1024 * 1024 / 64;
const LARGE_ROOM: usize = 272 * 1024 * 1024;

/// Fresh memory.
pub const FRESH: Case = Case {
    name: "fresh",
    question: "What do 64 bytes cost in memory that nobody has touched: a new arena, filled with 40 MiB? (Making the arena is timed, freeing it is not.)",
    unit: "ns per 64 bytes",
    lead: "Local",
    rows: || {
        vec![
            row("Local", Ours, || Alone(ours::locals(ROOM))),
            row("&Arena", Ours, || Alone(ours::direct(ROOM))),
            row("bumpalo", Peer, || bumpalo::plain(ROOM)),
            row("bumpalo, growing", Peer, || bumpalo::plain(0)),
            row("bump-scope", Peer, || bump_scope::plain(ROOM)),
            row("bumpalo-herd", Peer, || Alone(herd::Herds::default())),
            row("blink", Peer, || blink::local(ROOM)),
            row("blink sync", Peer, || Alone(blink::sync(ROOM))),
            row("bitena", Peer, || Alone(bitena::shared(ROOM))),
            row("rarena", Peer, || rarena::local(ROOM)),
            row("multitude", Peer, || multitude::arena(ROOM)),
            row("typed-arena", Peer, || typed_arena::untouched::<Line>(LINES)),
            row("system", Peer, || system::owned::<Line>(LINES)),
            row("first touch", Floor, || floor::Stores(floor::Span::fresh(ROOM))),
        ]
    },
};

/// A large arena of fresh memory.
pub const FRESH_LARGE: Case = Case {
    name: "fresh-256m",
    question: "The same with 256 MiB, where the size of the pages decides. (\"mapped\" is `Arena::mapped`, which asks for huge ones. Each sample comes \
               right after an untimed one of the same row, as a hypervisor may take pages back that nobody uses: they would cost their next user far more.)",
    unit: "ns per 64 bytes",
    lead: "Local, mapped",
    rows: || {
        vec![
            large("Local, mapped", Ours, || Alone(ours::mapped(LARGE_ROOM))),
            large("Local", Ours, || Alone(ours::locals(LARGE_ROOM))),
            large("bumpalo", Peer, || bumpalo::plain(LARGE_ROOM)),
            large("system", Peer, || system::owned::<Line>(LARGE_LINES)),
            large("first touch, small pages", Floor, || floor::Pages::small(LARGE_ROOM)),
            large("first touch, huge pages", Floor, || floor::Pages::huge(LARGE_ROOM)),
        ]
    },
};

fn row<S: Subject>(name: &str, kind: Kind, make: fn() -> S) -> Row
where
    for<'a> S::Handle<'a>: Put<Line>,
{
    Row::new(name, kind, LINES, move || pass(make, LINES))
}

fn large<S: Subject>(name: &str, kind: Kind, make: fn() -> S) -> Row
where
    for<'a> S::Handle<'a>: Put<Line>,
{
    Row::new(name, kind, LARGE_LINES, move || {
        pass(make, LARGE_LINES);
        pass(make, LARGE_LINES)
    })
}

#[inline(never)]
fn pass<S: Subject>(make: fn() -> S, lines: usize) -> Duration
where
    for<'a> S::Handle<'a>: Put<Line>,
{
    give_back();
    let start = Instant::now();
    let mut subject = make();
    let handle = subject.open();
    for i in 0..lines {
        black_box(handle.put([i as u64; 8]));
    }
    S::close(handle);
    let time = start.elapsed();
    drop(subject);
    time
}

/// Makes `malloc` return to the system what earlier rows have freed, so that nobody gets pages that were touched before.
fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        unsafe extern "C" {
            safe fn malloc_trim(keep: usize) -> i32;
        }
        malloc_trim(0);
    }
}
