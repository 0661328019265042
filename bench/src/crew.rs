//! Threads that start together.

use std::{
    hint::spin_loop,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// How many threads the machine runs at once.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// 1, 2, 4, ... up to every core, which comes last whatever its number.
pub fn thread_counts() -> Vec<usize> {
    let cores = cores();
    let mut counts: Vec<usize> =
        std::iter::successors(Some(1), |n| Some(n * 2)).take_while(|n| *n < cores).collect();
    counts.push(cores);
    counts
}

/// The group of the rows on `threads` threads.
pub fn label(threads: usize) -> String {
    match threads {
        n if n == cores() => EVERY_CORE.to_owned(),
        1 => ONE_THREAD.to_owned(),
        n => format!("{n} threads"),
    }
}

/// The group of the rows on one thread, where the machine runs more.
pub const ONE_THREAD: &str = "1 thread";

/// The group of the rows on as many threads as the machine runs at once.
pub const EVERY_CORE: &str = "every core";

/// Runs `work` on `threads` threads that start together; answers the time from the first start to the last end.
///
/// This thread is one of them. Starting the others is not timed: each waits, spinning, until all are there.
pub fn together<R: Send>(threads: usize, work: impl Fn(usize) -> R + Sync) -> (Duration, Vec<R>) {
    let arrived = AtomicUsize::new(0);
    let one = |index: usize| {
        arrived.fetch_add(1, Ordering::AcqRel);
        while arrived.load(Ordering::Acquire) < threads {
            spin_loop();
        }
        let start = Instant::now();
        let result = work(index);
        (start, Instant::now(), result)
    };
    let one = &one;
    let times: Vec<_> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|index| scope.spawn(move || one(index))).collect();
        let first = one(0);
        let others = others.into_iter().map(|other| other.join().expect("no row panics"));
        std::iter::once(first).chain(others).collect()
    });
    let start = times.iter().map(|time| time.0).min().expect("at least one thread");
    let end = times.iter().map(|time| time.1).max().expect("at least one thread");
    (end - start, times.into_iter().map(|time| time.2).collect())
}
