//! A field that needs drop, behind a variant with an expression.

use arena::ArenaSafe;

const fn size<A, B>() -> u8 {
    (size_of::<A>() + size_of::<B>()) as u8
}

#[derive(ArenaSafe)]
#[repr(u8)]
enum Token {
    Start = 1 << 4,
    Middle = size::<u8, Option<u8>>(),
    Text(String),
}

fn main() {}
