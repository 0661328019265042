//! The figures of an arena, at one glance.

use core::fmt;

use arena_core::{ArenaSafe, Cursor};

/// A snapshot of an arena's figures, in bytes and counts. They slow no allocation down.
///
/// `Display` is one line for people; the fields are for programs.
///
/// ```
/// let mut arena = arena::Arena::new(1 << 20)?;
/// arena.alloc([0_u8; 300_000]);
/// arena.reset();
/// assert!(arena.try_alloc_slice_fill_copy(2 << 20, 0_u8).is_err());
///
/// let stats = arena.stats();
/// assert_eq!((stats.peak, stats.resets, stats.refused), (300_000, 1, 1));
/// assert_eq!(
///     stats.to_string(),
///     "0 bytes of 1 MiB allocated (0%), at the peak 292 KiB; 1 reset, 1 request refused"
/// );
/// # Ok::<(), arena::AllocError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Stats {
    /// Bytes that the arena can hand out in total.
    pub capacity: usize,
    /// Bytes handed out: values, padding, and what open handles keep for themselves.
    pub allocated: usize,
    /// Bytes that are free.
    pub remaining: usize,
    /// The highest figure of `allocated` seen at a reset, at a scope's end, when bytes were given
    /// back, or now.
    pub peak: usize,
    /// Free bytes that lie above allocated ones; a part of `remaining`. Those that are held ready for
    /// threads that collide are not among them.
    pub stash: usize,
    /// Times that everything was freed.
    pub resets: usize,
    /// Requests that were refused because they did not fit, those of collections of other crates
    /// among them.
    pub refused: usize,
}

impl ArenaSafe for Stats {}

impl Stats {
    pub(crate) fn of_cursor(cursor: &Cursor) -> Self {
        let (capacity, remaining) = (cursor.capacity(), cursor.remaining());
        let allocated = capacity - remaining;
        Self {
            capacity,
            allocated,
            remaining,
            // Others may have given bytes back since.
            peak: cursor.peak().max(allocated),
            stash: cursor.stashed(),
            resets: cursor.resets(),
            refused: cursor.refused(),
        }
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.allocated as u128 * 100 / self.capacity.max(1) as u128;
        let (allocated, capacity, peak) =
            (Size(self.allocated), Size(self.capacity), Size(self.peak));
        write!(f, "{allocated} of {capacity} allocated ({percent}%), at the peak {peak}")?;
        if self.resets > 0 {
            write!(f, "; {} reset{}", self.resets, plural(self.resets))?;
        }
        if self.refused > 0 {
            let mark = if self.resets > 0 { "," } else { ";" };
            write!(f, "{mark} {} request{} refused", self.refused, plural(self.refused))?;
        }
        Ok(())
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A number of bytes, in the largest unit of which there is one, with at most three digits of
/// precision.
struct Size(usize);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        if self.0 < 1024 {
            return write!(f, "{} bytes", self.0);
        }
        let power = self.0.ilog2() / 10;
        let unit = UNITS[power as usize - 1];
        // Tenths of the unit, rounded down.
        let tenths = (self.0 as u128 * 10) >> (10 * power);
        match (tenths / 10, tenths % 10) {
            (whole @ 100.., _) | (whole, 0) => write!(f, "{whole} {unit}"),
            (whole, tenth) => write!(f, "{whole}.{tenth} {unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    extern crate alloc;
    use alloc::string::ToString;

    #[test]
    fn sizes_are_short_and_in_the_unit_that_fits() {
        let cases = [
            (0, "0 bytes"),
            (1023, "1023 bytes"),
            (1024, "1 KiB"),
            (1536, "1.5 KiB"),
            (1 << 20, "1 MiB"),
            ((1 << 20) - 1, "1023 KiB"),
            (300_000, "292 KiB"),
            (3 << 30, "3 GiB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(Size(bytes).to_string(), text);
        }
    }

    #[test]
    fn the_largest_figure_has_a_unit() {
        assert!(Size(usize::MAX).to_string().ends_with("iB"));
    }
}
