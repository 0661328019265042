//! A line for each question, and on it a mark for each row: how many times as much as ours it takes.

use super::{
    palette::{self, LEGEND},
    svg::{At, Svg, WIDTH},
};
use crate::harness::{Kind, Measured, Outcome};

/// One line.
pub(super) struct Line<'m> {
    name: String,
    lead: &'static str,
    /// Every row but the one that is compared, and its multiple of that.
    pub(super) points: Vec<(f64, &'m Outcome)>,
}

impl<'m> Line<'m> {
    /// The line of a group of a case.
    pub(super) fn new(name: String, measured: &'m Measured, group: &'m str) -> Self {
        let lead = measured.lead(group).map(Outcome::median);
        let points = lead.into_iter().flat_map(|lead| {
            let others = measured.within(group).filter(|row| row.name != measured.case.lead);
            others.map(move |row| (row.median() / lead, row))
        });
        Self { name, lead: measured.case.lead, points: points.collect() }
    }
}

const STEP: f64 = 20.0;
const TOP: f64 = 92.0;
const RIGHT: f64 = 24.0;

/// The horizontal scale: logarithmic, from a power of two to another.
struct Scale {
    left: f64,
    low: f64,
    high: f64,
}

impl Scale {
    /// As wide as the points ask for, but never so wide that half and twice cannot be told apart.
    fn of<'l>(left: f64, points: impl Iterator<Item = &'l (f64, &'l Outcome)>) -> Self {
        let (mut low, mut high) = (-1.0_f64, 1.0_f64);
        for (times, _) in points {
            low = low.min(times.log2().floor());
            high = high.max(times.log2().ceil());
        }
        Self { left, low: low.max(-7.0), high: high.min(7.0) }
    }

    fn x(&self, times: f64) -> f64 {
        let part = (times.log2() - self.low) / (self.high - self.low);
        self.left + (WIDTH - RIGHT - self.left) * part
    }

    /// Whether a point lies outside, and on which side.
    fn beyond(&self, times: f64) -> Option<f64> {
        let power = times.log2();
        if power < self.low {
            Some(-1.0)
        } else if power > self.high {
            Some(1.0)
        } else {
            None
        }
    }
}

/// A chart of some parts with their lines.
pub(super) fn draw(title: &str, parts: Vec<(&str, Vec<Line<'_>>)>) -> String {
    let parts: Vec<_> = parts.into_iter().filter(|(_, lines)| !lines.is_empty()).collect();
    let every = || parts.iter().flat_map(|(_, lines)| lines);
    let first = every().next().map_or("", |line| line.lead);
    let one_lead = every().all(|line| line.lead == first);
    let longest = |length: fn(&Line<'_>) -> usize| every().map(length).max().unwrap_or(0) as f64;
    let leads = if one_lead { 0.0 } else { longest(|line| line.lead.len()) * 7.6 + 24.0 };
    let left = longest(|line| line.name.len()) * 6.7 + 24.0 + leads;
    let scale = Scale::of(left, every().flat_map(|line| &line.points));
    let headings = parts.iter().filter(|(name, _)| !name.is_empty()).count();
    let bottom = TOP + STEP * (every().count() + headings) as f64 + 6.0;

    let mut svg = Svg::new(title);
    background(&mut svg, &scale, bottom, if one_lead { first } else { "ours" });
    legend(&mut svg, every());
    let mut y = TOP + STEP / 2.0;
    for (name, lines) in &parts {
        if !name.is_empty() {
            svg.text((14.0, y), At::Start, "ink strong", name);
            y += STEP;
        }
        for line in lines {
            if !one_lead {
                svg.text((left - leads, y), At::Start, "own", &format!("({})", line.lead));
            }
            svg.text((left - leads - 10.0, y), At::End, "ink", &line.name);
            line.draw(&mut svg, &scale, y);
            y += STEP;
        }
    }
    svg.finish(bottom + 50.0)
}

fn background(svg: &mut Svg, scale: &Scale, bottom: f64, ours: &str) {
    let (one, end) = (scale.x(1.0), WIDTH - RIGHT);
    svg.rect((scale.left, TOP), (one - scale.left, bottom - TOP), "left");
    svg.rect((one, TOP), (end - one, bottom - TOP), "right");
    for power in scale.low as i32..=scale.high as i32 {
        let x = scale.x(2_f64.powi(power));
        svg.line((x, TOP), (x, bottom), if power == 0 { "zero" } else { "rule" });
        svg.text((x, bottom + 12.0), At::Middle, "quiet", &multiple(power));
    }
    let below = bottom + 32.0;
    svg.text((one - 8.0, below), At::End, "quiet", &format!("◂ takes less than {ours}"));
    svg.text((one + 8.0, below), At::Start, "quiet", &format!("takes more than {ours} ▸"));
}

/// A power of two, as the axis says it.
fn multiple(power: i32) -> String {
    let times = 1 << power.abs();
    if power < 0 { format!("1/{times}") } else { format!("{times}×") }
}

/// What the marks of these lines mean.
fn legend<'l>(svg: &mut Svg, lines: impl Iterator<Item = &'l Line<'l>>) {
    let used: Vec<&str> =
        lines.flat_map(|line| &line.points).map(|(_, row)| mark_class(row)).collect();
    let (mut x, mut y) = (20.0, 52.0);
    for (class, name) in LEGEND.iter().filter(|(class, _)| used.contains(class)) {
        let width = 30.0 + 6.8 * name.len() as f64;
        if x + width > WIDTH - 10.0 {
            (x, y) = (20.0, y + 18.0);
        }
        mark(svg, (x, y), class);
        svg.text((x + 10.0, y), At::Start, "ink", name);
        x += width;
    }
}

/// The class of a mark: ours are compared with ours by a ring.
fn mark_class(row: &Outcome) -> &'static str {
    if row.kind == Kind::Ours { "hollow" } else { palette::class(row) }
}

