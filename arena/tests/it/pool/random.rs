//! Random operations on a pool, against a map of what its keys find.

use proptest::{collection::vec, prelude::*, test_runner::Config};

use super::model::{Op, agrees};

fn op() -> impl Strategy<Value = Op> {
    let any = 0..1000_usize;
    prop_oneof![
        1 => Just(Op::Alloc),
        2 => Just(Op::Insert),
        1 => Just(Op::Reserve),
        2 => any.clone().prop_map(Op::Get),
        2 => any.clone().prop_map(Op::Remove),
        1 => any.clone().prop_map(Op::DropOwned),
        1 => any.clone().prop_map(Op::IntoKey),
        1 => any.clone().prop_map(Op::IntoInner),
        1 => any.clone().prop_map(Op::Fill),
        1 => any.clone().prop_map(Op::GiveUp),
        1 => any.prop_map(Op::Leave),
    ]
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 256, ..Config::default() })]

    #[test]
    fn a_pool_agrees_with_a_map(capacity in 0..12_usize, ops in vec(op(), 0..200)) {
        agrees(capacity, &ops);
    }

    #[test]
    fn a_pool_of_several_groups_agrees_with_a_map(ops in vec(op(), 0..600)) {
        agrees(70, &ops);
    }
}
