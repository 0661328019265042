//! An arena for each thread, all over one buffer.

arena::static_arena! {
    #[doc(hidden)]
    static ARENA: 64;
}

fn main() {
    ARENA.alloc(1);
}
