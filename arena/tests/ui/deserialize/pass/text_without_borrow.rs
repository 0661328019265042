//! A type that does not say that it refers to the input.

use arena::{ArenaSafe, DeserializeIn, deserialize::Text};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    #[serde(borrow)] lines: &'a [Text<'a>],
}

fn main() {}
