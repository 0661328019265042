//! An arena for each thread, all over one buffer.

arena::static_arena! {
    #[thread_local]
    static ARENA: 64;
}

fn main() {
    ARENA.alloc(1);
}
