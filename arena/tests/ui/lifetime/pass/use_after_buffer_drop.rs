//! An arena that outlives the buffer which it borrows.

use std::mem::MaybeUninit;

use arena::Arena;

fn main() {
    let mut _outer = [MaybeUninit::<u8>::uninit(); 64];
    let arena = {
        let mut _inner = [MaybeUninit::<u8>::uninit(); 64];
        Arena::from_buffer(&mut _outer)
    };
    arena.alloc(1);
}
