//! A field that hides a drop.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Slot {
    text: std::mem::ManuallyDrop<String>,
}

fn main() {}
