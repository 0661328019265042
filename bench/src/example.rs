//! The parser of `examples/json`, as it stands there.
#![allow(missing_docs, clippy::all, reason = "a part of a program, for an older Rust")]

#[path = "../../examples/json/error.rs"]
pub mod error;
#[path = "../../examples/json/parser.rs"]
pub mod parser;
#[path = "../../examples/json/value.rs"]
pub mod value;
