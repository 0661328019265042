//! The table of a case.

use std::fmt::{self, Write as _};

use crate::{
    cases::code,
    crew,
    harness::{Kind, Measured, Outcome},
    profiles,
    stats::{Ratio, short},
};

/// One case as a table for people at a terminal.
pub fn terminal(measured: &Measured) -> String {
    let mut text = format!("\n{}: {}\n", measured.case.name, measured.case.question);
    let lead = measured.case.lead;
    for group in measured.groups() {
        let _ = writeln!(
            text,
            "  {:<32} {:>9} {:>9}   {}",
            measured.case.unit,
            "median",
            "minimum",
            if lead.is_empty() {
                String::new()
            } else {
                format!("{lead} / row: medians, minima, paired")
            }
        );
        if !group.is_empty() {
            let _ = writeln!(text, "  {group}:");
        }
        for row in measured.within(group) {
            let _ = write!(
                text,
                "  {:<32} {:>9} {:>9}",
                label(row),
                short(row.median()),
                short(row.minimum())
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
    }
    text
}

/// One case for `RESULTS.md`.
pub(super) fn write(out: &mut String, measured: &Measured) -> fmt::Result {
    let case = measured.case;
    write!(out, "\n### `{}`\n\n{}", case.name, case.question)?;
    if case.unit != code::UNIT {
        write!(out, " {} rounds.", measured.rounds())?;
    }
    writeln!(out, "\n")?;
    let lead = case.lead;
    let by_threads = by_threads(measured);
    let mut heads = vec![case.unit.to_owned(), "median".to_owned(), "minimum".to_owned()];
    if !lead.is_empty() {
        heads.extend([format!("{lead} / row: medians"), "minima".to_owned(), "paired".to_owned()]);
    }
    if by_threads {
        heads.push("speed-up over 1 thread".to_owned());
    }
    writeln!(out, "| {} |\n|{}", heads.join(" | "), "---|".repeat(heads.len()))?;
    for group in measured.groups() {
        if !group.is_empty() {
            writeln!(out, "| *{group}* |{}", " |".repeat(heads.len() - 1))?;
        }
        for row in measured.within(group) {
            write!(out, "| {} | {} | {} |", label(row), short(row.median()), short(row.minimum()))?;
            if !lead.is_empty() {
                write_ratio(out, ratio(measured, row))?;
            }
            if by_threads {
                write!(out, " {} |", speed_up(measured, row).unwrap_or_default())?;
            }
            writeln!(out)?;
        }
    }
    writeln!(out, "\n![{0}](charts/{0}.svg)", case.name)
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

fn write_ratio(out: &mut String, ratio: Option<Ratio>) -> fmt::Result {
    match ratio {
        Some(ratio) => {
            write!(out, " {:.2} | {:.2} | {:.2} |", ratio.of_medians, ratio.of_minima, ratio.paired)
        }
        None => write!(out, " | | |"),
    }
}

/// Whether the groups of a case are numbers of threads.
fn by_threads(measured: &Measured) -> bool {
    measured.groups().iter().any(|group| profiles::bare(group) == crew::label(1))
}

/// How much faster all threads together are than one.
fn speed_up(measured: &Measured, row: &Outcome) -> Option<String> {
    let one = profiles::label_beside(&crew::label(1), &row.group);
    let alone = measured.row(&one, &row.name)?;
    (one != row.group).then(|| format!("{:.2}", alone.median() / row.median()))
}
