//! A type that stands for another.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(rename = "Other")]
struct Post<'a> {
    text: &'a str,
}

fn main() {}
