//! An option that does not exist.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(renamed = "x")]
    likes: u32,
}

fn main() {}
