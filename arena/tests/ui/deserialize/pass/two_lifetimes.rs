//! A type that does not say which lifetime is the arena's.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[arena(lifetime = 'a)]
struct Post<'a, 'b> {
    text: &'a str,
    #[serde(skip)]
    beside: Option<&'b str>,
}

fn main() {}
