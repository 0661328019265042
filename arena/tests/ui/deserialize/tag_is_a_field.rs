//! A tag with the name of a field.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(tag = "radius")]
enum Shape {
    Circle { radius: f64 },
}

fn main() {}
