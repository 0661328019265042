//! A field whose type depends on the type itself, and a bound that says too little.

use arena::ArenaSafe;

trait Family {
    type Member;
}

#[derive(ArenaSafe)]
#[arena(bound = "T: ArenaSafe, <Self as Family>::Member: ArenaSafe")]
struct Parent<T>
where
    Self: Family,
{
    member: <Self as Family>::Member,
    value: T,
}

fn main() {}
