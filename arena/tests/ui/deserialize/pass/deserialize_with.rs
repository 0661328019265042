//! A field that is read by a function that knows no arena.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(serialize_with = "seconds")]
    likes: u32,
}

fn main() {}
