//! Pools against a map.
#![cfg_attr(fuzzing, no_main)]

arena_fuzz::target!(arena_fuzz::pool::run);
