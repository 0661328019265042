//! The samples of the other build.
//!
//! The hot cases run in both. A build measures only itself; the tuned one starts the plain one, and reads its samples from a
//! file. Ratios are of rows of the same process, as everywhere.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    harness::{Kind, Measured, Outcome},
    process::cargo,
    profiles::is_plain,
};

/// Measures the cases named `hot` with the plain build, by `arguments`, and adds their rows to `measured`.
///
/// # Errors
///
/// If cargo fails, or the file of samples cannot be read.
pub fn add_plain(
    measured: &mut [Measured],
    hot: &[&str],
    arguments: &[String],
) -> Result<(), Box<dyn Error>> {
    if is_plain() || hot.is_empty() {
        return Ok(());
    }
    let file = PathBuf::from(format!("{}/plain-samples.tsv", env!("BENCH_TARGET")));
    let status = cargo("run")
        .args(["--profile", "plain", "--"])
        .args(hot)
        .args(arguments)
        .arg("--samples")
        .arg(&file)
        .status()?;
    if !status.success() {
        return Err("the plain build failed".into());
    }
    let text = fs::read_to_string(&file)?;
    for (case, outcome) in text.lines().filter_map(read) {
        if let Some(measured) = measured.iter_mut().find(|measured| measured.case.name == case) {
            measured.rows.push(outcome);
        }
    }
    Ok(())
}

/// Writes every sample into `file`, a row a line.
///
/// # Errors
///
/// If the file cannot be written.
pub fn write(file: &Path, measured: &[Measured]) -> std::io::Result<()> {
    let mut text = String::new();
    for measured in measured {
        for row in &measured.rows {
            write_row(&mut text, measured.case.name, row);
        }
    }
    fs::write(file, text)
}

const KINDS: [(Kind, &str); 3] =
    [(Kind::Ours, "ours"), (Kind::Peer, "peer"), (Kind::Floor, "floor")];

fn write_row(text: &mut String, case: &str, row: &Outcome) {
    let kind = KINDS.iter().find(|(kind, _)| *kind == row.kind).map_or("", |(_, name)| name);
    let _ = write!(text, "{case}\t{}\t{}\t{kind}\t", row.group, row.name);
    for sample in &row.samples {
        let _ = write!(text, "{sample} ");
    }
    text.push('\n');
}

fn read(line: &str) -> Option<(&str, Outcome)> {
    let mut fields = line.split('\t');
    let (case, group, name) = (fields.next()?, fields.next()?, fields.next()?);
    let kind = fields.next()?;
    let (kind, _) = *KINDS.iter().find(|(_, name)| *name == kind)?;
    let samples = fields.next()?.split_whitespace().map(str::parse).collect::<Result<_, _>>();
    Some((case, Outcome { group: group.into(), name: name.into(), kind, samples: samples.ok()? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::PLAIN;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let group = format!("in a loop; {PLAIN}");
        let row = Outcome {
            group,
            name: "bumpalo, align 8".into(),
            kind: Kind::Peer,
            samples: vec![0.1, 2.5e-7, 3.0],
        };
        let mut text = String::new();
        write_row(&mut text, "u64", &row);
        assert_eq!(read(text.trim_end_matches('\n')), Some(("u64", row)));
    }
}
