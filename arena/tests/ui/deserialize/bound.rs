//! A bound on the trait of serde.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(bound(deserialize = "T: Copy"))]
struct Post<'a, T> {
    text: &'a str,
    value: T,
}

fn main() {}
