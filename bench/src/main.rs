//! Runs the cases, prints their tables, and writes `RESULTS.md` and the charts.

mod soak;

use std::{error::Error, fs, path::PathBuf, time::Duration};

use arena_bench::{
    cases, charts,
    compile::corpus,
    harness::{self, Case, Effort},
    instructions,
    machine::Machine,
    report, samples,
};
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

/// Runs every case, ours and the peers', in turn in one process.
///
/// A full run writes RESULTS.md and the charts beside this package's manifest; a part of one, or a quick one, only prints.
#[derive(Parser)]
#[command(name = "arena-bench", args_conflicts_with_subcommands = true)]
struct Options {
    #[command(subcommand)]
    instead: Option<Instead>,
    /// Runs only the cases whose names begin with one of these.
    cases: Vec<String>,
    /// Lists the cases and what each asks.
    #[arg(long)]
    list: bool,
    /// Spends little time: enough to see that everything works, too little to believe.
    #[arg(long)]
    quick: bool,
    /// Seconds for each case.
    #[arg(long, default_value_t = 9.0)]
    seconds: f64,
    /// Measures the hot cases in cargo's plain profile too, as a full run does.
    #[arg(long)]
    both: bool,
    /// Only measures, and writes every sample into this file: this is how one build asks another.
    #[arg(long, hide = true)]
    samples: Option<PathBuf>,
    /// Counts instructions under callgrind instead, and writes INSTRUCTIONS.md.
    #[arg(long)]
    instructions: bool,
    /// Writes into this folder, whatever was run.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Instead {
    /// Uses every operation on all cores, checks every byte, and draws the resident memory over time.
    Soak {
        /// For so many minutes.
        #[arg(long, default_value_t = 10.0)]
        minutes: f64,
    },
    /// Compiles as a row of `compile` does, and prints what that took: this is how such a row is measured.
    #[command(hide = true)]
    Once { group: String, row: String },
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    match options.instead {
        Some(Instead::Soak { minutes }) => {
            return soak::run(minutes, &home().join("charts/soak.svg"));
        }
        Some(Instead::Once { group, row }) => return once(&group, &row),
        None => {}
    }
    let chosen = choose(&options.cases)?;
    if options.list {
        for case in chosen {
            println!("{:<16} {}", case.name, case.question);
        }
        return Ok(());
    }
    if options.instructions {
        let table = instructions::count()?.markdown();
        print!("{table}");
        fs::write(options.out.unwrap_or_else(home).join("INSTRUCTIONS.md"), table)?;
        return Ok(());
    }
    let machine = Machine::here();
    let effort = if options.quick {
        Effort { time: Duration::from_millis(300), at_least: 6, at_most: 50, epochs: 2 }
    } else {
        Effort {
            time: Duration::from_secs_f64(options.seconds),
            at_least: 16,
            at_most: 3000,
            epochs: 8,
        }
    };
    println!("{machine}");
    let mut measured = measure(&chosen, effort);
    if let Some(file) = options.samples {
        samples::write(&file, &measured)?;
        return Ok(());
    }
    let full = options.cases.is_empty() && !options.quick;
    if options.both || full {
        let mut arguments = vec!["--seconds".to_owned(), options.seconds.to_string()];
        if options.quick {
            arguments.push("--quick".to_owned());
        }
        let names = chosen.iter().map(|case| case.name);
        let hot: Vec<&str> = names.filter(|name| cases::HOT.contains(name)).collect();
        samples::add_plain(&mut measured, &hot, &arguments)?;
    }
    println!("{}", report::terminal_goals(&measured));
    if let Some(folder) = options.out.or(full.then(home)) {
        fs::create_dir_all(&folder)?;
        charts::write(&folder.join("charts"), &measured)?;
        fs::write(folder.join("RESULTS.md"), report::markdown(&machine, &measured))?;
        eprintln!("RESULTS.md and the charts are written.");
    }
    Ok(())
}

/// Nanoseconds, and the digest.
fn once(group: &str, row: &str) -> Result<(), Box<dyn Error>> {
    let (elapsed, compiled) =
        cases::compile::once(group, row, &corpus::FILES).ok_or("no such row")?;
    println!("{} {} {}", elapsed.as_nanos(), compiled.digest, compiled.unknown);
    Ok(())
}

/// Where the results are kept: beside this package's manifest.
fn home() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

fn choose(names: &[String]) -> Result<Vec<&'static Case>, String> {
    for name in names {
        if !cases::all().any(|case| case.name.starts_with(name.as_str())) {
            return Err(format!("no case begins with `{name}`; `--list` lists them"));
        }
    }
    // A whole name means that case alone, though others may begin with it.
    let asked = |case: &Case| {
        names.iter().any(|name| {
            let whole = cases::all().any(|other| other.name == name);
            if whole { case.name == name } else { case.name.starts_with(name.as_str()) }
        })
    };
    Ok(cases::all().filter(|case| names.is_empty() || asked(case)).collect())
}

fn measure(chosen: &[&'static Case], effort: Effort) -> Vec<harness::Measured> {
    const STEPS: u64 = 1000;
    let bar = ProgressBar::new(chosen.len() as u64 * STEPS);
    let style = ProgressStyle::with_template("{bar:30} {percent:>3}% {elapsed} {msg}")
        .expect("a template of ours");
    bar.set_style(style);
    let mut all = Vec::new();
    for (index, case) in chosen.iter().enumerate() {
        bar.set_message(case.name);
        let measured = harness::run(case, effort, |part| {
            bar.set_position(index as u64 * STEPS + (part * STEPS as f64) as u64);
        });
        bar.suspend(|| print!("{}", report::terminal(&measured)));
        all.push(measured);
    }
    bar.finish_and_clear();
    all
}
