//! A content without a tag.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(tag = "type", content = "value")]
enum Shape {
    Circle { radius: f64 },
}

fn main() {}
