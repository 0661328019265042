//! The parser of the example `json`.
#![cfg_attr(fuzzing, no_main)]

arena_fuzz::target!(arena_fuzz::json::run);
