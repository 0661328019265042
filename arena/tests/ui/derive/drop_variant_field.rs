//! A field of a variant that needs drop.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
enum Node {
    Number(u64),
    Call { name: u32, arguments: Vec<Node> },
}

fn main() {}
