//! A field that needs drop whatever the type parameter is.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Node<'a, T> {
    value: &'a T,
    next: Option<&'a T>,
}

fn main() {}
