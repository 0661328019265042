//! A field that is a box of the arena.

use arena::{ArenaSafe, Box};

#[derive(ArenaSafe)]
struct Named<'a> {
    name: Box<'a, String>,
}

fn name(named: Named<'_>) -> Option<Box<'_, u32>> {
    let _ = named.name;
    None
}

fn main() {}
