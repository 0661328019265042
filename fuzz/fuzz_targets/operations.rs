//! One thread's operations on an arena, its handles and its scopes.
#![cfg_attr(fuzzing, no_main)]

arena_fuzz::target!(arena_fuzz::operations::run);
