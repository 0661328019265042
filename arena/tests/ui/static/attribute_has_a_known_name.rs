//! An attribute macro by the name of one that is built in.

use arena_test_evaluate_again::evaluate_again as doc;

arena::static_arena! {
    #[doc = "Evaluated once."]
    static ARENA: 64;
}

fn main() {
    ARENA.alloc(1);
}
