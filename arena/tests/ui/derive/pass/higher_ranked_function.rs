//! A function pointer generic over a lifetime, deep in the type of a field.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Rule {
    #[arena(copy)]
    action: Option<fn(&str)>,
}

fn main() {}
