//! Runs the rows of a case in turn, many times, and keeps every sample.

use std::time::{Duration, Instant};

use crate::{
    crew, profiles,
    stats::{maximum, median, minimum},
    subject::{Shared, Subject},
};

/// Whose row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ours.
    Ours,
    /// A peer's.
    Peer,
    /// What the memory itself costs.
    Floor,
}

/// One allocator in one case.
pub struct Row {
    group: String,
    name: String,
    kind: Kind,
    sample: Box<dyn FnMut() -> f64>,
}

impl Row {
    /// A row whose `sample` does `units` of work and says how long that took.
    pub fn new(
        name: impl Into<String>,
        kind: Kind,
        units: usize,
        mut sample: impl FnMut() -> Duration + 'static,
    ) -> Self {
        Self::counted(name, kind, move || sample().as_secs_f64() * 1e9 / units as f64)
    }

    /// A row whose `sample` is the figure itself.
    pub fn counted(
        name: impl Into<String>,
        kind: Kind,
        sample: impl FnMut() -> f64 + 'static,
    ) -> Self {
        Self { group: String::new(), name: name.into(), kind, sample: Box::new(sample) }
    }

    /// The same row in a group: rows are compared with those of their own.
    #[must_use]
    pub fn within(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    /// A row for one thread: a sample is `work.passes` passes over the same memory, with an untimed reset after each.
    pub fn of<S: Subject>(
        name: &str,
        kind: Kind,
        mut subject: S,
        work: Work,
        pass: fn(&mut S, usize) -> Duration,
    ) -> Self {
        Self::new(name, kind, work.values * work.passes, move || {
            let mut total = Duration::ZERO;
            for _ in 0..work.passes {
                total += pass(&mut subject, work.values);
                subject.reset();
            }
            total
        })
    }

    /// A row for threads that start together, grouped by their number: a pass lasts from the first start to the last end.
    pub fn on_threads<S: Shared>(
        name: impl Into<String>,
        kind: Kind,
        mut subject: S,
        threads: usize,
        work: Work,
        pass: fn(&S, usize),
    ) -> Self {
        Self::new(name, kind, work.values * work.passes * threads, move || {
            let mut total = Duration::ZERO;
            for _ in 0..work.passes {
                total += crew::together(threads, |_| pass(&subject, work.values)).0;
                subject.reset();
            }
            total
        })
        .within(crew::label(threads))
    }

    /// Its group; most cases have one alone, without a name.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// What it is called in the report, without samples.
    pub fn outcome(&self) -> Outcome {
        Outcome {
            group: profiles::label(&self.group),
            name: self.name.clone(),
            kind: self.kind,
            samples: Vec::new(),
        }
    }
}

/// Bytes of payload of a pass: more than a first-level cache, less than a second-level one, as a busy arena is.
pub const PAYLOAD: usize = 256 * 1024;

/// Bytes an arena needs for a pass, with room for every row's own padding and headers.
pub const ROOM: usize = 2 * PAYLOAD;

/// How much a sample does.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// Values per pass (and thread).
    pub values: usize,
    /// Passes per sample.
    pub passes: usize,
}

/// One question, with a row per allocator.
pub struct Case {
    /// What `-- NAME` selects.
    pub name: &'static str,
    /// What it asks.
    pub question: &'static str,
    /// What one unit is.
    pub unit: &'static str,
    /// The row of ours, one in each group, that the ratios are of.
    pub lead: &'static str,
    /// Makes the rows, with their memory.
    pub rows: fn() -> Vec<Row>,
}

/// The samples of one row, in nanoseconds per unit, or in what else the case counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The row's group, and the profile if it was not ours.
    pub group: String,
    /// The row's name.
    pub name: String,
    /// Whose it is.
    pub kind: Kind,
    /// One per round.
    pub samples: Vec<f64>,
}

impl Outcome {
    /// The middle sample.
    pub fn median(&self) -> f64 {
        median(&self.samples)
    }

    /// The smallest sample.
    pub fn minimum(&self) -> f64 {
        minimum(&self.samples)
    }

    /// The largest sample.
    pub fn maximum(&self) -> f64 {
        maximum(&self.samples)
    }
}

/// A case and what its rows measured.
pub struct Measured {
    /// The case.
    pub case: &'static Case,
    /// In the case's order.
    pub rows: Vec<Outcome>,
}

impl Measured {
    /// The groups, in the case's order.
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !groups.contains(&row.group.as_str()) {
                groups.push(&row.group);
            }
        }
        groups
    }

    /// The rows of a group.
    pub fn within<'m>(&'m self, group: &'m str) -> impl Iterator<Item = &'m Outcome> {
        self.rows.iter().filter(move |row| row.group == group)
    }

    /// The row of that name in that group.
    pub fn row(&self, group: &str, name: &str) -> Option<&Outcome> {
        self.rows.iter().find(|row| row.group == group && row.name == name)
    }

    /// The row that `row` is compared with: the lead of its group.
    pub fn lead_of(&self, row: &Outcome) -> Option<&Outcome> {
        self.lead(&row.group)
    }

    /// The row that the ratios of a group are of.
    pub fn lead(&self, group: &str) -> Option<&Outcome> {
        self.row(group, self.case.lead)
    }

    /// How many rounds were run.
    pub fn rounds(&self) -> usize {
        self.rows.first().map_or(0, |row| row.samples.len())
    }
}

/// When a case has been measured enough.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Time to spend on one case.
    pub time: Duration,
    /// Rounds to run even if that takes longer.
    pub at_least: usize,
    /// Rounds after which to stop even if there is time left.
    pub at_most: usize,
    /// How many times every row is made anew, so that no row keeps lucky or unlucky pages for the whole run.
    pub epochs: usize,
}

/// Runs `case`: each round runs every row once, and starts one row further along than the last.
pub fn run(case: &'static Case, effort: Effort, mut progress: impl FnMut(f64)) -> Measured {
    let mut measured = Measured { case, rows: Vec::new() };
    for epoch in 0..effort.epochs {
        let mut rows = (case.rows)();
        if measured.rows.is_empty() {
            measured.rows.extend(rows.iter().map(Row::outcome));
        }
        for row in &mut rows {
            // Warms the row's memory, its code and its branches.
            (row.sample)();
        }
        let start = Instant::now();
        // A group is as much work as a case.
        let share = effort.time * measured.groups().len() as u32 / effort.epochs as u32;
        let (at_least, at_most) =
            (effort.at_least.div_ceil(effort.epochs), effort.at_most.div_ceil(effort.epochs));
        for round in 0..at_most {
            let spent = start.elapsed();
            if round >= at_least && spent >= share {
                break;
            }
            let by_time = spent.as_secs_f64() / share.as_secs_f64();
            let by_rounds = round as f64 / at_most as f64;
            progress((epoch as f64 + by_time.max(by_rounds).min(1.0)) / effort.epochs as f64);
            for turn in 0..rows.len() {
                let at = (round + turn) % rows.len();
                measured.rows[at].samples.push((rows[at].sample)());
            }
        }
    }
    progress(1.0);
    measured
}
