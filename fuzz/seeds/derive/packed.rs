#[repr(C, packed)] struct A { a: u32, b: u64 }
