//! The table on the terminal, and `RESULTS.md`.

use std::fmt::{self, Write as _};

use crate::{
    cases::{crew::thread_counts, threads},
    goals::{self, speed_up},
    harness::{Kind, Measured, Outcome},
    machine::{Machine, version},
    peers,
    stats::Ratio,
};

/// One case as a table for people at a terminal.
pub fn terminal(measured: &Measured) -> String {
    let mut text = format!("\n{}: {}\n", measured.case.name, measured.case.question);
    let lead = measured.case.lead;
    let _ = writeln!(
        text,
        "  {:<32} {:>9} {:>9}   {lead} / row:",
        measured.case.unit, "median", "minimum"
    );
    let _ = writeln!(
        text,
        "  {:<32} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "", "", "medians", "minima", "paired"
    );
    for row in &measured.rows {
        let _ = write!(
            text,
            "  {:<32} {:>9} {:>9}",
            label(row),
            number(row.median()),
            number(row.minimum())
        );
        if let Some(ratio) = ratio(measured, row) {
            let _ = write!(
                text,
                " {:>9.2} {:>9.2} {:>9.2}",
                ratio.of_medians, ratio.of_minima, ratio.paired
            );
        }
        text.push('\n');
    }
    text
}

/// The goals as a table for people at a terminal.
pub fn terminal_goals(measured: &[Measured]) -> String {
    let mut text = String::new();
    for goal in goals::ALL {
        let Some((ratio, _)) = goal.result(measured) else { continue };
        let value = ratio.of_medians;
        let _ = writeln!(
            text,
            "  {:<86} {value:>5.2} (bar {:.2}, goal {:.2}) {}",
            goal.what,
            goal.bar,
            goal.goal,
            verdict(goal, value)
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
    write!(out, "# Results\n\n{machine}")?;
    writeln!(
        out,
        "- Repeat: `cargo run --release --manifest-path bench/Cargo.toml`; one case: `... -- CASE`; their names: `... -- --list`"
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
    writeln!(out, "## Summary\n\n![Every case, relative to ours](charts/summary.svg)\n")?;
    writeln!(out, "## Cases")?;
    for measured in measured {
        write_case(out, measured)?;
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
passes over the same warm memory, with an untimed reset after each (`fresh`, `fresh-256m` and `reset` say what they do instead). Numbers are nanoseconds per
unit: the median and the minimum of all rounds. Ratios are ours over theirs, so that lower is better: of the medians, of the minima, and *paired*, the
median of each round's own ratio. Every row, the floors too, hands the pointer it got to `black_box`.

";

fn write_goals(out: &mut String, measured: &[Measured]) -> fmt::Result {
    writeln!(
        out,
        "## Bars and goals\n\nOurs over theirs; a verdict goes by the ratio of medians.\n"
    )?;
    writeln!(
        out,
        "| case | over | medians | minima | paired | bar | goal | |\n|---|---|---|---|---|---|---|---|"
    )?;
    for goal in goals::ALL {
        let Some((ratio, over)) = goal.result(measured) else { continue };
        writeln!(
            out,
            "| {} | {over} | **{:.2}** | {:.2} | {:.2} | {:.2} | {:.2} | {} |",
            goal.what,
            ratio.of_medians,
            ratio.of_minima,
            ratio.paired,
            goal.bar,
            goal.goal,
            verdict(goal, ratio.of_medians),
        )?;
    }
    writeln!(out)
}

fn write_case(out: &mut String, measured: &Measured) -> fmt::Result {
    let case = measured.case;
    writeln!(out, "\n### `{}`\n\n{} {} rounds.\n", case.name, case.question, measured.rounds())?;
    if threads::counts_threads(case) {
        write_threads(out, measured)?;
        return writeln!(out, "\n![{0}](charts/{0}.svg)", case.name);
    }
    let lead = case.lead;
    writeln!(
        out,
        "| {} | median | minimum | {lead} / row: medians | minima | paired |\n|---|---|---|---|---|---|",
        case.unit
    )?;
    for row in &measured.rows {
        write!(out, "| {} | {} | {} |", label(row), number(row.median()), number(row.minimum()))?;
        match ratio(measured, row) {
            Some(ratio) => writeln!(
                out,
                " {:.2} | {:.2} | {:.2} |",
                ratio.of_medians, ratio.of_minima, ratio.paired
            )?,
            None => writeln!(out, " | | |")?,
        }
    }
    writeln!(out, "\n![{0}](charts/{0}.svg)", case.name)
}

/// Aggregate and per thread, and how much faster more threads are than one.
fn write_threads(out: &mut String, measured: &Measured) -> fmt::Result {
    writeln!(
        out,
        "| | threads | million values a second, together | ns per value, per thread | speed-up | Local / row |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    for allocator in threads::ALLOCATORS {
        let Some(one) = measured.row(&threads::name(allocator, 1)) else { continue };
        for count in thread_counts() {
            let (Some(row), Some(local)) = (
                measured.row(&threads::name(allocator, count)),
                measured.row(&threads::name("Local", count)),
            ) else {
                continue;
            };
            writeln!(
                out,
                "| {allocator} | {count} | {:.0} | {} | {:.2} | {:.2} |",
                1e3 / row.median(),
                number(row.median() * count as f64),
                speed_up(one, row).of_medians,
                Ratio::new(&local.samples, &row.samples).of_medians,
            )?;
        }
    }
    Ok(())
}

fn ratio(measured: &Measured, row: &Outcome) -> Option<Ratio> {
    let lead = measured.lead_of(row)?;
    (lead.name != row.name).then(|| Ratio::new(&lead.samples, &row.samples))
}

fn label(row: &Outcome) -> String {
    match row.kind {
        Kind::Ours => format!("**{}**", row.name),
        Kind::Peer => row.name.clone(),
        Kind::Floor => format!("floor: {}", row.name),
    }
}

fn verdict(goal: &goals::Goal, value: f64) -> &'static str {
    if goal.reaches(value, goal.goal) {
        "goal met"
    } else if goal.reaches(value, goal.bar) {
        "bar met"
    } else {
        "not met"
    }
}

/// Three digits that count.
fn number(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}
