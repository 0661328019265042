//! A tag among fields without names.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(tag = "type", content = "value")]
enum Shape<'a> {
    Path(&'a [f64], u8),
}

fn main() {}
