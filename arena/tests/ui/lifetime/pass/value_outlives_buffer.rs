//! A value that outlives the buffer which its arena borrows.

use std::mem::MaybeUninit;

use arena::Arena;

fn main() {
    let mut buffer = vec![MaybeUninit::uninit(); 64];
    let arena = Arena::from_buffer(&mut buffer);
    let value = arena.local().alloc(1);
    println!("{arena:?}");
    *value += 1;
}
