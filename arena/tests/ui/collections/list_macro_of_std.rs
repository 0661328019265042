//! The macro, written as that of `std`.

use arena::{AllocError, Arena, vec};

fn main() -> Result<(), AllocError> {
    let arena = Arena::new(64)?;
    let list = vec![1];
    _ = (arena.capacity(), list);
    Ok(())
}
