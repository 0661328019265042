//! For an asynchronous server: an arena per request, out of a pool.
//!
//! A request takes an arena from the pool, or waits for one. Its body is read into the arena, as it
//! comes; the order in it, the receipt, and the text of the answer lie there too. The answer is sent
//! from where it lies: what sends it owns the arena, and drops it when the last byte is on its way.
//! Then the arena is reset and goes back. The pool is all the memory that requests have, whatever
//! they ask for: an order that is too large is refused, and one that is cut off leaves nothing.
//!
//! The server speaks HTTP on the loopback interface, by `axum`. Its clients are tasks of this program.
//! To compare, the same server is there in `String` and `Vec` (`--owned`, `--compare`).

mod load;
mod order;
mod owned;
mod pool;
mod refusal;
mod server;
mod trouble;

use std::{num::NonZero, process::ExitCode, sync::Arc, time::Duration};

use clap::Parser;
use indicatif::{HumanBytes, HumanCount, HumanFloatCount, ProgressBar, ProgressStyle};

use crate::{
    load::{AnyError, Report, Sample, drive},
    pool::Pool,
    trouble::misbehave,
};

/// How many different orders there are.
const SAMPLES: usize = 64;
/// How long each server is driven in a round.
const ROUND: Duration = Duration::from_millis(500);

/// Serves orders from arenas, drives the server, and shows how long the answers took
#[derive(Parser)]
struct Args {
    /// How many clients order at a time
    #[arg(long, value_name = "N", default_value = "16")]
    clients: NonZero<usize>,
    /// How many items each order has
    #[arg(long, value_name = "N", default_value_t = 50)]
    items: usize,
    /// How many arenas the pool has
    #[arg(long, value_name = "N", default_value = "16")]
    arenas: NonZero<u32>,
    /// Size of each arena
    #[arg(long, value_name = "BYTES", default_value_t = 64 * 1024)]
    capacity: usize,
    /// How long they order, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    seconds: f64,
    /// Answer from `String` and `Vec` instead
    #[arg(long)]
    owned: bool,
    /// Answer from both in turn, that many rounds of half a second each, and compare
    #[arg(long, value_name = "ROUNDS", num_args = 0..=1, default_missing_value = "20", conflicts_with_all = ["owned", "seconds"])]
    compare: Option<NonZero<usize>>,
}

/// A row of the table.
fn print_row(name: &str, report: &Report) {
    let rate = format!("{:.0}", HumanFloatCount(report.rate()));
    print!("{name:<12}{:>10}{rate:>10}", HumanCount(report.answers()).to_string());
    for quantile in [0.5, 0.9, 0.99, 0.999, 1.0] {
        print!("{:>9}", report.latency.value_at_quantile(quantile) / 1000);
    }
    println!();
}

fn print_head() {
    println!("{:<12}{:>10}{:>10}{:>45}", "", "answers", "a second", "latency in microseconds");
    println!("{:<32}{:>9}{:>9}{:>9}{:>9}{:>9}", "", "p50", "p90", "p99", "p99.9", "max");
}

fn bar(length: u64) -> Result<ProgressBar, AnyError> {
    let style = ProgressStyle::with_template("{bar:40} {elapsed} of {duration}")?;
    Ok(ProgressBar::new(length).with_style(style))
}

/// Drives one server, and sends it what cannot be served as well.
async fn show(args: &Args, samples: &Arc<[Sample]>) -> Result<(), AnyError> {
    let pool = Pool::new(args.arenas.get(), args.capacity)?;
    let (name, router) = if args.owned {
        ("owned types", server::on_the_heap(args.capacity))
    } else {
        ("arenas", server::in_arenas(pool.clone()))
    };
    let address = server::start(router).await?;
    let span = Duration::try_from_secs_f64(args.seconds)?;
    let progress = bar(span.as_millis().try_into()?)?;
    let (report, refused) = tokio::try_join!(
        drive(address, samples, args.clients.get(), span, &progress),
        misbehave(address, args.capacity),
    )?;
    progress.finish_and_clear();
    print_head();
    print_row(name, &report);
    println!();
    for (what, status) in refused {
        println!("an order that is {what}: {status}");
    }
    if !args.owned {
        let stats = pool.stats().await;
        let peak = stats.iter().map(|stats| stats.peak).max().unwrap_or(0);
        let resets: usize = stats.iter().map(|stats| stats.resets).sum();
        println!(
            "{} arenas of {}, all of them free: {} at the peak of one, {} resets",
            stats.len(),
            HumanBytes(args.capacity as u64),
            HumanBytes(peak as u64),
            HumanCount(resets as u64),
        );
    }
    Ok(())
}

/// The middle one of several figures.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Drives both servers in turn.
async fn compare(args: &Args, rounds: usize, samples: &Arc<[Sample]>) -> Result<(), AnyError> {
    let pool = Pool::new(args.arenas.get(), args.capacity)?;
    let arenas = server::start(server::in_arenas(pool)).await?;
    let heap = server::start(server::on_the_heap(args.capacity)).await?;
    let mut servers =
        [("arenas", arenas, Report::new()?, vec![]), ("owned types", heap, Report::new()?, vec![])];
    let progress = bar(rounds as u64)?;
    for round in 0..=rounds {
        // Each is the first in every other round.
        servers.reverse();
        for (_, address, sum, rates) in &mut servers {
            let report =
                drive(*address, samples, args.clients.get(), ROUND, &ProgressBar::hidden()).await?;
            // The first round is for caches and connections.
            if round > 0 {
                rates.push(report.rate());
                sum.add(&report)?;
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    servers.sort_by_key(|(name, ..)| *name);
    print_head();
    for (name, _, sum, _) in &servers {
        print_row(name, sum);
    }
    let [arenas, owned] = servers.map(|(.., rates)| rates);
    let each = arenas.iter().zip(&owned).map(|(arenas, owned)| arenas / owned);
    let (least, most) =
        each.fold((f64::MAX, 0.0_f64), |(least, most), ratio| (least.min(ratio), most.max(ratio)));
    println!();
    println!(
        "requests a second, arenas over owned types: {:.2}, medians of {rounds} rounds ({least:.2} to {most:.2})",
        median(arenas) / median(owned),
    );
    Ok(())
}

async fn run(args: &Args) -> Result<(), AnyError> {
    let samples: Arc<[_]> = (0..SAMPLES).map(|number| Sample::new(number, args.items)).collect();
    match args.compare {
        Some(rounds) => compare(args, rounds.get(), &samples).await,
        None => show(args, &samples).await,
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("service: {error}");
            ExitCode::FAILURE
        }
    }
}
