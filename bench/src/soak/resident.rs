//! Resident memory over time: looked at, and drawn.

use std::{
    error::Error,
    fmt::Display,
    path::Path,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use arena_bench::process;
use plotters::prelude::*;

/// Seconds, and mebibytes that were resident then.
pub(crate) type Sample = (f64, f64);

/// Looks at the resident memory ten times a second, and says what there is every five seconds.
pub(crate) fn watch(tally: &impl Display, done: &AtomicBool) -> Vec<Sample> {
    let (start, mut samples) = (Instant::now(), Vec::new());
    for tick in 0_u64.. {
        let seconds = start.elapsed().as_secs_f64();
        samples.extend(resident().map(|mib| (seconds, mib)));
        if tick % 50 == 0 {
            let mib = samples.last().map_or(f64::NAN, |last| last.1);
            println!("{seconds:>6.0} s: {tally}, {mib:.0} MiB resident");
        }
        if done.load(Relaxed) {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    samples
}

/// In MiB, where the system tells.
fn resident() -> Option<f64> {
    process::kibibytes("VmRSS:").map(|kib| kib as f64 / 1024.0)
}

/// Resident memory over time.
pub(crate) fn draw(path: &Path, samples: &[Sample]) -> Result<(), Box<dyn Error>> {
    let (quarter, Some(end)) = (samples.len().div_ceil(4), samples.last()) else {
        println!("no chart: this system does not tell what is resident");
        return Ok(());
    };
    let mean = |part: &[Sample]| part.iter().map(|(_, mib)| mib).sum::<f64>() / part.len() as f64;
    let (first, last) = (mean(&samples[..quarter]), mean(&samples[samples.len() - quarter..]));
    println!("resident on average: {first:.0} MiB in the first quarter, {last:.0} in the last");
    let highest = samples.iter().map(|(_, mib)| *mib).fold(0.0, f64::max);
    let area = SVGBackend::new(path, (760, 300)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("soak: resident memory in MiB", ("sans-serif", 16))
        .margin(14)
        .x_label_area_size(34)
        .y_label_area_size(50)
        .build_cartesian_2d(0.0..end.0, 0.0..highest * 1.1)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .x_desc("seconds")
        .x_label_formatter(&|x| format!("{x:.0}"))
        .y_label_formatter(&|y| format!("{y:.0}"))
        .draw()?;
    // As many points as can be told apart.
    let step = samples.len().div_ceil(700).max(1);
    let peaks = samples
        .chunks(step)
        .filter_map(|part| part.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)));
    chart.draw_series(LineSeries::new(peaks, RGBColor(0x09, 0x69, 0xda)))?;
    area.present()?;
    Ok(())
}
