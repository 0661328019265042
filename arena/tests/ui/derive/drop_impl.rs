//! An `impl Drop` for the type itself.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Handle {
    number: u32,
}

impl Drop for Handle {
    fn drop(&mut self) {}
}

fn main() {}
