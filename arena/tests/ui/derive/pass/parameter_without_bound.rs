//! A field of a type parameter whose bound was taken away.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena(bound = "T: ArenaSafe")]
struct One<T> {
    one: T,
}

fn main() {}
