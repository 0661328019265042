//! A program that takes the names away which the refusal is written with.

extern crate self as core;
extern crate self as arena_core;

macro_rules! compile_error {
    ($($anything:tt)*) => {};
}

macro_rules! concat {
    ($($anything:tt)*) => {};
}

arena::static_arena! {
    /// Evaluated once.
    static ARENA: 64;
}

fn main() {
    compile_error!();
    concat!();
    ARENA.alloc(1);
}
