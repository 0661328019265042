//! Every thread with a handle of its own, on 1, 2, 4, ... threads.

use super::shared::u64s;
use crate::{
    crew::thread_counts,
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        Row, Work,
    },
    peers::{blink, bump_scope, floor, herd, ours, system},
};

/// A handle per thread, which makes a lot.
pub const THREADS: Case = Case {
    name: "threads",
    question: "What does a `u64` cost when 1, 2, 4, ... threads each have a handle of their own and make 8 MiB with it? (All threads together. The \
               floor's span is as large as our arena, and as much of it is used.)",
    unit: "ns per value, together",
    lead: "Local",
    rows: || rows(Work { values: 1024 * 1024, passes: 1 }),
};

/// A handle per thread, which makes little.
pub const SHORT: Case = Case {
    name: "threads-short",
    question: "The same with 512 KiB per handle, where its first, small runs count for more. No bar is taken here.",
    unit: "ns per value, together",
    lead: "Local",
    rows: || rows(Work { values: 64 * 1024, passes: 4 }),
};

fn rows(work: Work) -> Vec<Row> {
    thread_counts().into_iter().flat_map(|threads| rows_on(threads, work)).collect()
}

fn rows_on(n: usize, work: Work) -> Vec<Row> {
    let bytes = size_of::<u64>() * work.values;
    let room = 2 * bytes * n;
    vec![
        Row::on_threads("Local", Ours, ours::locals(room), n, work, u64s),
        Row::on_threads("bumpalo-herd", Peer, herd::Herds::default(), n, work, u64s),
        Row::on_threads("bump-scope pool", Peer, bump_scope::Pool::default(), n, work, u64s),
        Row::on_threads("blink sync.local", Peer, blink::sync_local(2 * room), n, work, u64s),
        Row::on_threads(
            "system",
            Peer,
            system::per_thread::<u64>(work.values, false),
            n,
            work,
            u64s,
        ),
        Row::on_threads(
            "system + free",
            Peer,
            system::per_thread::<u64>(work.values, true),
            n,
            work,
            u64s,
        ),
        Row::on_threads("bare stores", Floor, floor::parts(room, bytes), n, work, u64s),
    ]
}
