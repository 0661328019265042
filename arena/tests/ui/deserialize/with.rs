//! A field that is read by functions that know no arena.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(with = "seconds")]
    likes: u32,
}

fn main() {}
