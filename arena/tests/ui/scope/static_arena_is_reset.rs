//! A reset of a static arena, which nobody has for himself.

arena::static_arena! {
    static SCRATCH: 1024;
}

fn main() {
    SCRATCH.alloc(1);
    SCRATCH.reset();
}
