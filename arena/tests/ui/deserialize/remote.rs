//! A type that stands for another.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(remote = "Other")]
struct Post<'a> {
    text: &'a str,
}

fn main() {}
