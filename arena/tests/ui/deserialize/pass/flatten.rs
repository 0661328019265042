//! A field whose fields are to be mixed with others.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(default)]
    likes: u32,
}

fn main() {}
