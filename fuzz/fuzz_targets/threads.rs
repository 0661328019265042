//! Two or three threads on one arena.
#![cfg_attr(fuzzing, no_main)]

arena_fuzz::target!(arena_fuzz::threads::run);
