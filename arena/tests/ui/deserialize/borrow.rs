//! A number that is to stay in the input.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(borrow)]
    likes: u32,
}

fn main() {}
