//! A box made to live longer as it is unsized.

use std::fmt::Display;

use arena::{Arena, Box, unsize_box};

fn longer<'a>(boxed: Box<'a, u32>) -> Box<'static, dyn Display> {
    unsize_box!(boxed => dyn Display)
}

fn main() {
    arena::static_arena! { static ARENA: 64; }
    let arena: &'static Arena<_> = &ARENA;
    assert_eq!(longer(arena.alloc_box(1)).to_string(), "1");
}
