//! A type of `std` that needs no drop here, but may elsewhere: whoever knows better says so.

use std::sync::Once;

use arena::ArenaSafe;

struct Start(Once);

trait Anything {}
impl Anything for Start {}

#[derive(ArenaSafe)]
struct Service {
    start: Start,
}

fn main() {}
