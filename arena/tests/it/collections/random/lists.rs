//! Random operations on lists.

use std::{
    mem::{self, ManuallyDrop},
    ops::Range,
};

use arena::{
    Handle,
    collections::{CollectIn, Vec as List},
};
use proptest::prelude::*;

use super::{Element, Op, Others, Pair, assert_full, attempt, capacities, config, seeds, some};
use crate::{allocators::on_every, support::A64};

/// What is done to a list. An index is taken modulo a little more than the length, so that some are
/// out of bounds.
#[derive(Clone, Debug)]
enum ListOp {
    Push(u8),
    Pop,
    Insert(usize, u8),
    Remove(usize),
    SwapRemove(usize),
    Truncate(usize),
    Clear,
    Set(usize, u8),
    Extend { seeds: Vec<u8>, told: bool },
    ExtendFromSlice(Vec<u8>),
    ExtendFromSliceCopy(Vec<u8>),
    Resize(usize, u8),
    Retain(u8),
    Dedup,
    Drain { range: Range<usize>, front: usize, back: usize, forget: bool },
    Append,
    Reserve(usize),
    ShrinkToFit,
    Clone,
    Collect(Vec<u8>),
    IntoIter { front: usize, back: usize },
    IntoSlice,
}

type ListPair<T, H> = Pair<List<T, H>, Vec<T>>;

impl<'a, T: Element, H: Handle<'a>> ListPair<T, H> {
    fn new(handle: H) -> Self {
        Self { ours: List::new_in(handle), model: Vec::new() }
    }

    fn assert_same(&self) {
        assert_eq!(self.ours, self.model[..]);
        assert!(self.ours.capacity() >= self.ours.len());
        assert!(self.ours.as_ptr().is_aligned());
    }

