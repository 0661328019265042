//! A soak: every operation on all cores for as long as wanted, and every byte checked before it is
//! given up.
//!
//! One mapped arena lives through rounds. In each, every thread allocates through the arena or a
//! scope of it and through handles, and checks what it keeps when all are done. Then the arena is
//! reset, sometimes trimmed, sometimes made anew.

mod operations;
mod resident;

use std::{
    error::Error,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook},
    path::Path,
    process,
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use arena::{AllocError, Arena, Local};
use arena_bench::{crew::cores, random::Random};

use operations::{Kept, OPERATIONS, On, Shared};

/// Bytes of the arena.
const CAPACITY: usize = 128 << 20;
/// What a round may take.
const LONGEST: Duration = Duration::from_secs(1);

/// Runs for some minutes, and writes the chart. Ends the program at the first wrong byte.
pub(crate) fn run(minutes: f64, chart: &Path) -> Result<(), Box<dyn Error>> {
    // A thread that is gone would leave the others waiting. Scopes throw without the hook.
    set_hook(Box::new(|panic| {
        eprintln!("{panic}");
        process::exit(1);
    }));
    let (tally, done) = (Tally::default(), AtomicBool::new(false));
    let time = Duration::try_from_secs_f64(minutes * 60.0)?;
    let samples = thread::scope(|threads| {
        let watch = threads.spawn(|| resident::watch(&tally, &done));
        let result = soak(time, &tally);
        done.store(true, Relaxed);
        let samples = watch.join().expect("it does nothing that fails");
        result.map(|()| samples)
    })?;
    println!("{tally}; no wrong byte");
    resident::draw(chart, &samples)
}

fn soak(time: Duration, tally: &Tally) -> Result<(), AllocError> {
    let (start, mut random) = (Instant::now(), Random(0x9E37_79B9_7F4A_7C15));
    let mut arena = Arena::mapped(CAPACITY)?;
    while start.elapsed() < time {
        let (operations, seed) = (random.below(60_000), random.next());
        if random.one_in(3) {
            arena.scope(|scope| together(Shared::Scope(scope), operations, seed, tally));
        } else {
            together(Shared::Arena(&arena), operations, seed, tally);
        }
        arena.reset();
        if random.one_in(8) {
            arena.trim();
        }
        if random.one_in(64) {
            arena = Arena::mapped(CAPACITY)?;
        }
    }
    Ok(())
}

/// One round: what all threads do, each with so many operations, or fewer if the time is up.
fn together(shared: Shared<'_>, operations: usize, seed: u64, tally: &Tally) {
    let (gate, start) = (Barrier::new(cores()), Instant::now());
    thread::scope(|threads| {
        for index in 0..cores() {
            let (gate, start) = (&gate, &start);
            threads.spawn(move || {
                let mut random = Random(seed ^ (index as u64 + 1) << 32 | 1);
                let mut thread = Thread { random: &mut random, tally };
                gate.wait();
                let (mut local, mut kept) = (shared.local(), Vec::new());
                for _ in (0..operations).take_while(|_| start.elapsed() < LONGEST) {
                    match thread.random.below(200) {
                        0 => local = shared.local(),
                        1 => thread.scope(&mut local, 0),
                        2..70 => thread.operate(On::Shared(shared), &mut kept),
                        _ => thread.operate(On::Local(&local), &mut kept),
                    }
                }
                if thread.random.one_in(2) {
                    drop(local);
                }
                // What others do must not have touched ours.
                gate.wait();
                kept.iter().for_each(check);
            });
        }
    });
}

struct Thread<'r> {
    random: &'r mut Random,
    tally: &'r Tally,
}

struct Thrown;

impl Thread<'_> {
    fn operate<'a>(&mut self, on: On<'_, 'a>, kept: &mut Vec<Kept<'a>>) {
        let operation = OPERATIONS[self.random.below(OPERATIONS.len())];
        match operation(on, self.random.next(), self.random.length()) {
            Ok(made) => kept.push(made),
            Err(_) => _ = self.tally.refused.fetch_add(1, Relaxed),
        }
        self.tally.made.fetch_add(1, Relaxed);
        if kept.len() > 10 && self.random.one_in(4) {
            check(&kept.swap_remove(self.random.below(kept.len())));
        }
    }

    /// A scope of a handle, with scopes in it; some end by a panic.
    fn scope(&mut self, local: &mut Local<'_>, depth: usize) {
        let throws = self.random.one_in(20);
        let result = catch_unwind(AssertUnwindSafe(|| {
            local.scope(|inner| {
                let mut kept = Vec::new();
                for _ in 0..self.random.below(300) {
                    if depth < 4 && self.random.one_in(100) {
                        self.scope(inner, depth + 1);
                    } else {
                        self.operate(On::Local(inner), &mut kept);
                    }
                }
                kept.iter().for_each(check);
                if throws {
                    resume_unwind(Box::new(Thrown));
                }
            });
        }));
        if let Err(panic) = result
            && !panic.is::<Thrown>()
        {
            resume_unwind(panic);
        }
    }
}

/// Ends the program if something was written to.
fn check(kept: &Kept<'_>) {
    if !kept() {
        eprintln!("wrong bytes: something wrote to a live value");
        process::exit(1);
    }
}

#[derive(Default)]
struct Tally {
    made: AtomicU64,
    refused: AtomicU64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millions = self.made.load(Relaxed) as f64 / 1e6;
        write!(f, "{millions:.1} million operations, {} refused", self.refused.load(Relaxed))
    }
}