fn mark(svg: &mut Svg, (x, y): (f64, f64), class: &str) {
    match class {
        "floor" => svg.rect((x - 2.0, y - 7.0), (4.0, 14.0), class),
        "exchange" => svg.rect((x - 2.5, y - 6.5), (5.0, 13.0), class),
        "hollow" => svg.circle((x, y), 4.0, class),
        _ => svg.circle((x, y), 5.0, class),
    }
}

impl Line<'_> {
    fn draw(&self, svg: &mut Svg, scale: &Scale, y: f64) {
        // Of marks on one place, the least common is seen: floors and ours come last.
        let mut points: Vec<_> = self.points.iter().collect();
        points.sort_by_key(|(_, row)| match row.kind {
            Kind::Peer if palette::class(row) == "other" => 0,
            Kind::Peer => 1,
            Kind::Ours => 2,
            Kind::Floor => 3,
        });
        let mut outside: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
        for (times, row) in points {
            let class = mark_class(row);
            match scale.beyond(*times) {
                None => mark(svg, (scale.x(*times), y), class),
                Some(side) => {
                    let same = &mut outside[usize::from(side > 0.0)];
                    arrow(svg, scale, (side, 9.0 * same.len() as f64, y), class);
                    same.push(*times);
                }
            }
        }
        let [less, more] = outside;
        let after = scale.left + 9.0 * less.len() as f64 + 6.0;
        svg.text((after, y), At::Start, "ink", &numbers(&less));
        let before = WIDTH - RIGHT - 9.0 * more.len() as f64 - 6.0;
        svg.text((before, y), At::End, "ink", &numbers(&more));
    }
}

/// A mark for what lies outside: an arrow at the edge; its number stands beside it.
fn arrow(svg: &mut Svg, scale: &Scale, (side, used, y): (f64, f64, f64), class: &str) {
    let edge = if side > 0.0 { WIDTH - RIGHT } else { scale.left };
    let x = edge - side * (8.0 + used);
    svg.polygon(
        &[(x + side * 7.0, y), (x - side * 2.0, y - 6.0), (x - side * 2.0, y + 6.0)],
        class,
    );
}

/// The numbers of what lies outside.
fn numbers(times: &[f64]) -> String {
    let number = |times: &f64| match *times {
        times if times < 0.1 => format!("{times:.3}×"),
        times if times < 10.0 => format!("{times:.2}×"),
        times => format!("{times:.0}×"),
    };
    times.iter().map(number).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::numbers;

    #[test]
    fn what_lies_outside_has_an_arrow_and_a_number() {
        let row = |name: &str, kind, sample| Outcome {
            group: String::new(),
            name: name.into(),
            kind,
            samples: vec![sample],
        };
        let rows = vec![
            row("Local", Kind::Ours, 1.0),
            row("bumpalo", Kind::Peer, 0.002),
            row("blink", Kind::Peer, 2.0),
            row("bitena", Kind::Peer, 500.0),
        ];
        let measured = Measured { case: &numbers::U64, rows };
        let chart = draw("a title", vec![("", vec![Line::new("u64".into(), &measured, "")])]);
        assert_eq!(chart.matches("<polygon").count(), 2);
        assert!(chart.contains("0.002×") && chart.contains("500×"));
    }
}
