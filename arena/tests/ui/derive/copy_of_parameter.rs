//! The option `copy` on a parameter that need not be `Copy`.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Held<T>(#[arena(copy)] T);

fn main() {}
