//! The tables on the terminal, and `RESULTS.md`.

mod faster;
mod tables;

use std::fmt::{self, Write as _};

use crate::{
    cases,
    goals::{self, Finding, Goal, Value},
    harness::Measured,
    machine::{Machine, version},
    peers, profiles,
    stats::nanos,
};

pub use tables::terminal;

/// The goals as a table for people at a terminal.
pub fn terminal_goals(measured: &[Measured]) -> String {
    let mut text = String::new();
    for goal in goals::ALL {
        let Some(found) = goal.result(measured) else { continue };
        let _ = writeln!(
            text,
            "  {:<76} {:>7} (bar {}, goal {}) {}: {}",
            goal.what,
            value(found.value, found.value.number()),
            value(found.value, goal.bar),
            value(found.value, goal.goal()),
            verdict(goal, found.value.number()),
            place(&found),
        );
    }
    if text.is_empty() { text } else { format!("\ngoals:\n{text}") }
}

/// `RESULTS.md`.
pub fn markdown(machine: &Machine, measured: &[Measured]) -> String {
    let mut text = String::new();
    write_markdown(&mut text, machine, measured).expect("a string takes everything");
    text
}

fn write_markdown(out: &mut String, machine: &Machine, measured: &[Measured]) -> fmt::Result {
    writeln!(out, "# Results\n")?;
    faster::write(out, measured)?;
    write!(out, "## Measured on\n\n{machine}")?;
    writeln!(out, "- Groups named {}: {}", profiles::PLAIN, profiles::PLAIN_SETTINGS)?;
    writeln!(
        out,
        "- Repeat: `cargo run --release --manifest-path bench/Cargo.toml`; one case: `... -- CASE`, in both profiles: `... -- --both CASE`; their names: \
         `... -- --list`"
    )?;
    writeln!(
        out,
        "- Instruction counts of the hot calls: [INSTRUCTIONS.md](INSTRUCTIONS.md), by `cargo bench --manifest-path bench/Cargo.toml`"
    )?;
    writeln!(out, "- Asked for and left out:")?;
    for (name, why) in peers::LEFT_OUT {
        writeln!(out, "  - {name}: {why}.")?;
    }
    out.push_str(HOW);
    write_goals(out, measured)?;
    writeln!(
        out,
        "## Summary\n\n![What each case costs the others, as a multiple of ours](charts/summary.svg)"
    )?;
    for part in cases::PARTS {
        let of_part =
            |measured: &&Measured| part.cases.iter().any(|case| case.name == measured.case.name);
        let mut cases = measured.iter().filter(of_part).peekable();
        if cases.peek().is_some() {
            writeln!(out, "\n## {}", part.name)?;
        }
        for measured in cases {
            tables::write(out, measured)?;
        }
    }
    writeln!(out, "\n## Settings of the peers\n")?;
    writeln!(out, "Each peer gets its best call for the case and its best settings.\n")?;
    for (name, settings) in peers::SETTINGS {
        let version = version(name).map(|version| format!(" {version}")).unwrap_or_default();
        writeln!(out, "- **{name}**{version}: {settings}")?;
    }
    Ok(())
}

const HOW: &str = "
All rows of a case run in turn in one process: a round runs each row once and starts one row further along than the last. A sample is some
passes over the same warm memory, with an untimed reset after each (`fresh`, `fresh-256m`, `reset`, `deserialize` and `compile` say what they do instead). Numbers are nanoseconds per
unit: the median and the minimum of all rounds. Ratios are ours over theirs, so that lower is better: of the medians, of the minima, and *paired*, the
median of each round's own ratio. Every row, the floors too, hands the pointer it got to `black_box`. Rows are compared with those of their own group:
in a loop, where the handle is a local variable, or in a boxed closure that is called for each value; in this build, or in one of the same sources by cargo's
plain `--release`, as most programs are built.

";

fn write_goals(out: &mut String, measured: &[Measured]) -> fmt::Result {
    writeln!(
        out,
        "## Bars and goals\n\nOurs over theirs; a verdict goes by the ratio of medians, in the group where it is worst.\n"
    )?;
    writeln!(
        out,
        "| case | where, and over | medians | minima | paired | bar | goal | |\n|---|---|---|---|---|---|---|---|"
    )?;
    for goal in goals::ALL {
        let Some(found) = goal.result(measured) else { continue };
        let number = found.value.number();
        let others = match found.value {
            Value::Ratio(ratio) => format!("{:.2} | {:.2}", ratio.of_minima, ratio.paired),
            Value::Nanos(_) => " | ".to_owned(),
        };
        writeln!(
            out,
            "| {} | {} | **{}** | {others} | {} | {} | {} |",
            goal.what,
            place(&found),
            value(found.value, number),
            value(found.value, goal.bar),
            value(found.value, goal.goal()),
            verdict(goal, number),
        )?;
    }
    writeln!(out)
}

/// Where the worst value was found.
fn place(found: &Finding) -> String {
    match found.of {
        1 => found.place.clone(),
        n => format!("{} (the worst of {n})", found.place),
    }
}

/// A number of the same kind as `like`.
fn value(like: Value, number: f64) -> String {
    match like {
        Value::Ratio(_) => format!("{number:.2}"),
        Value::Nanos(_) => nanos(number),
    }
}

fn verdict(goal: &Goal, value: f64) -> &'static str {
    if goal.reaches(value, goal.goal()) {
        "goal met"
    } else if goal.reaches(value, goal.bar) {
        "bar met"
    } else {
        "not met"
    }
}
