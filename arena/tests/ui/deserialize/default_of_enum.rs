//! A default for the fields of an enum.

use arena::{ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn)]
#[serde(default)]
enum Shape {
    Circle { radius: f64 },
}

fn main() {}
