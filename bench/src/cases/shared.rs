//! The shared path: many threads, one cursor, and no handle of one's own.

use std::hint::black_box;

use crate::{
    crew::thread_counts,
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        ROOM, Row, Work,
    },
    peers::{bitena, blink, floor, ours, rarena, system},
    subject::{Put, Shared},
};

/// One thread on the shared path.
pub const SHARED: Case = Case {
    name: "shared",
    question: "What does a `u64` cost through `&Arena`, one thread alone?",
    unit: "ns per value",
    lead: "&Arena",
    rows: || {
        rows(1, Work { values: 8 * 1024, passes: 8 })
            .into_iter()
            .map(|row| row.within(""))
            .collect()
    },
};

/// Threads on the shared path.
pub const CONTENDED: Case = Case {
    name: "contended",
    question: "What does a `u64` cost through `&Arena` when 1, 2, 4, ... threads do nothing else? (All threads together.)",
    unit: "ns per value, together",
    lead: "&Arena",
    rows: || {
        let work = Work { values: 16 * 1024, passes: 2 };
        thread_counts().into_iter().flat_map(|threads| rows(threads, work)).collect()
    },
};

fn rows(threads: usize, work: Work) -> Vec<Row> {
    let room = ROOM * threads;
    vec![
        Row::on_threads("&Arena", Ours, ours::direct(room), threads, work, u64s),
        Row::on_threads("blink sync", Peer, blink::sync(room), threads, work, u64s),
        Row::on_threads("bitena", Peer, bitena::shared(room), threads, work, u64s),
        Row::on_threads("rarena sync", Peer, rarena::shared(room), threads, work, u64s),
        Row::on_threads(
            "system",
            Peer,
            system::per_thread::<u64>(work.values, false),
            threads,
            work,
            u64s,
        ),
        Row::on_threads("bare exchange", Floor, floor::exchange(room), threads, work, u64s),
    ]
}

/// One thread's part of a pass.
#[inline(never)]
pub fn u64s<S: Shared>(subject: &S, values: usize)
where
    for<'a> S::Handle<'a>: Put<u64>,
{
    let handle = subject.open();
    for i in 0..values {
        black_box(handle.put(i as u64));
    }
    S::close(handle);
}
