//! Values read into an arena.
#![cfg_attr(fuzzing, no_main)]

arena_fuzz::target!(arena_fuzz::values::run);