    #[expect(clippy::too_many_lines, reason = "a few for each operation")]
    fn apply(&mut self, op: &ListOp, kept: &mut Vec<(&'a mut [T], Vec<T>)>) {
        let (len, handle) = (self.model.len(), self.ours.handle());
        let near = |index: usize| index % (len + 3);
        let items = |seeds: &[u8]| seeds.iter().copied().map(T::new).collect::<Vec<T>>();
        match *op {
            ListOp::Push(seed) => {
                let value = T::new(seed);
                self.grow(|ours| ours.push(value), |model| model.push(value));
            }
            ListOp::Pop => assert_eq!(self.ours.pop(), self.model.pop()),
            ListOp::Insert(index, seed) => {
                let (index, value) = (near(index), T::new(seed));
                if index > len {
                    self.refuse(|ours| ours.insert(index, value));
                } else {
                    self.grow(|ours| ours.insert(index, value), |model| model.insert(index, value));
                }
            }
            ListOp::Remove(index) if near(index) >= len => {
                self.refuse(|ours| ours.remove(near(index)));
            }
            ListOp::Remove(index) => {
                assert_eq!(self.ours.remove(near(index)), self.model.remove(near(index)));
            }
            ListOp::SwapRemove(index) if near(index) >= len => {
                self.refuse(|ours| ours.swap_remove(near(index)));
            }
            ListOp::SwapRemove(index) => {
                assert_eq!(self.ours.swap_remove(near(index)), self.model.swap_remove(near(index)),);
            }
            ListOp::Truncate(index) => {
                self.ours.truncate(near(index));
                self.model.truncate(near(index));
            }
            ListOp::Clear => {
                self.ours.clear();
                self.model.clear();
            }
            ListOp::Set(index, _) if near(index) >= len => {
                self.refuse(|ours| ours[near(index)]);
            }
            ListOp::Set(index, seed) => {
                self.ours[near(index)] = T::new(seed);
                self.model[near(index)] = T::new(seed);
            }
            ListOp::Extend { ref seeds, told } => {
                let items = items(seeds);
                let result = attempt(|| {
                    if told {
                        self.ours.extend(&items);
                    } else {
                        self.ours.extend(items.iter().copied().filter(|_| true));
                    }
                });
                let taken = self.ours.len() - len;
                match result {
                    Ok(()) => assert_eq!(taken, items.len()),
                    Err(panic) => assert_full(&panic),
                }
                assert!(!told || taken == 0 || taken == items.len());
                self.model.extend(&items[..taken]);
            }
            ListOp::ExtendFromSlice(ref seeds) => {
                let items = items(seeds);
                self.grow(|ours| ours.extend_from_slice(&items), |model| model.extend(&items));
            }
            ListOp::ExtendFromSliceCopy(ref seeds) => {
                let items = items(seeds);
                self.grow(|ours| ours.extend_from_slice_copy(&items), |model| model.extend(&items));
            }
            ListOp::Resize(index, seed) => {
                let (index, value) = (index % (2 * len + 9), T::new(seed));
                self.grow(|ours| ours.resize(index, value), |model| model.resize(index, value));
            }
            ListOp::Retain(seed) => {
                self.ours.retain(|value| *value != T::new(seed));
                self.model.retain(|value| *value != T::new(seed));
            }
            ListOp::Dedup => {
                self.ours.dedup();
                self.model.dedup();
            }
            ListOp::Drain { ref range, front, back, forget } => {
                let range = near(range.start)..near(range.end);
                if range.start > range.end || range.end > len {
                    self.refuse(|ours| drop(ours.drain(range)));
                    return;
                }
                let mut drain = self.ours.drain(range.clone());
                assert_taken(&mut drain, &self.model[range.clone()], front, back);
                if forget {
                    _ = ManuallyDrop::new(drain);
                    // What is left is unspecified; it is what was there.
                    assert!(self.model.starts_with(&self.ours));
                    self.model.truncate(self.ours.len());
                } else {
                    drop(drain);
                    self.model.drain(range);
                }
            }
            ListOp::Append => unreachable!("an operation on two"),
            ListOp::Reserve(additional) => self.grow(
                |ours| {
                    ours.reserve(additional);
                    assert!(ours.capacity() >= len + additional);
                },
                |_| {},
            ),
            ListOp::ShrinkToFit => self.ours.shrink_to_fit(),
            ListOp::Clone => _ = self.replace(List::clone),
            ListOp::Collect(ref seeds) => {
                let items = items(seeds);
                if self.replace(|_| items.iter().copied().collect_in(handle)) {
                    self.model = items;
                }
            }
            ListOp::IntoIter { front, back } => {
                let old = mem::replace(self, Self::new(handle));
                assert_taken(&mut old.ours.into_iter(), &old.model, front, back);
            }
            ListOp::IntoSlice => {
                let old = mem::replace(self, Self::new(handle));
                kept.push((old.ours.into_slice(), old.model));
            }
        }
    }
}

/// Takes some from both ends.
fn assert_taken<T: Element>(
    iter: &mut (impl DoubleEndedIterator<Item = T> + ExactSizeIterator),
    expected: &[T],
    front: usize,
    back: usize,
) {
    assert_eq!(iter.len(), expected.len());
    let front = front.min(expected.len());
    let back = back.min(expected.len() - front);
    assert!(iter.by_ref().take(front).eq(expected[..front].iter().copied()));
    assert!(iter.by_ref().rev().take(back).eq(expected.iter().rev().take(back).copied()));
    assert_eq!(iter.len(), expected.len() - front - back);
}

fn run_lists<'a, T: Element, H: Handle<'a>>(handle: H, ops: &[Op<ListOp>]) {
    let mut pairs = [0, 1].map(|_| ListPair::<T, H>::new(handle));
    let (mut kept, mut others) = (Vec::new(), Others::default());
    for op in ops {
        match *op {
            Op::To(_, ListOp::Append) => {
                let [one, two] = &mut pairs;
                match attempt(|| one.ours.append(&mut two.ours)) {
                    Ok(()) => one.model.append(&mut two.model),
                    Err(panic) => assert_full(&panic),
                }
            }
            Op::To(which, ref op) => pairs[which].apply(op, &mut kept),
            Op::Other { size, align } => others.claim(handle, size, align),
        }
        pairs.iter().for_each(ListPair::assert_same);
        others.assert_intact();
        assert!(kept.iter().all(|(slice, expected)| slice == expected));
    }
}

fn list_ops() -> impl Strategy<Value = Vec<Op<ListOp>>> {
    let (index, few, seed) = (|| 0..1000_usize, || 0..4_usize, || 0..4_u8);
    some(prop_oneof![
        8 => seed().prop_map(ListOp::Push),
        2 => Just(ListOp::Pop),
        3 => (index(), seed()).prop_map(|(index, seed)| ListOp::Insert(index, seed)),
        1 => index().prop_map(ListOp::Remove),
        1 => index().prop_map(ListOp::SwapRemove),
        1 => index().prop_map(ListOp::Truncate),
        1 => Just(ListOp::Clear),
        1 => (index(), seed()).prop_map(|(index, seed)| ListOp::Set(index, seed)),
        3 => (seeds(), any::<bool>()).prop_map(|(seeds, told)| ListOp::Extend { seeds, told }),
        2 => seeds().prop_map(ListOp::ExtendFromSlice),
        2 => seeds().prop_map(ListOp::ExtendFromSliceCopy),
        1 => (index(), seed()).prop_map(|(index, seed)| ListOp::Resize(index, seed)),
        1 => seed().prop_map(ListOp::Retain),
        1 => Just(ListOp::Dedup),
        2 => (index(), index(), few(), few(), any::<bool>()).prop_map(
            |(from, to, front, back, forget)| {
                ListOp::Drain { range: from..to, front, back, forget }
            }
        ),
        1 => Just(ListOp::Append),
        1 => (0..200_usize).prop_map(ListOp::Reserve),
        2 => Just(ListOp::ShrinkToFit),
        1 => Just(ListOp::Clone),
        1 => seeds().prop_map(ListOp::Collect),
        1 => (few(), few()).prop_map(|(front, back)| ListOp::IntoIter { front, back }),
        1 => Just(ListOp::IntoSlice),
    ])
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn lists_agree_with_those_of_std(capacity in capacities(), ops in list_ops()) {
        on_every!(capacity, |handle| {
            run_lists::<(), _>(handle, &ops);
            run_lists::<u8, _>(handle, &ops);
            run_lists::<u64, _>(handle, &ops);
            run_lists::<[u64; 3], _>(handle, &ops);
            run_lists::<A64, _>(handle, &ops);
        });
    }
}
