//! The charts, as SVG.

use std::{error::Error, fs, path::Path};

use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::{
    cases::{crew::thread_counts, threads},
    harness::{Kind, Measured, Outcome},
};

type Failure = Box<dyn Error>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const INK: RGBColor = RGBColor(0x24, 0x29, 0x2f);
const QUIET: RGBColor = RGBColor(0x6e, 0x77, 0x81);
const FAINT: RGBColor = RGBColor(0xd8, 0xde, 0xe4);
const OURS: RGBColor = RGBColor(0x09, 0x69, 0xda);
const PEER: RGBColor = RGBColor(0xaf, 0xb8, 0xc1);
const FLOOR: RGBColor = RGBColor(0x2d, 0xa4, 0x4e);
const VERMILION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
const ORANGE: RGBColor = RGBColor(0xe6, 0x9f, 0x00);
const PURPLE: RGBColor = RGBColor(0xcc, 0x79, 0xa7);

const WIDTH: u32 = 760;
const LEFT: i32 = 180;

/// Writes every chart into `folder`.
pub fn write(folder: &Path, measured: &[Measured]) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    for one in measured {
        let path = folder.join(format!("{}.svg", one.case.name));
        if threads::counts_threads(one.case) { lines(&path, one)? } else { bars(&path, one)? }
    }
    summary(&folder.join("summary.svg"), measured)
}

fn colour(kind: Kind) -> RGBColor {
    match kind {
        Kind::Ours => OURS,
        Kind::Peer => PEER,
        Kind::Floor => FLOOR,
    }
}

fn text(size: i32, colour: &RGBColor, horizontal: HPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(colour).pos(Pos::new(horizontal, VPos::Center))
}

fn paper(path: &Path, height: u32) -> Result<Area<'_>, Failure> {
    let area = SVGBackend::new(path, (WIDTH, height)).into_drawing_area();
    area.fill(&WHITE)?;
    Ok(area)
}

/// A bar per row, fastest first; bars far longer than the rest are cut and say so by their number.
fn bars(path: &Path, measured: &Measured) -> Result<(), Failure> {
    const STEP: i32 = 22;
    let mut rows: Vec<&Outcome> = measured.rows.iter().collect();
    rows.sort_by(|a, b| a.median().total_cmp(&b.median()));
    let area = paper(path, (48 + STEP * rows.len() as i32 + 10) as u32)?;
    area.draw_text(measured.case.name, &text(16, &INK, HPos::Left), (14, 20))?;
    let unit =
        format!("{}, median of {} rounds; lower is better", measured.case.unit, measured.rounds());
    area.draw_text(&unit, &text(12, &QUIET, HPos::Right), (WIDTH as i32 - 14, 20))?;
    let middle = rows.get(rows.len() / 2).map_or(1.0, |row| row.median());
    let longest = rows.last().map_or(1.0, |row| row.median()).min(middle * 4.0);
    for (index, row) in rows.iter().enumerate() {
        let y = 48 + STEP * index as i32;
        let value = row.median();
        let room = f64::from(WIDTH as i32 - LEFT - 90);
        let end = LEFT + (room * (value / longest).min(1.0)) as i32;
        area.draw_text(&row.name, &text(13, &INK, HPos::Right), (LEFT - 8, y + 8))?;
        area.draw(&Rectangle::new(
            [(LEFT, y), (end.max(LEFT + 1), y + 15)],
            colour(row.kind).filled(),
        ))?;
        if value > longest {
            // The cut.
            area.draw(&Polygon::new(
                [(end - 16, y + 16), (end - 10, y - 1), (end - 6, y - 1), (end - 12, y + 16)],
                WHITE.filled(),
            ))?;
        }
        area.draw_text(&format!("{value:.2}"), &text(12, &QUIET, HPos::Left), (end + 6, y + 8))?;
    }
    area.present()?;
    Ok(())
}

