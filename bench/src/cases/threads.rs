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

/// A handle per thread.
pub const THREADS: Case = Case {
    name: "threads",
    question: "What does a `u64` cost when 1, 2, 4, ... threads each have a handle of their own? (All threads together; 512 KiB per thread and pass.)",
    unit: "ns per value, together",
    lead: LEAD,
    rows: || thread_counts().into_iter().flat_map(rows).collect(),
};

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

/// The allocators of the case.
pub const ALLOCATORS: &[&str] = &[
    "Local",
    "bumpalo-herd",
    "bump-scope pool",
    "blink sync.local",
    "system",
    "system + free",
    "bare stores",
];

fn rows(threads: usize) -> Vec<Row> {
    const BYTES: usize = 512 * 1024;
    let work = Work { values: BYTES / 8, passes: 4 };
    let n = threads;
    vec![
        Row::on_threads(name("Local", n), Ours, ours::locals(2 * BYTES * n), n, work, u64s),
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
            blink::sync_local(4 * BYTES * n),
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
        Row::on_threads(name("bare stores", n), Floor, floor::spans(2 * BYTES, n), n, work, u64s),
    ]
}
