//! A function pointer generic over a lifetime, deep in the type of a field.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Rule {
    // A bare `fn(&str)` would do without an option.
    action: Option<fn(&str)>,
}

fn main() {}
