//! A field that needs drop, whose length is an expression.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Names {
    names: [&'static str; if cfg!(debug_assertions) { 16 } else { 8 }],
}

fn main() {}
