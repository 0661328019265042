//! A path that leads nowhere, in a type with several fields.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[arena(crate = arena)]
struct Pair<T>(T, u8);

fn main() {}
