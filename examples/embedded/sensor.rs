//! What runs on the device. It uses `core` and `arena` and nothing else, so it compiles without
//! `std` and without an allocator.

#![deny(
    clippy::alloc_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "there is no `std` on the device"
)]

use arena::{AllocError, format_in};

arena::static_arena! {
    /// All the memory that the windows may take, those of every channel together. It lies in
    /// `.bss`.
    pub static SCRATCH: 16 * 1024;
}

/// What is left of a window.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// In thousandths of a degree.
    pub median: i32,
    /// How many readings count.
    pub kept: usize,
    /// How many do not.
    pub spikes: usize,
}

/// Summarises a window and sends it as a line. Everything it needs on the way is free again when it
/// returns.
pub fn report(
    channel: &str,
    window: impl Iterator<Item = i32>,
    send: impl FnOnce(&str),
) -> Result<Summary, AllocError> {
    SCRATCH.local().scope(|scratch| {
        let all = scratch.try_alloc_slice_fill_iter(window)?;
        all.sort_unstable();
        let middle = all.get(all.len() / 2).copied().unwrap_or(0);

        // The cable fails upward: what lies far above the middle is none of the weather's.
        let kept = all.partition_point(|reading| *reading < middle + 10_000);
        let summary = Summary {
            median: all[..kept].get(kept / 2).copied().unwrap_or(middle),
            kept,
            spikes: all.len() - kept,
        };
        let degrees = format_in!(scratch, "{}.{:03}", summary.median / 1000, summary.median % 1000);
        let spikes = summary.spikes;
        send(scratch.try_alloc_fmt(format_args!("{channel}: {degrees} °C, {spikes} spikes"))?);
        Ok(summary)
    })
}
