//! A content without a tag.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(content = "value")]
enum Shape {
    Circle { radius: f64 },
}

fn main() {}
