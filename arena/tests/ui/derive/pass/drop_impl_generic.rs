//! An `impl Drop` for a generic type, whose impl of `ArenaSafe` has bounds.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Handle<'a, T> {
    number: &'a T,
}

impl<T> Handle<'_, T> {
    fn drop(&mut self) {}
}

fn main() {}
