//! Runs the instruction counts and makes a table of them.

use std::{collections::BTreeMap, error::Error, fmt::Write as _};

use crate::process::cargo;

/// Calls in each benchmark of `benches/instructions.rs`.
const CALLS: f64 = 10_000.0;

/// Instructions per call, by group and row, in the order in which they ran.
pub struct Counts {
    groups: Vec<String>,
    rows: Vec<String>,
    per_call: BTreeMap<(String, String), f64>,
}

/// Runs `cargo bench`.
pub fn count() -> Result<Counts, Box<dyn Error>> {
    let output = cargo("bench")
        .args(["--bench", "instructions"])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(
            "`cargo bench` failed: are valgrind and gungraun-runner 0.20.0 installed?".into()
        );
    }
    Ok(Counts::read(&String::from_utf8_lossy(&output.stdout)))
}

impl Counts {
    /// Reads gungraun's lines: a heading `instructions::GROUP::ROW calls:...`, then `Instructions: NUMBER|...`.
    fn read(text: &str) -> Self {
        let mut counts = Self { groups: Vec::new(), rows: Vec::new(), per_call: BTreeMap::new() };
        let mut at = None;
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("instructions::") {
                at = heading.split(' ').next().and_then(|path| path.split_once("::"));
            } else if let Some(number) = line.trim_start().strip_prefix("Instructions:") {
                let number = number
                    .trim_start()
                    .split('|')
                    .next()
                    .and_then(|number| number.parse::<f64>().ok());
                if let (Some((group, row)), Some(number)) = (at, number) {
                    counts.keep(group, row, number / CALLS);
                }
            }
        }
        counts
    }

    fn keep(&mut self, group: &str, row: &str, per_call: f64) {
        for (list, name) in [(&mut self.groups, group), (&mut self.rows, row)] {
            if !list.iter().any(|known| known == name) {
                list.push(name.to_owned());
            }
        }
        self.per_call.insert((group.to_owned(), row.to_owned()), per_call);
    }

    /// `INSTRUCTIONS.md`.
    pub fn markdown(&self) -> String {
        let mut text = String::from(HEAD);
        let heads: Vec<String> = self.groups.iter().map(|group| group.replace('_', " ")).collect();
        let _ = writeln!(text, "| | {} |\n|---|{}", heads.join(" | "), "---|".repeat(heads.len()));
        for row in &self.rows {
            let _ = write!(text, "| {} |", row.replace('_', " "));
            for group in &self.groups {
                match self.per_call.get(&(group.clone(), row.clone())) {
                    Some(number) => {
                        let _ = write!(text, " {number:.1} |");
                    }
                    None => text.push_str(" |"),
                }
            }
            text.push('\n');
        }
        text
    }
}

const HEAD: &str = concat!(
    "# Instructions per call\n\nCounted by callgrind over 10,000 calls, the loop and `black_box` included; `bare` is the loop with nothing but a store or a ",
    "`memcpy`. They do not depend on how busy the machine is, but say nothing of how long an instruction takes (an atomic one takes long). ",
    "A page is 4 KiB of equal bytes. ",
    env!("RUSTC_VERSION"),
    ". Repeat: `cargo run --release --manifest-path bench/Cargo.toml -- --instructions`, with valgrind, and `gungraun-runner` 0.20.0 ",
    "from crates.io.\n\n"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_gungraun_prints() {
        let text = "instructions::words::local calls:(make :: local (ROOM))\n  Instructions:      120000|N/A    (*********)\n";
        assert!(
            Counts::read(text).markdown().ends_with("| | words |\n|---|---|\n| local | 12.0 |\n")
        );
    }
}
