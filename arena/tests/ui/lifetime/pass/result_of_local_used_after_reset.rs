//! What a handle made, used after a reset: the handle is gone, the borrow is not.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(64).unwrap();
    let value = arena.local().alloc(1);
    arena.alloc(2);
    *value += 1;
    arena.reset();
}
