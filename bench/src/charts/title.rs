//! Titles: a sentence that says what a chart shows.

use super::{strips::Line, svg::plain_text};
use crate::{
    cases::{code, compile},
    harness::{Kind, Measured, Outcome},
    stats::nanos,
};

/// What differs by less is the same.
const NOISE: f64 = 0.02;

/// What one case shows.
pub(super) fn of_case(measured: &Measured) -> String {
    let case = measured.case;
    let what = match case.unit {
        code::UNIT => "size",
        compile::MEMORY_UNIT => "memory",
        compile::ALLOCATIONS_UNIT => "calls",
        _ => "time",
    };
    let mut parts: Vec<(f64, &str)> = Vec::new();
    for group in measured.groups() {
        let Some(lead) = measured.lead(group) else { continue };
        if let Some(peer) = fastest(measured, group) {
            parts.push((lead.median() / peer.median(), &peer.name));
        }
    }
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let lead = case.lead;
    let sentence = match parts.as_slice() {
        [] => slowest(measured),
        [(part, peer)] if *part < 1.0 - NOISE => {
            format!("{lead} takes {part:.2} of the {what} of {peer}, the best of the others")
        }
        [(part, peer)] if *part > 1.0 + NOISE => {
            format!("{peer} is better: {lead} takes {part:.2} of its {what}")
        }
        [(_, peer)] => format!("{lead} takes the {what} of {peer}, the best of the others"),
        [(least, _), .., (most, _)] => {
            let better = parts.iter().filter(|(part, _)| *part < 1.0 + NOISE).count();
            let verdict = match better {
                n if n == parts.len() => String::new(),
                0 => ", which is better everywhere".to_owned(),
                n => format!(", which is better in {} of {}", parts.len() - n, parts.len()),
            };
            format!("{lead} takes {least:.2} to {most:.2} of the {what} of the best other{verdict}")
        }
    };
    format!("{}: {sentence}", case.name)
}

/// What all of them show.
pub(super) fn of_summary<'m>(lines: impl Iterator<Item = &'m Line<'m>>) -> String {
    let (mut all, mut ours) = (0, 0);
    for line in lines {
        let peers = line.points.iter().filter(|(_, row)| row.kind == Kind::Peer);
        let best = peers.map(|(times, _)| *times).fold(f64::INFINITY, f64::min);
        if best.is_finite() {
            all += 1;
            ours += usize::from(best > 1.0 - NOISE);
        }
    }
    format!("In {ours} of {all} lines no other takes less than ours")
}

fn fastest<'m>(measured: &'m Measured, group: &'m str) -> Option<&'m Outcome> {
    measured
        .within(group)
        .filter(|row| row.kind == Kind::Peer)
        .min_by(|a, b| a.median().total_cmp(&b.median()))
}

/// What a case says that has rows of ours alone.
fn slowest(measured: &Measured) -> String {
    let slowest = |group: &&str| {
        let ours = measured.within(group).filter(|row| row.kind == Kind::Ours);
        let slowest = ours.map(Outcome::median).fold(0.0, f64::max);
        format!("{} with {}", nanos(slowest), plain_text(group))
    };
    let groups: Vec<String> = measured.groups().iter().map(slowest).collect();
    format!("the slowest row takes {}", groups.join(", "))
}
