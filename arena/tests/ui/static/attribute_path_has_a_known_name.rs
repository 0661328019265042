//! An attribute macro in a module by the name of an attribute that is built in.

use arena_test_evaluate_again as doc;

arena::static_arena! {
    #[doc::evaluate_again]
    static ARENA: 64;
}

fn main() {
    ARENA.alloc(doc!());
}

#[macro_export]
macro_rules! doc {
    () => {
        1
    };
}
