//! The charts, as SVG: one a case, and a summary.

mod bars;
mod palette;
mod strips;
mod svg;
mod title;

use std::{fs, io, path::Path};

use crate::{calls, cases, crew, harness::Measured, profiles};

/// Writes every chart into `folder`.
///
/// # Errors
///
/// If a file cannot be written.
pub fn write(folder: &Path, measured: &[Measured]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for one in measured.iter().filter(|one| !one.rows.is_empty()) {
        let groups = one.groups();
        let by_threads = groups.iter().any(|group| profiles::bare(group) == crew::label(1));
        let chart = if groups.len() > 2 && !by_threads {
            let lines =
                groups.iter().map(|group| strips::Line::new(svg::plain_text(group), one, group));
            strips::draw(&title::of_case(one), vec![("", lines.collect())])
        } else {
            bars::draw(one)
        };
        fs::write(folder.join(format!("{}.svg", one.case.name)), chart)?;
    }
    let parts: Vec<_> =
        cases::PARTS.iter().map(|part| (part.name, lines_of(part, measured))).collect();
    if parts.iter().all(|(_, lines)| lines.is_empty()) {
        return Ok(());
    }
    let title = title::of_summary(parts.iter().flat_map(|(_, lines)| lines));
    fs::write(folder.join("summary.svg"), strips::draw(&title, parts))
}

/// The lines of a part in the summary: every group of this build but those of closures, which have the case's own chart.
fn lines_of<'m>(part: &cases::Part, measured: &'m [Measured]) -> Vec<strips::Line<'m>> {
    let mut lines = Vec::new();
    for case in part.cases {
        let Some(one) = measured.iter().find(|one| one.case.name == case.name) else { continue };
        for group in one.groups() {
            if profiles::of_plain(group) || group.ends_with(calls::CLOSURE) {
                continue;
            }
            let short = group.strip_suffix(calls::LOOP).unwrap_or(group).trim_end_matches(", ");
            let name = [case.name, short].into_iter().filter(|name| !name.is_empty());
            let line = strips::Line::new(name.collect::<Vec<_>>().join(", "), one, group);
            lines.extend((!line.points.is_empty()).then_some(line));
        }
    }
    lines
}
