//! An option that is given twice.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(default)]
    likes: u32,
}

fn main() {}
