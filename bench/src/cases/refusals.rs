//! The slowest refusal of many, where many threads are refused.

use std::{
    hint::black_box,
    thread,
    time::{Duration, Instant},
};

use arena::Arena;

use super::pieces;
use crate::{
    crew,
    harness::{
        Case,
        Kind::{Floor, Ours},
        Row,
    },
};

/// More than any machine's usual number of cores: most wait for their turn.
const THREADS: usize = 64;

/// Refusals on many threads.
pub const REFUSALS: Case = Case {
    name: "refusal-threads",
    question: "How long does the slowest refusal of a round take, where 64 threads open a handle, make ten values, drop it, and are refused half the \
               capacity, time after time, in an arena in pieces? (A sample is the slowest of all threads in 20 ms; each sleeps a little between, so \
               that a thread seldom waits for a core. The floor is two looks at the clock in place of the refusal: what the system itself takes away.)",
    unit: "ns, the slowest",
    lead: "",
    rows: || {
        [(pieces::FEW, 1_000), (pieces::MANY, 100_000)]
            .into_iter()
            .flat_map(|(group, pieces)| rows(group, pieces))
            .collect()
    },
};

fn rows(group: &'static str, pieces: usize) -> Vec<Row> {
    let arena = pieces::in_pieces(pieces, false);
    let clock = pieces::in_pieces(pieces, false);
    vec![
        Row::counted("&Arena", Ours, move || slowest(&arena, refused)).within(group),
        Row::counted("the clock", Floor, move || slowest(&clock, |_| ())).within(group),
    ]
}

fn refused(arena: &Arena) {
    assert!(black_box(arena.try_alloc_slice_uninit::<u8>(arena.capacity() / 2)).is_err());
}

/// Nanoseconds of the slowest `call` of all threads.
fn slowest(arena: &Arena, call: impl Fn(&Arena) + Sync) -> f64 {
    const ROUND: Duration = Duration::from_millis(20);
    const PAUSE: Duration = Duration::from_millis(2);
    let (_, slowest) = crew::together(THREADS, |_| {
        let begun = Instant::now();
        let mut slowest = Duration::ZERO;
        while begun.elapsed() < ROUND {
            let local = arena.local();
            for value in 0..10_u64 {
                let _ = black_box(local.try_alloc(value));
            }
            drop(local);
            let start = Instant::now();
            call(arena);
            slowest = slowest.max(start.elapsed());
            thread::sleep(PAUSE);
        }
        slowest
    });
    slowest.into_iter().max().unwrap_or_default().as_secs_f64() * 1e9
}
