//! Text that stays in its input, which nobody says lives as long.

use arena::{ArenaSafe, DeserializeIn, deserialize::Text};

#[derive(ArenaSafe, DeserializeIn)]
struct Post<'a> {
    #[serde(borrow)]
    text: Text<'a>,
}

fn is_read_from<'de, 'a, T: DeserializeIn<'de, 'a>>() {}

fn read<'de, 'a>() {
    is_read_from::<'de, 'a, Post<'a>>();
}

fn main() {
    read();
}
