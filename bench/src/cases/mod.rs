//! The questions, a file per family.

pub mod collections;
pub mod crew;
pub mod fresh;
pub mod handles;
pub mod json;
pub mod numbers;
pub mod reset;
pub mod scope;
pub mod shared;
pub mod slices;
pub mod threads;
pub mod tree;
pub mod values;
pub mod words;

use crate::harness::Case;

/// Bytes of payload of a pass: more than a first-level cache, less than a second-level one, as a busy arena is.
pub const PAYLOAD: usize = 256 * 1024;

/// Bytes an arena needs for a pass, with room for every row's own padding and headers.
pub const ROOM: usize = 2 * PAYLOAD;

/// Every case, in the order of the report.
pub const ALL: &[&Case] = &[
    &numbers::U64,
    &numbers::U64_REF,
    &numbers::U64_REGISTER,
    &values::MIXED,
    &values::BYTES_200,
    &values::IN_PLACE,
    &values::COMPUTED,
    &words::WORDS,
    &slices::COPY_8,
    &slices::COPY_1024,
    &slices::FILL_WITH_16,
    &slices::FILL_WITH_1024,
    &slices::FILL_COPY_16,
    &slices::FILL_COPY_1024,
    &slices::FILL_ITER_16,
    &slices::FILL_ITER_1024,
    &collections::PUSH,
    &collections::PUSH_RESERVED,
    &collections::BUILD,
    &collections::WRITE,
    &collections::MAP,
    &json::PARSE,
    &reset::RESET,
    &scope::EMPTY,
    &scope::OPAQUE,
    &scope::ONE,
    &fresh::FRESH,
    &fresh::FRESH_LARGE,
    &shared::SHARED,
    &shared::CONTENDED,
    &threads::THREADS,
    &threads::SHORT,
    &handles::HANDLES,
    &handles::HANDLES_ALL,
    &tree::BUILD,
    &tree::WALK,
];
