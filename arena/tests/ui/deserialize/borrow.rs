//! Text that is to stay where it is.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    text: &'a str,
    #[serde(borrow)]
    likes: u32,
}

fn main() {}
