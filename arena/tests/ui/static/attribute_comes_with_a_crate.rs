//! An attribute macro by the name of one that is built in, which a crate brings along.

#[macro_use(deprecated)]
extern crate arena_test_evaluate_again;

arena::static_arena! {
    #[deprecated]
    static ARENA: 64;
}

fn main() {}
