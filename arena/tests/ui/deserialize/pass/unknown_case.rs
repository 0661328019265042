//! A style of names that does not exist.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(rename_all = "camelCase")]
struct Post<'a> {
    text: &'a str,
}

fn main() {}
