//! An `impl Drop` for an enum with bounds.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
enum Handle<T: Clone> {
    Open(T),
    Closed,
}

trait Close {
    fn drop(&mut self);
}

impl<T: Clone> Drop for Handle<T> {
    fn drop(&mut self) {}
}

fn main() {}
