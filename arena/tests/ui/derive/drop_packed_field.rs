//! A field of a packed struct that needs drop.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
#[repr(C, packed)]
struct Header {
    version: u8,
    name: String,
}

fn main() {}
