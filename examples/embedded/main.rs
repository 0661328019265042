//! For devices and others without an allocator: a `static` arena, which is the whole memory budget
//! of what runs in it, fixed when the program is built.
//!
//! The arena and all that uses it are in `sensor.rs`, which needs neither `std` nor an allocator.
//! (That `arena` itself builds so, without its default features, `.ci/run` checks.) This file plays
//! the board: it makes up the readings, and prints where a device would send.
//!
//! A `static` arena can never be reset, since nobody has it for himself. Each window of readings
//! gets a scope of a handle instead, and leaves nothing behind.

mod sensor;

use std::thread;

use sensor::{SCRATCH, Summary};

/// Every how many readings the cable fails.
const SPIKE: u32 = 50;

/// A slow wave in thousandths of a degree, with noise, and a failing cable now and then.
fn readings(seed: u32, count: u32) -> impl Iterator<Item = i32> {
    let mut state = seed;
    (0..count).map(move |index| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = i32::from(state.to_be_bytes()[0]) - 128;
        let wave = 20 * (i32::try_from(index % 100).unwrap_or(0) - 50).abs();
        if index % SPIKE == SPIKE - 1 { 85_000 } else { 21_000 + wave + noise }
    })
}

/// One channel: window after window, each summarised and sent.
fn channel(name: &str, seed: u32) -> Vec<Summary> {
    let mut summaries = Vec::new();
    for (window, seed) in (1..=500).zip(seed..) {
        let sent = sensor::report(name, readings(seed, 200), |line| {
            if window % 250 == 0 {
                println!("{line}");
            }
        });
        summaries.push(sent.expect("two windows fit into the budget"));
    }
    summaries
}

fn main() {
    // Two channels at once, as two tasks or interrupt handlers would be. They share the budget.
    let summaries = thread::scope(|threads| {
        let inner = threads.spawn(|| channel("inner", 1));
        let outer = threads.spawn(|| channel("outer", 1000));
        [inner, outer].map(|channel| channel.join().expect("the channels do not panic"))
    });
    for summary in summaries.iter().flatten() {
        assert_eq!((summary.kept, summary.spikes), (196, 4));
        assert!((21_000..23_000).contains(&summary.median));
    }

    // A window too large for the budget is an error and no crash, and harms nothing.
    let error = sensor::report("burst", readings(1, 100_000), |_| {}).expect_err("far too large");
    println!("burst: {error}");
    sensor::report("again", readings(1, 200), |line| println!("{line}")).expect("small enough");

    println!("{}", SCRATCH.stats());
    assert_eq!(SCRATCH.allocated(), 0);
}
