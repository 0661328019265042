//! A lifetime that the type has not.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[arena(lifetime = 'a)]
struct Post<'a> {
    text: &'a str,
}

fn main() {}
