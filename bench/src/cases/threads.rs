//! Every thread with a handle of its own, on 1, 2, 4, ... threads.

use super::{
    crew::{cores, thread_counts},
    shared::u64s,
};
use crate::{
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
    lead: LEAD,
    rows: || rows(Work { values: 1024 * 1024, passes: 1 }),
};

/// A handle per thread, which makes little.
pub const SHORT: Case = Case {
    name: "threads-short",
    question: "The same with 512 KiB per handle, where its first, small runs count for more. No bar is taken here.",
    unit: "ns per value, together",
    lead: LEAD,
    rows: || rows(Work { values: 64 * 1024, passes: 4 }),
};

/// Whether the rows of a case are named by [`name`].
pub fn counts_threads(case: &Case) -> bool {
    case.name == THREADS.name || case.name == SHORT.name
}

/// The row that the ratios are of: it is [`name`]d after the number of cores.
pub const LEAD: &str = "Local, every core";

/// The name of a row on `threads` threads.
pub fn name(allocator: &str, threads: usize) -> String {
    match threads {
        n if n == cores() => format!("{allocator}, every core"),
        1 => format!("{allocator}, 1 thread"),
        n => format!("{allocator}, {n} threads"),
    }
}

/// The allocators of both cases.
pub const ALLOCATORS: &[&str] = &[
    "Local",
    "bumpalo-herd",
    "bump-scope pool",
    "blink sync.local",
    "system",
    "system + free",
    "bare stores",
];

fn rows(work: Work) -> Vec<Row> {
    thread_counts().into_iter().flat_map(|threads| rows_on(threads, work)).collect()
}

fn rows_on(n: usize, work: Work) -> Vec<Row> {
    let bytes = size_of::<u64>() * work.values;
    let room = 2 * bytes * n;
    vec![
        Row::on_threads(name("Local", n), Ours, ours::locals(room), n, work, u64s),
        Row::on_threads(name("bumpalo-herd", n), Peer, herd::Herds::default(), n, work, u64s),
        Row::on_threads(
            name("bump-scope pool", n),
            Peer,
            bump_scope::Pool::default(),
            n,
            work,
            u64s,
        ),
        Row::on_threads(
            name("blink sync.local", n),
            Peer,
            blink::sync_local(2 * room),
            n,
            work,
            u64s,
        ),
        Row::on_threads(
            name("system", n),
            Peer,
            system::per_thread::<u64>(work.values, false),
            n,
            work,
            u64s,
        ),
        Row::on_threads(
            name("system + free", n),
            Peer,
            system::per_thread::<u64>(work.values, true),
            n,
            work,
            u64s,
        ),
        Row::on_threads(name("bare stores", n), Floor, floor::parts(room, bytes), n, work, u64s),
    ]
}
