//! An associated type, which the default bounds do not reach.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena(bound = "I: ArenaSafe")]
struct Peeked<I: Iterator> {
    iter: I,
    next: Option<I::Item>,
}

fn main() {}
