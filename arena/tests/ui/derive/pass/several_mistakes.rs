//! Mistakes that do not depend on each other, reported together.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
enum Shape { Dot, Line(#[arena(copy)] u8) }

fn main() {}
