//! The option `copy` on a parameter that need not be `Copy`, since another field names it too.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Held<T>(#[arena(copy)] T, T);

fn main() {}
