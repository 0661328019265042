//! The bars and goals that were set before anything was measured.

use crate::{
    cases::{crew::cores, threads},
    harness::{Measured, Outcome},
    stats::Ratio,
};

/// One line of the table.
pub struct Goal {
    /// What is compared.
    pub what: &'static str,
    /// How.
    pub measure: Measure,
    /// Must be reached.
    pub bar: f64,
    /// Should be reached.
    pub goal: f64,
}

/// What a goal measures.
pub enum Measure {
    /// One row of ours over the fastest of some rows, in one case; lower is better.
    Over {
        /// The case.
        case: &'static str,
        /// Our row.
        ours: &'static str,
        /// Theirs: the fastest counts.
        theirs: &'static [&'static str],
    },
    /// The slowest of some rows of ours over the fastest of some others, in one case; lower is better.
    Slowest {
        /// The case.
        case: &'static str,
        /// Our rows: the slowest counts.
        ours: &'static [&'static str],
        /// Theirs: the fastest counts.
        theirs: &'static [&'static str],
    },
    /// The speed-up of `Local` from one thread to every core, over that of bare stores; higher is better.
    SpeedUp,
}

const fn over(
    what: &'static str,
    case: &'static str,
    ours: &'static str,
    theirs: &'static [&'static str],
    bar: f64,
    goal: f64,
) -> Goal {
    Goal { what, measure: Measure::Over { case, ours, theirs }, bar, goal }
}

/// `Local` and `&Arena`, over the fastest of the arenas.
const fn level(what: &'static str, case: &'static str, theirs: &'static [&'static str]) -> Goal {
    let measure = Measure::Slowest { case, ours: &["Local", "&Arena"], theirs };
    Goal { what, measure, bar: 1.05, goal: 1.00 }
}

const BUMPALO: &[&str] = &["bumpalo", "bumpalo, align 8"];
const BUMP_SCOPE: &[&str] = &["bump-scope", "bump-scope, align 8"];
const HERD: &[&str] = &["bumpalo-herd, every core"];
const SYSTEM: &[&str] = &["system, every core", "system + free, every core"];

const LISTS: &[&str] = &[
    "bumpalo",
    "bumpalo, allocator-api2",
    "bump-scope",
    "bump-scope, MutBumpVec",
    "bump-scope, allocator-api2",
    "multitude",
];
const STRINGS: &[&str] = &["bumpalo", "bump-scope", "bump-scope, MutBumpString", "multitude"];
const MAPS: &[&str] = &["bumpalo", "bump-scope", "multitude"];
const TREES: &[&str] =
    &["bumpalo", "bumpalo, align 8", "bump-scope", "bump-scope, align 8", "multitude"];
const SERDE: &[&str] = &["serde_json", "serde_json + free"];

/// Every goal.
pub const ALL: &[Goal] = &[
    over(
        "`u64` loop, handle in a local variable, over bumpalo",
        "u64",
        "Local",
        BUMPALO,
        0.75,
        0.65,
    ),
    over("same, over bump-scope", "u64", "Local", BUMP_SCOPE, 0.75, 0.65),
    over("same, over the bare store loop", "u64", "Local", &["bare stores"], 1.10, 1.02),
    over("same, handle behind a reference, over bumpalo", "u64-ref", "Local", BUMPALO, 1.05, 1.00),
    over("words of a text, over bumpalo", "words", "Local", BUMPALO, 0.65, 0.40),
    over("words of a text, over bump-scope", "words", "Local", BUMP_SCOPE, 0.65, 0.40),
    over("`alloc_slice_copy` of 8 `u32`, over bumpalo", "copy-8", "Local", BUMPALO, 0.80, 0.65),
    over(
        "`alloc_slice_fill_with` of 16 `u32`, over bumpalo",
        "fill-with-16",
        "Local",
        BUMPALO,
        1.00,
        0.90,
    ),
    over("4 KiB value by `alloc_with`, over bumpalo", "4k-in-place", "Local", BUMPALO, 1.05, 1.00),
    over(
        "shared path, one thread, over the bare exchange loop",
        "shared",
        "&Arena",
        &["bare exchange"],
        1.25,
        1.10,
    ),
    over("shared path, one thread, over bitena", "shared", "&Arena", &["bitena"], 0.90, 0.80),
    over(
        "shared path, one thread, over blink sync",
        "shared",
        "&Arena",
        &["blink sync"],
        0.50,
        0.40,
    ),
    over(
        "shared path contended on every core, over blink sync",
        "contended",
        "&Arena",
        &["blink sync"],
        0.70,
        0.40,
    ),
    over(
        "`Local` on every core, together, over bumpalo-herd",
        "threads",
        threads::LEAD,
        HERD,
        1.00,
        0.80,
    ),
    over(
        "`Local` on every core, together, over the system allocator",
        "threads",
        threads::LEAD,
        SYSTEM,
        0.25,
        0.12,
    ),
    level(
        "`push` to a `Vec` that grows, every row of ours over the fastest arena",
        "vec-push",
        LISTS,
    ),
    level("`push` to a `Vec` with room, likewise", "vec-push-reserved", LISTS),
    level("a `String` of words, likewise", "string-build", STRINGS),
    level("a `String` that `write!` fills, likewise", "string-write", STRINGS),
    level("a `HashMap` that counts words, likewise", "hashmap-words", MAPS),
    level("JSON by one parser, likewise", "json", TREES),
    over(
        "JSON by the parser of `examples/json`, over `serde_json::Value`",
        "json",
        "Local, examples/json",
        SERDE,
        0.60,
        0.60,
    ),
    Goal {
        what: "speed-up of `Local` from 1 to every core, over that of bare stores (higher is better)",
        measure: Measure::SpeedUp,
        bar: 0.90,
        goal: 0.98,
    },
    over(
        "256 MiB of fresh `[u64; 8]`, `Arena::mapped` and a `Local`, over bumpalo",
        "fresh-256m",
        "Local, mapped",
        &["bumpalo"],
        0.30,
        0.15,
    ),
    over(
        "an empty `Local::scope`, over bump-scope's `scoped`",
        "scope-empty",
        "Local::scope",
        BUMP_SCOPE,
        1.20,
        0.80,
    ),
    over(
        "an empty `Arena::scope`, likewise",
        "scope-empty",
        "Arena::scope",
        BUMP_SCOPE,
        1.20,
        0.80,
    ),
    over(
        "`Local::scope`, its handle passed on and not used, likewise",
        "scope-opaque",
        "Local::scope",
        BUMP_SCOPE,
        1.20,
        0.80,
    ),
    over(
        "`Arena::scope`, its handle passed on and not used, likewise",
        "scope-opaque",
        "Arena::scope",
        BUMP_SCOPE,
        1.20,
        0.80,
    ),
];

