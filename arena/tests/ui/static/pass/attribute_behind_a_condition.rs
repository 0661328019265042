//! An attribute macro that comes by way of a condition.

arena::static_arena! {
    #[cfg(all())]
    static ARENA: 64;
}

fn main() {
    ARENA.alloc(1);
}
