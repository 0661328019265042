//! A second arena over a static buffer.

use arena::{__private::Buffer, Arena, Static};

static BUFFER: Buffer<64> = Buffer::new();

static SCRATCH: Arena<Static> = Arena::from_static(&BUFFER);

fn main() {
    SCRATCH.alloc(1);
}