impl Goal {
    /// What was measured, and over which row; nothing if the case was not run.
    pub fn result(&self, measured: &[Measured]) -> Option<(Ratio, String)> {
        let case = |name: &str| measured.iter().find(|measured| measured.case.name == name);
        match &self.measure {
            Measure::Over { case: name, ours, theirs } => {
                let measured = case(name)?;
                let fastest = by_median(measured, theirs).first().copied()?;
                Some((
                    Ratio::new(&measured.row(ours)?.samples, &fastest.samples),
                    fastest.name.clone(),
                ))
            }
            Measure::Slowest { case: name, ours, theirs } => {
                let measured = case(name)?;
                let slowest = by_median(measured, ours).last().copied()?;
                let fastest = by_median(measured, theirs).first().copied()?;
                Some((Ratio::new(&slowest.samples, &fastest.samples), fastest.name.clone()))
            }
            Measure::SpeedUp => {
                let measured = case("threads")?;
                let speed_up = |allocator| -> Option<Ratio> {
                    let one = measured.row(&threads::name(allocator, 1))?;
                    let every = measured.row(&threads::name(allocator, cores()))?;
                    Some(speed_up(one, every))
                };
                Some((speed_up("Local")?.over(speed_up("bare stores")?), "bare stores".to_owned()))
            }
        }
    }

    /// Whether `value` is as good as `wanted`.
    pub fn reaches(&self, value: f64, wanted: f64) -> bool {
        match self.measure {
            Measure::Over { .. } | Measure::Slowest { .. } => value <= wanted,
            Measure::SpeedUp => value >= wanted,
        }
    }
}

/// The rows of these names, the fastest first.
fn by_median<'m>(measured: &'m Measured, names: &[&str]) -> Vec<&'m Outcome> {
    let mut rows: Vec<_> = names.iter().filter_map(|name| measured.row(name)).collect();
    rows.sort_by(|a, b| a.median().total_cmp(&b.median()));
    rows
}

/// How many times faster `every` is than `one`.
pub fn speed_up(one: &Outcome, every: &Outcome) -> Ratio {
    Ratio::new(&one.samples, &every.samples)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases;

    #[test]
    fn every_goal_has_rows_in_its_case() {
        for goal in ALL {
            let (name, ours, theirs) = match &goal.measure {
                Measure::Over { case, ours, theirs } => (case, &[*ours][..], theirs),
                Measure::Slowest { case, ours, theirs } => (case, *ours, theirs),
                Measure::SpeedUp => continue,
            };
            let case = cases::ALL.iter().find(|case| case.name == *name).expect(name);
            let rows = (case.rows)();
            let has = |name: &&str| rows.iter().any(|row| row.name() == *name);
            assert!(ours.iter().all(has), "{}: {ours:?}", case.name);
            assert!(theirs.iter().any(has), "{}: {theirs:?}", case.name);
        }
    }
}
