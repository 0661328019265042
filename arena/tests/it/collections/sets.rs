//! Sets, against those of `std` and where they are refused.

use std::{collections::HashSet as StdSet, hash::RandomState};

use arena::{
    Arena, ArenaSafe, Local,
    collections::{CollectIn, HashSet},
};
use proptest::{collection::vec, prelude::*};
use static_assertions::assert_impl_all;

use crate::support::{on_each, panic_of, refuses};

assert_impl_all!(HashSet<u8, &'static Arena>: ArenaSafe, Send, Sync, Unpin);

#[derive(Clone, Debug)]
enum Op {
    Insert(u8),
    Replace(u8),
    Remove(u8),
    Take(u8),
    Extend(Vec<u8>),
    Retain(u8),
    ExtractIf(u8),
    Reserve(usize),
    CloneFrom,
    Drain,
    Clear,
}

fn op() -> impl Strategy<Value = Op> {
    let value = || 0..24_u8;
    prop_oneof![
        6 => value().prop_map(Op::Insert),
        2 => value().prop_map(Op::Replace),
        3 => value().prop_map(Op::Remove),
        2 => value().prop_map(Op::Take),
        2 => vec(value(), 0..12).prop_map(Op::Extend),
        1 => (1..5_u8).prop_map(Op::Retain),
        1 => (1..5_u8).prop_map(Op::ExtractIf),
        1 => (0..40_usize).prop_map(Op::Reserve),
        1 => Just(Op::CloneFrom),
        1 => Just(Op::Drain),
        1 => Just(Op::Clear),
    ]
}

fn sorted(values: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let mut values: Vec<u8> = values.into_iter().collect();
    values.sort_unstable();
    values
}

proptest! {
    #[test]
    fn a_set_does_what_that_of_std_does(ops in vec(op(), 0..40), other in vec(0..24_u8, 0..24)) {
        let arena = Arena::new(1 << 20).unwrap();
        let local = arena.local();
        let mut ours = HashSet::new_in(&arena);
        let mut model = StdSet::new();
        for op in ops {
            match op {
                Op::Insert(value) => prop_assert_eq!(ours.insert(value), model.insert(value)),
                Op::Replace(value) => prop_assert_eq!(ours.replace(value), model.replace(value)),
                Op::Remove(value) => prop_assert_eq!(ours.remove(&value), model.remove(&value)),
                Op::Take(value) => prop_assert_eq!(ours.take(&value), model.take(&value)),
                Op::Extend(values) => {
                    ours.extend(&values);
                    model.extend(values);
                }
                Op::Retain(part) => {
                    ours.retain(|value| value % part == 0);
                    model.retain(|value| value % part == 0);
                }
                Op::ExtractIf(part) => {
                    let taken = sorted(ours.extract_if(|value| value % part == 0));
                    prop_assert!(taken.iter().all(|value| model.remove(value) && value % part == 0));
                    prop_assert!(model.iter().all(|value| value % part != 0));
                }
                Op::Reserve(more) => {
                    ours.reserve(more);
                    prop_assert!(ours.capacity() >= ours.len() + more);
                }
                Op::CloneFrom => {
                    let copy = ours.clone();
                    ours.extend([77]);
                    ours.clone_from(&copy);
                }
                Op::Drain => prop_assert_eq!(sorted(ours.drain()), sorted(model.drain())),
                Op::Clear => {
                    ours.clear();
                    model.clear();
                }
            }
            prop_assert_eq!(sorted(ours.iter().copied()), sorted(model.iter().copied()));
            prop_assert_eq!((ours.len(), ours.is_empty()), (model.len(), model.is_empty()));
        }
        // Beside a set on another handle, with another hasher.
        let mut two = HashSet::with_hasher_in(RandomState::new(), &local);
        two.extend(&other);
        let model_two: StdSet<u8> = other.into_iter().collect();
        prop_assert_eq!(sorted(ours.union(&two).copied()), sorted(model.union(&model_two).copied()));
        prop_assert_eq!(
            sorted(ours.intersection(&two).copied()),
            sorted(model.intersection(&model_two).copied())
        );
        prop_assert_eq!(
            sorted(ours.difference(&two).copied()),
            sorted(model.difference(&model_two).copied())
        );
        prop_assert_eq!(
            sorted(ours.symmetric_difference(&two).copied()),
            sorted(model.symmetric_difference(&model_two).copied())
        );
        prop_assert_eq!(
            (ours.is_disjoint(&two), ours.is_subset(&two), ours.is_superset(&two), ours == two),
            (
                model.is_disjoint(&model_two),
                model.is_subset(&model_two),
                model.is_superset(&model_two),
                model == model_two
            )
        );
        prop_assert_eq!(sorted(ours), sorted(model));
    }
}

#[test]
fn replacing_and_getting_tell_equal_values_apart() {
    let arena = Arena::new(1 << 10).unwrap();
    let mut set = HashSet::new_in(&arena);
    let (one, two) = (arena.alloc_str("same"), arena.alloc_str("same"));
    assert!(set.insert(one) && !set.insert(two));
    assert!(std::ptr::eq(*set.get("same").unwrap(), one));
    assert!(std::ptr::eq(set.replace(two).unwrap(), one));
    assert!(std::ptr::eq(set.take("same").unwrap(), two));
    assert_eq!(set.replace(one), None);
    assert_eq!(format!("{set:?}"), r#"{"same"}"#);
    assert!(set.contains("same") && set.into_iter().eq(["same"]));
}

#[test]
fn what_does_not_fit_is_an_error_or_a_panic_and_the_set_stays() {
    on_each!(256, |arena, on| {
        let mut set: HashSet<u64, _> = (0..3).collect_in(on);
        while on.try_alloc(0xFF_u8).is_ok() {}
        let error = set.try_insert(3).unwrap_err();
        let fills = set.capacity() - set.len();
        assert_eq!(fills, 0, "three fill the smallest table");
        refuses!(arena, error, set.try_insert(3), set.insert(3));
        refuses!(arena, error, set.try_reserve(1), set.reserve(1));
        panic_of(|| set.extend([3]));
        // What is there needs no room.
        assert_eq!((set.try_insert(2), set.insert(1), set.replace(0)), (Ok(false), false, Some(0)));
        assert!(set.remove(&0) && set.insert(9));
        assert!([1, 2, 9].iter().all(|value| set.contains(value)) && set.len() == 3);
    });
}

#[test]
fn a_set_lies_in_what_an_arena_holds() {
    struct Names<'a>(HashSet<&'a str, &'a Arena>);
    impl ArenaSafe for Names<'_> {}

    fn distinct<'a>(text: &'a str, local: &Local<'a>) -> usize {
        let mut seen = HashSet::new_in(local);
        text.split(' ').filter(|word| seen.insert(*word)).count()
    }

    let arena = Arena::new(1 << 12).unwrap();
    let names = arena.alloc(Names(HashSet::new_in(&arena)));
    assert!(names.0.insert("one") && !names.0.insert("one"));
    assert_eq!(distinct("one two one", &arena.local()), 2);
}
