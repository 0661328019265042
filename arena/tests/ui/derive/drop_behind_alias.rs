//! A field that needs drop behind an alias.

use arena::ArenaSafe;

type Names<'a> = Vec<&'a str>;

#[derive(ArenaSafe)]
struct Team<'a> {
    names: Names<'a>,
}

fn main() {}