/// Throughput over the number of threads, with the names beside it, fastest first.
fn lines(path: &Path, measured: &Measured) -> Result<(), Failure> {
    let area = paper(path, 380)?;
    let counts = thread_counts();
    let speed = |allocator: &str, count: usize| {
        measured.row(&threads::name(allocator, count)).map(|row| 1e3 / row.median())
    };
    let every = counts.last().copied().unwrap_or(1);
    let mut allocators: Vec<(usize, &str, f64)> = threads::ALLOCATORS
        .iter()
        .enumerate()
        .filter_map(|(index, name)| Some((index, *name, speed(name, every)?)))
        .collect();
    allocators.sort_by(|a, b| b.2.total_cmp(&a.2));
    let highest = allocators
        .iter()
        .flat_map(|(_, name, _)| counts.iter().filter_map(|n| speed(name, *n)))
        .fold(0.0, f64::max);
    let (left, right) = area.split_horizontally(WIDTH as i32 - 190);
    let mut chart = ChartBuilder::on(&left)
        .caption(
            format!("{}: million values a second, together", measured.case.name),
            ("sans-serif", 16).into_font().color(&INK),
        )
        .margin(14)
        .x_label_area_size(34)
        .y_label_area_size(50)
        .build_cartesian_2d(0.9..every as f64 + 0.1, 0.0..highest * 1.1)?;
    chart
        .configure_mesh()
        .x_desc("threads")
        .x_labels(every.max(2))
        .x_label_formatter(&|x| if x.fract() == 0.0 { format!("{x:.0}") } else { String::new() })
        .y_label_formatter(&|y| format!("{y:.0}"))
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .axis_style(FAINT)
        .label_style(text(12, &QUIET, HPos::Left))
        .draw()?;
    for (place, (index, name, fastest)) in allocators.iter().enumerate() {
        let points: Vec<(f64, f64)> =
            counts.iter().filter_map(|n| Some((*n as f64, speed(name, *n)?))).collect();
        let colour = line_colour(*index);
        chart.draw_series(LineSeries::new(points, colour.stroke_width(2)).point_size(3))?;
        let y = 56 + 24 * place as i32;
        right.draw(&Rectangle::new([(0, y - 5), (11, y + 6)], colour.filled()))?;
        let label = format!("{name}: {fastest:.0}");
        right.draw_text(&label, &text(12, &INK, HPos::Left), (18, y))?;
    }
    right.draw_text("on every core", &text(12, &QUIET, HPos::Left), (0, 30))?;
    area.present()?;
    Ok(())
}

/// Colours that people who see few colours can tell apart (Okabe and Ito); ours first.
fn line_colour(index: usize) -> RGBColor {
    const COLOURS: [RGBColor; 7] = [OURS, VERMILION, ORANGE, PURPLE, QUIET, INK, FLOOR];
    COLOURS[index % COLOURS.len()]
}

/// The peers with colours of their own in the summary. The last stands for all others.
const NAMED: &[(&str, RGBColor)] = &[
    ("bumpalo", VERMILION),
    ("bump-scope", ORANGE),
    ("blink, blink sync", PURPLE),
    ("bumpalo-herd", RGBColor(0x56, 0xb4, 0xe9)),
    ("system", QUIET),
    ("others", PEER),
];

/// How many times as long as ours each peer takes, a line per case; those that count threads have
/// charts of their own.
fn summary(path: &Path, measured: &[Measured]) -> Result<(), Failure> {
    const STEP: i32 = 22;
    let cases: Vec<&Measured> =
        measured.iter().filter(|one| !threads::counts_threads(one.case)).collect();
    if cases.is_empty() {
        return Ok(());
    }
    let bottom = 84 + STEP * cases.len() as i32;
    let area = paper(path, (bottom + 34) as u32)?;
    area.draw_text(
        "Time, as a multiple of ours (logarithmic): right of the line is slower",
        &text(16, &INK, HPos::Left),
        (14, 20),
    )?;
    // From a quarter of ours to 32 times ours.
    let x = |ratio: f64| {
        let part = (ratio.clamp(0.25, 32.0).log2() + 2.0) / 7.0;
        LEFT + (f64::from(WIDTH as i32 - LEFT - 30) * part) as i32
    };
    for ratio in [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0] {
        let line = if ratio == 1.0 { OURS.stroke_width(2) } else { FAINT.stroke_width(1) };
        area.draw(&PathElement::new([(x(ratio), 66), (x(ratio), bottom - 4)], line))?;
        area.draw_text(
            &format!("{ratio}×"),
            &text(12, &QUIET, HPos::Center),
            (x(ratio), bottom + 10),
        )?;
    }
    for (index, one) in cases.iter().enumerate() {
        let y = 80 + STEP * index as i32;
        area.draw_text(one.case.name, &text(13, &INK, HPos::Right), (LEFT - 8, y))?;
        let Some(lead) = one.lead() else { continue };
        for row in &one.rows {
            let times = row.median() / lead.median();
            let named =
                NAMED.iter().find(|(names, _)| names.split(", ").any(|name| name == row.name));
            match (row.kind, named) {
                (Kind::Ours, _) => {}
                (Kind::Peer, Some((_, colour))) => {
                    area.draw(&Circle::new((x(times), y), 5, colour.mix(0.85).filled()))?;
                }
                (Kind::Peer, None) => area.draw(&Circle::new((x(times), y), 4, PEER.filled()))?,
                (Kind::Floor, _) => area.draw(&Rectangle::new(
                    [(x(times) - 2, y - 7), (x(times) + 2, y + 7)],
                    FLOOR.filled(),
                ))?,
            }
        }
    }
    let mut at = 40;
    for (names, colour) in NAMED {
        area.draw(&Circle::new((at, 48), 5, colour.filled()))?;
        area.draw_text(names, &text(12, &INK, HPos::Left), (at + 9, 48))?;
        at += 32 + 6 * names.len() as i32;
    }
    area.draw(&Rectangle::new([(at - 2, 40), (at + 2, 56)], FLOOR.filled()))?;
    area.draw_text("floor", &text(12, &INK, HPos::Left), (at + 9, 48))?;
    area.present()?;
    Ok(())
}
