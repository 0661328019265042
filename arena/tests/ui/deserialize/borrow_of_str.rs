//! Text that is to stay where it is, as a reference to a copy.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    #[serde(borrow)]
    text: &'a str,
}

fn main() {}
