//! For `rayon`: `map_init(|| arena.local(), ...)` gives each of its jobs a handle, and the results
//! live as long as the arena.
//!
//! Rayon opens a handle whenever it splits the work, which may be often. That costs next to
//! nothing, and what a handle leaves unused goes back to the arena. The results refer neither to
//! the handles nor to the text that they were read from.

use std::{
    error,
    sync::atomic::{AtomicUsize, Ordering},
};

use arena::{Arena, Local};
use rayon::prelude::*;

type Error = Box<dyn error::Error + Send + Sync>;

/// What a line says: a place and its temperatures.
struct Station<'a> {
    name: &'a str,
    readings: &'a [f64],
}

impl<'a> Station<'a> {
    /// Reads a line such as `Oslo: 3.5 4.0`.
    fn parse(line: &str, local: &Local<'a>) -> Result<Self, Error> {
        let (name, fields) = line.split_once(": ").ok_or_else(|| format!("no colon: {line:?}"))?;
        let fields = fields.split_ascii_whitespace();
        let readings = local.try_alloc_slice_fill_default(fields.clone().count())?;
        for (reading, field) in readings.iter_mut().zip(fields) {
            *reading = field.parse().map_err(|error| format!("{error}: {field:?}"))?;
        }
        Ok(Self { name: local.try_alloc_str(name)?, readings })
    }

    fn mean(&self) -> f64 {
        let count = u32::try_from(self.readings.len()).map_or(f64::INFINITY, f64::from);
        self.readings.iter().sum::<f64>() / count
    }
}

/// A log of `stations` lines, with 0 to 24 readings each.
fn log(stations: usize) -> String {
    let line = |station| {
        let readings =
            (0..station % 25).map(|hour| format!(" {}.{}", (station + hour) % 40, hour % 10));
        format!("Station {station}: {}\n", readings.collect::<String>())
    };
    (0..stations).map(line).collect()
}

fn main() -> Result<(), Error> {
    let arena = Arena::new(32 * 1024 * 1024)?;
    let handles = AtomicUsize::new(0);
    let open = || {
        handles.fetch_add(1, Ordering::Relaxed);
        arena.local()
    };

    let text = log(100_000);
    let stations: Vec<Station<'_>> = text
        .par_lines()
        .map_init(open, |local, line| Station::parse(line, local))
        .collect::<Result<_, _>>()?;
    drop(text);

    let readings: usize = stations.iter().map(|station| station.readings.len()).sum();
    assert_eq!(readings, (0..100_000).map(|station| station % 25).sum());
    println!("{} stations, {readings} readings, {} handles", stations.len(), handles.into_inner());
    println!("{} of {} bytes allocated", arena.allocated(), arena.capacity());

    let warmest = stations
        .par_iter()
        .filter(|station| !station.readings.is_empty())
        .max_by(|one, other| one.mean().total_cmp(&other.mean()));
    if let Some(warmest) = warmest {
        println!("the warmest on average: {}, {:.1} degrees", warmest.name, warmest.mean());
    }

    // A line that cannot be read ends the whole run with an error.
    let broken = ["Oslo: 3.5", "Bergen 4.0"];
    let refused = broken
        .par_iter()
        .map_init(|| arena.local(), |local, line| Station::parse(line, local))
        .collect::<Result<Vec<_>, _>>();
    assert!(refused.is_err_and(|error| error.to_string().contains("Bergen")));
    Ok(())
}
