//! The few numbers made of many samples.

/// The middle sample.
pub fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// The smallest sample.
pub fn minimum(samples: &[f64]) -> f64 {
    samples.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The largest sample.
pub fn maximum(samples: &[f64]) -> f64 {
    samples.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// Three digits that count; of what is large as a time in nanoseconds, with a unit of its own.
pub fn short(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value if value < 1e4 => format!("{value:.0}"),
        value => nanos(value),
    }
}

/// A time, with its unit.
pub fn nanos(value: f64) -> String {
    match value {
        value if value < 1e3 => format!("{} ns", short(value)),
        value if value < 1e6 => format!("{} µs", short(value / 1e3)),
        value if value < 1e9 => format!("{} ms", short(value / 1e6)),
        value => format!("{} s", short(value / 1e9)),
    }
}

/// One row over another, three ways.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    /// Median over median.
    pub of_medians: f64,
    /// Minimum over minimum.
    pub of_minima: f64,
    /// The median of the ratios of each round: what was slow for a whole round cancels.
    pub paired: f64,
}

impl Ratio {
    /// `ours` over `theirs`, whose samples were taken in the same rounds.
    pub fn new(ours: &[f64], theirs: &[f64]) -> Self {
        let pairs: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a / b).collect();
        Self {
            of_medians: median(ours) / median(theirs),
            of_minima: minimum(ours) / minimum(theirs),
            paired: median(&pairs),
        }
    }

    /// The quotient of two ratios, each way.
    pub fn over(self, other: Self) -> Self {
        Self {
            of_medians: self.of_medians / other.of_medians,
            of_minima: self.of_minima / other.of_minima,
            paired: self.paired / other.paired,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_between_the_middle_two() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn large_times_have_units() {
        assert_eq!(short(2.345), "2.35");
        assert_eq!(short(1234.0), "1234");
        assert_eq!(short(45_670.0), "45.7 µs");
        assert_eq!(nanos(12.0), "12.0 ns");
        assert_eq!(nanos(1.5e9), "1.50 s");
    }

    #[test]
    fn pairing_cancels_a_slow_round() {
        let ratio = Ratio::new(&[1.0, 10.0, 1.0], &[2.0, 20.0, 2.0]);
        assert_eq!(ratio.paired, 0.5);
        assert_eq!(ratio.of_minima, 0.5);
    }
}
