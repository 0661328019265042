//! Every case, ours and the peers', in turn in one process.
//!
//! A [`case`](cases) asks one question and has one row per allocator. What a row can do is a small trait in [`subject`], so
//! that each case is one loop, compiled anew for each row; [`harness`] runs the rows in turn and keeps every sample.

pub mod calls;
pub mod cases;
pub mod charts;
pub mod compile;
pub mod crew;
pub mod example;
pub mod goals;
pub mod growing;
pub mod harness;
pub mod instructions;
pub mod json;
pub mod machine;
pub mod peers;
pub mod process;
pub mod profiles;
pub mod random;
pub mod report;
pub mod samples;
pub mod stats;
pub mod subject;
pub mod texts;
mod typed;
