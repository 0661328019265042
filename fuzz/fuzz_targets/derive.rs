//! The derive, on types of every shape and on any text.
#![cfg_attr(fuzzing, no_main)]

arena_fuzz::target!(arena_fuzz::derive::run);
