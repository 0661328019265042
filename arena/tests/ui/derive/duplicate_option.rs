//! An option given twice.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena(bound = "T: ArenaSafe", bound = "T: Copy")]
struct One<T> {
    one: T,
}

fn main() {}
