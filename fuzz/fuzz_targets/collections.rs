//! The collections against those of `std`.
#![cfg_attr(fuzzing, no_main)]

arena_fuzz::target!(arena_fuzz::collections::run);
