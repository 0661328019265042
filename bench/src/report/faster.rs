//! Where others are faster than we are.

use std::fmt::{self, Write as _};

use crate::harness::{Kind, Measured, Outcome};

/// What a difference must be to be one.
const NOISE: f64 = 0.98;

/// A list of every row of a peer that takes less than ours, the fastest first.
pub(super) fn write(out: &mut String, measured: &[Measured]) -> fmt::Result {
    writeln!(
        out,
        "## Where others are faster\n\nEvery row of a peer that takes less than the row of ours it is compared with, as a part of ours, where that is under {NOISE}. \
         What follows is measured in the same run.\n"
    )?;
    let mut any = false;
    for measured in measured {
        for group in measured.groups() {
            let Some(lead) = measured.lead(group) else { continue };
            let mut faster: Vec<(f64, &Outcome)> = measured
                .within(group)
                .filter(|row| row.kind == Kind::Peer)
                .map(|row| (row.median() / lead.median(), row))
                .filter(|(part, _)| *part < NOISE)
                .collect();
            if faster.is_empty() {
                continue;
            }
            any = true;
            faster.sort_by(|a, b| a.0.total_cmp(&b.0));
            let names = faster.iter().map(|(part, row)| format!("{} {part:.2}", row.name));
            let group = if group.is_empty() { String::new() } else { format!(", {group}") };
            writeln!(
                out,
                "- `{}`{group}, of {}: {}",
                measured.case.name,
                measured.case.lead,
                names.collect::<Vec<_>>().join(", ")
            )?;
        }
    }
    if !any {
        writeln!(out, "Nowhere in this run.")?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::numbers;

    #[test]
    fn a_peer_is_named_where_it_takes_less_and_a_floor_is_not() {
        let row = |group: &str, name: &str, kind, sample| Outcome {
            group: group.into(),
            name: name.into(),
            kind,
            samples: vec![sample],
        };
        let rows = vec![
            row("in a loop", "Local", Kind::Ours, 2.0),
            row("in a loop", "bumpalo", Kind::Peer, 1.0),
            row("in a loop", "blink", Kind::Peer, 1.99),
            row("in a loop", "bare stores", Kind::Floor, 0.5),
            row("in a closure", "Local", Kind::Ours, 2.0),
            row("in a closure", "bumpalo", Kind::Peer, 3.0),
        ];
        let mut text = String::new();
        write(&mut text, &[Measured { case: &numbers::U64, rows }]).unwrap();
        assert!(text.ends_with("\n- `u64`, in a loop, of Local: bumpalo 0.50\n\n"), "{text}");
    }
}
