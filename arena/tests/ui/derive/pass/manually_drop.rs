//! A field that hides a drop.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Slot {
    text: &'static str,
}

fn main() {}
