//! The public methods of every type that allocates, with their documentation.
//!
//! They are written once, here, and stamped onto `Arena`, `Local` and `Scope`, onto `LocalArena` and
//! `LocalScope`, and onto `Handle`, for generic code. What each does is in `typed.rs`.

#[macro_use]
mod values;
#[macro_use]
mod slices;
#[macro_use]
mod text;
#[macro_use]
mod raw;
#[macro_use]
mod owners;

/// Stamps every operation, as each of the files does with its own:
/// `operations!($vis fn($this) => $source, $life, $lives, $setup, $name, $end)`.
///
/// - `fn($this) => $source`: the receiver, and what the bytes are claimed from, a `Claim`.
/// - `$life`: how long the results live, and `$lives` in words.
/// - `$setup`, `$name`, `$end`: for the examples, a line that makes a handle, what it is called,
///   and a last line.
macro_rules! operations {
    ($($how:tt)+) => {
        values!($($how)+);
        slices!($($how)+);
        text!($($how)+);
        raw!($($how)+);
        owners!($($how)+);
    };
}
