//! Mistakes that do not depend on each other, reported together.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena(skip)] enum Shape { #[arena(copy)] Dot, Line(#[arena(bound = "")] u8) }

fn main() {}
