//! An attribute macro that comes by way of a condition.

arena::static_arena! {
    #[cfg_attr(all(), arena_test_evaluate_again::evaluate_again)]
    static ARENA: 64;
}

fn main() {
    ARENA.alloc(1);
}
