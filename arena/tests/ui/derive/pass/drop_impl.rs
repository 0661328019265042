//! An `impl Drop` for the type itself.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Handle {
    number: u32,
}

impl Handle {
    fn drop(&mut self) {}
}

fn main() {}
