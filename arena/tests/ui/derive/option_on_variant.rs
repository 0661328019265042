//! An option of fields on a variant.

use arena::ArenaSafe;

#[derive(Clone, Copy)]
struct Point(f32, f32);

#[derive(ArenaSafe)]
enum Shape {
    #[arena(copy)] Dot(Point),
}

fn main() {}
