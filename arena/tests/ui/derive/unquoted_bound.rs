//! Bounds without quotes.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena(bound = T: ArenaSafe)]
struct One<T> {
    one: T,
}

fn main() {}
