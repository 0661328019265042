//! A second arena over a static buffer.

use arena::{__private::Buffer, Arena, Static};

static BUFFER: Buffer<64> = Buffer::new();

static SCRATCH: Arena<Static> = unsafe { Arena::from_static(&BUFFER) };

fn main() {
    SCRATCH.alloc(1);
}
