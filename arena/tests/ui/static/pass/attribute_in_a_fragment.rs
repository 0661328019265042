//! An attribute that a macro has parsed, so that nobody can see which it is.

macro_rules! with_attribute {
    ($attribute:meta) => {
        arena::static_arena! { static ARENA: 64; }
    };
}

with_attribute!(arena_test_evaluate_again::evaluate_again);

fn main() {
    ARENA.alloc(1);
}
