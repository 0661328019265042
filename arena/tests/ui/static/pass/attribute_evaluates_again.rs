//! A second arena over the buffer of a static one, made by an attribute that copies its value.

arena::static_arena! {
    /// Evaluated once.
    static ARENA: 64;
}

fn main() {
    ARENA.alloc(1);
}
