//! Opening and closing a scope.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        ROOM, Row, Work,
    },
    peers::{bump_scope, floor, ours, system},
    subject::{Alone, Put, PutInScope, Scopes, Subject},
};

/// Scopes in which nothing happens.
pub const EMPTY: Case = Case {
    name: "scope-empty",
    question: "What does it cost to open and close a scope in which nothing happens, and the compiler sees that?",
    unit: "ns per scope",
    lead: "Local::scope",
    rows: || scopes!(empty),
};

/// Scopes whose handle is passed on.
pub const OPAQUE: Case = Case {
    name: "scope-opaque",
    question: "The same, where the handle is passed to a function that is not inlined and uses it for nothing.",
    unit: "ns per scope",
    lead: "Local::scope",
    rows: || scopes!(opaque),
};

/// Scopes of one value.
pub const ONE: Case = Case {
    name: "scope-one",
    question: "What does a scope cost in which one `u64` is made? (A handle is \"used\" when it has made a value outside of scopes.)",
    unit: "ns per scope",
    lead: "Local::scope",
    rows: || {
        let mut rows = scopes!(one);
        let used =
            Row::of("Local::scope, used handle", Ours, Alone(ours::locals(ROOM)), WORK, one_more);
        let system = Row::of("system + free", Peer, system::owned::<u64>(1), WORK, one);
        rows.insert(1, used);
        rows.insert(rows.len() - 1, system);
        rows
    },
};

const WORK: Work = Work { values: 16 * 1024, passes: 4 };

/// The rows of every case: of the peers, one alone has scopes.
macro_rules! scopes {
    ($pass:ident) => {
        vec![
            Row::of("Local::scope", Ours, Alone(ours::locals(ROOM)), WORK, $pass),
            Row::of("Arena::scope", Ours, ours::owned(ROOM), WORK, $pass),
            Row::of("LocalArena::scope", Ours, ours::alone(ROOM), WORK, $pass),
            Row::of("bump-scope", Peer, bump_scope::plain(ROOM), WORK, $pass),
            Row::of("bump-scope, align 8", Peer, bump_scope::aligned(ROOM), WORK, $pass),
            Row::of("save and restore", Floor, floor::stores(ROOM), WORK, $pass),
        ]
    };
}
use scopes;

#[inline(never)]
fn empty<S: Subject>(subject: &mut S, scopes: usize) -> Duration
where
    for<'a> S::Handle<'a>: Scopes,
{
    let start = Instant::now();
    let mut handle = subject.open();
    for _ in 0..scopes {
        handle.scope(|_| black_box(()));
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn opaque<S: Subject>(subject: &mut S, scopes: usize) -> Duration
where
    for<'a> S::Handle<'a>: Scopes,
{
    let start = Instant::now();
    let mut handle = subject.open();
    for _ in 0..scopes {
        handle.scope(|inner| look_at(inner));
    }
    S::close(handle);
    start.elapsed()
}

/// A function of a user's program that was given the handle.
#[inline(never)]
fn look_at<T>(handle: &T) {
    black_box(&raw const *handle);
}

#[inline(never)]
fn one<S: Subject>(subject: &mut S, scopes: usize) -> Duration
where
    for<'a> S::Handle<'a>: PutInScope,
{
    let start = Instant::now();
    let mut handle = subject.open();
    for i in 0..scopes {
        handle.scope_of(i as u64);
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn one_more<S: Subject>(subject: &mut S, scopes: usize) -> Duration
where
    for<'a> S::Handle<'a>: PutInScope + Put<u64>,
{
    let start = Instant::now();
    let mut handle = subject.open();
    black_box(handle.put(0));
    for i in 0..scopes {
        handle.scope_of(i as u64);
    }
    S::close(handle);
    start.elapsed()
}
