//! An option of types at a field.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(alias = "l")]
    likes: u32,
}

fn main() {}
