//! The handle of a scope over a static arena: the arena lasts for ever, the scope does not.

arena::static_arena! {
    static SCRATCH: 1024;
}

fn main() {
    let mut kept: &mut u32 = &mut 0;
    SCRATCH.local().scope(|inner| {
        *kept += 1;
        *kept += *inner.alloc(1);
    });
    *kept += 1;
}
