//! A goal, and how what was measured reaches it.

use crate::{
    crew::{self, EVERY_CORE, cores},
    harness::{Measured, Outcome},
    profiles,
    stats::Ratio,
};

/// One line of the table.
pub struct Goal {
    /// What is compared.
    pub what: &'static str,
    /// In which case.
    pub case: &'static str,
    /// Which of its groups count.
    pub groups: Groups,
    /// How.
    pub measure: Measure,
    /// Must be reached.
    pub bar: f64,
    /// Should be reached.
    pub goal: f64,
}

/// Groups of a case. Those of cargo's plain profile count like those of ours.
#[derive(Clone, Copy)]
pub enum Groups {
    /// All of them: the worst decides.
    Each,
    /// The one of this name.
    Of(&'static str),
    /// Those of every text, or whatever else there is, that make their calls in this way.
    Way(&'static str),
    /// The one of every core.
    EveryCore,
}

/// What a goal measures.
pub enum Measure {
    /// The slowest of some rows of ours over the fastest of some others; lower is better.
    Over {
        /// Our rows: the slowest counts.
        ours: &'static [&'static str],
        /// Theirs: the fastest counts.
        theirs: &'static [&'static str],
    },
    /// A row on every core over the same on one thread; lower is better. The goal is that every core takes its share.
    Scaling(&'static str),
    /// The speed-up of `Local` from one thread to every core, over that of bare stores; higher is better.
    SpeedUp,
    /// The largest of some rows over the same row in another group; lower is better.
    Growth {
        /// The rows.
        rows: &'static [&'static str],
        /// The group of what is small.
        from: &'static str,
    },
    /// The largest of some rows, in nanoseconds.
    Nanos(&'static [&'static str]),
    /// The slowest sample of a row, in nanoseconds.
    Slowest(&'static str),
}

/// A ratio or a time.
#[derive(Clone, Copy)]
pub enum Value {
    /// Ours over theirs.
    Ratio(Ratio),
    /// Nanoseconds.
    Nanos(f64),
}

impl Value {
    /// The number that a verdict goes by.
    pub fn number(self) -> f64 {
        match self {
            Self::Ratio(ratio) => ratio.of_medians,
            Self::Nanos(nanos) => nanos,
        }
    }
}

/// What was measured.
pub struct Finding {
    /// The worst value.
    pub value: Value,
    /// In which group, and over which row.
    pub place: String,
    /// How many groups there were.
    pub of: usize,
}

impl Goal {
    /// What came of it; nothing if the case was not run.
    pub fn result(&self, measured: &[Measured]) -> Option<Finding> {
        let measured = measured.iter().find(|measured| measured.case.name == self.case)?;
        let groups = measured.groups().into_iter().filter(|group| self.counts(group));
        let mut found: Vec<(Value, String)> = groups
            .filter_map(|group| {
                let (value, over) = self.measure.of(measured, group)?;
                let place = [group, &over].into_iter().filter(|name| !name.is_empty());
                Some((value, place.collect::<Vec<_>>().join(": ")))
            })
            .collect();
        found.sort_by(|a, b| a.0.number().total_cmp(&b.0.number()));
        let of = found.len();
        // What is better the higher it is has one group.
        let (value, place) = found.pop()?;
        Some(Finding { value, place, of })
    }

    fn counts(&self, group: &str) -> bool {
        match self.groups {
            Groups::Each => true,
            Groups::Of(name) => profiles::bare(group) == name,
            Groups::Way(way) => profiles::bare(group).ends_with(way),
            Groups::EveryCore => profiles::bare(group) == EVERY_CORE,
        }
    }

    /// What should be reached.
    pub fn goal(&self) -> f64 {
        match self.measure {
            Measure::Scaling(_) => self.goal / cores() as f64,
            _ => self.goal,
        }
    }

    /// Whether `value` is as good as `wanted`.
    pub fn reaches(&self, value: f64, wanted: f64) -> bool {
        match self.measure {
            Measure::SpeedUp => value >= wanted,
            _ => value <= wanted,
        }
    }
}

impl Measure {
    /// The value in a group, and the row or group it is over.
    fn of(&self, measured: &Measured, group: &str) -> Option<(Value, String)> {
        let one = profiles::label_beside(&crew::label(1), group);
        match self {
            Self::Over { ours, theirs } => {
                let slowest = *by_median(measured, group, ours).last()?;
                let fastest = *by_median(measured, group, theirs).first()?;
                Some((over(slowest, fastest), fastest.name.clone()))
            }
            Self::Scaling(row) => {
                Some((over(measured.row(group, row)?, measured.row(&one, row)?), one))
            }
            Self::SpeedUp => {
                let speed_up = |row| {
                    let (one, every) = (measured.row(&one, row)?, measured.row(group, row)?);
                    Some(Ratio::new(&one.samples, &every.samples))
                };
                let ratio = speed_up("Local")?.over(speed_up("bare stores")?);
                Some((Value::Ratio(ratio), "bare stores".to_owned()))
            }
            Self::Growth { rows, from } => {
                let from = profiles::label_beside(from, group);
                let growth = |row: &&'static str| {
                    Some((over(measured.row(group, row)?, measured.row(&from, row)?), *row))
                };
                let (value, row) = rows
                    .iter()
                    .filter_map(growth)
                    .max_by(|a, b| a.0.number().total_cmp(&b.0.number()))?;
                Some((value, row.to_owned()))
            }
            Self::Nanos(rows) => {
                let largest = *by_median(measured, group, rows).last()?;
                Some((Value::Nanos(largest.median()), largest.name.clone()))
            }
            Self::Slowest(row) => {
                Some((Value::Nanos(measured.row(group, row)?.maximum()), String::new()))
            }
        }
    }
}

fn over(ours: &Outcome, theirs: &Outcome) -> Value {
    Value::Ratio(Ratio::new(&ours.samples, &theirs.samples))
}

/// The rows of these names in a group, the fastest first.
fn by_median<'m>(measured: &'m Measured, group: &str, names: &[&str]) -> Vec<&'m Outcome> {
    let mut rows: Vec<_> = names.iter().filter_map(|name| measured.row(group, name)).collect();
    rows.sort_by(|a, b| a.median().total_cmp(&b.median()));
    rows
}
