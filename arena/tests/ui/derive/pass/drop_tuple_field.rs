//! A field that needs drop, inside a type that would not need it.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Row(u32, [(u8, Option<&'static u8>); 2]);

fn main() {}
