//! A buffer that is written to while an arena hands it out.

use std::mem::MaybeUninit;

use arena::Arena;

fn main() {
    let mut buffer = [MaybeUninit::uninit(); 64];
    let arena = Arena::from_buffer(&mut buffer);
    let value = arena.alloc(1);
    buffer[0].write(1);
    *value += 1;
}
