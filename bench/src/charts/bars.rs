//! A bar for each row, fastest first, in groups.

use super::{
    palette,
    svg::{At, Svg, WIDTH, plain_text},
    title,
};
use crate::{
    harness::{Kind, Measured, Outcome},
    stats::short,
};

const STEP: f64 = 21.0;
const TOP: f64 = 62.0;
const RIGHT: f64 = 100.0;

/// The chart of a case.
pub(super) fn draw(measured: &Measured) -> String {
    let mut svg = Svg::new(&title::of_case(measured));
    let longest = longest(measured);
    let is_cut = measured.rows.iter().any(|row| row.median() > longest);
    let case = measured.case;
    let ours = if case.lead.is_empty() {
        String::new()
    } else {
        format!("; the line is at {}", case.lead)
    };
    let cut = if is_cut { "; a bar with a gap is cut" } else { "" };
    let note = format!(
        "{}, median of {} rounds; shorter is better{ours}{cut}",
        case.unit,
        measured.rounds()
    );
    svg.text((14.0, 46.0), At::Start, "quiet", &note);

    let left =
        measured.rows.iter().map(|row| name(row).len()).max().unwrap_or(0) as f64 * 7.4 + 24.0;
    let length = |value: f64| (WIDTH - left - RIGHT) * (value / longest).min(1.0);
    let mut y = TOP;
    for group in measured.groups() {
        if !group.is_empty() {
            svg.text((14.0, y + 11.0), At::Start, "ink strong", &plain_text(group));
            y += STEP;
        }
        let mut rows: Vec<&Outcome> = measured.within(group).collect();
        rows.sort_by(|a, b| a.median().total_cmp(&b.median()));
        let height = STEP * rows.len() as f64;
        let lead = measured.lead(group).map(|lead| left + length(lead.median()));
        if let Some(x) = lead {
            svg.rect((left, y - 2.0), (x - left, height), "left");
            svg.rect((x, y - 2.0), (WIDTH - RIGHT - x, height), "right");
        }
        for row in rows {
            bar(&mut svg, (left, y), row, length(row.median()), row.median() > longest);
            y += STEP;
        }
        if let Some(x) = lead {
            svg.line((x, y - height - 2.0), (x, y - 2.0), "zero");
        }
        y += 8.0;
    }
    svg.finish(y + 6.0)
}

/// The value of the longest bar: a row that takes far more than most is cut.
fn longest(measured: &Measured) -> f64 {
    let mut values: Vec<f64> = measured.rows.iter().map(Outcome::median).collect();
    values.sort_by(f64::total_cmp);
    let middle = values.get(values.len() / 2).copied().unwrap_or(1.0);
    values.last().copied().unwrap_or(1.0).min(middle * 4.0)
}

fn name(row: &Outcome) -> String {
    let prefix = if row.kind == Kind::Floor { "floor: " } else { "" };
    format!("{prefix}{}", row.name)
}

fn bar(svg: &mut Svg, (left, y): (f64, f64), row: &Outcome, length: f64, is_cut: bool) {
    let class = if row.kind == Kind::Ours { "own" } else { "ink" };
    svg.text((left - 8.0, y + 8.0), At::End, class, &name(row));
    let end = left + length.max(1.0);
    svg.rect((left, y), (end - left, 16.0), palette::class(row));
    if is_cut {
        let (low, high) = (y + 17.0, y - 1.0);
        let gap = [(end - 18.0, low), (end - 12.0, high), (end - 7.0, high), (end - 13.0, low)];
        svg.polygon(&gap, "cut");
    }
    svg.text((end + 6.0, y + 8.0), At::Start, "ink", &short(row.median()));
}
