//! Random operations on maps.

use std::{
    collections::HashMap as StdMap,
    mem::{self, ManuallyDrop},
};

use arena::{
    Handle,
    collections::{CollectIn, HashMap},
};
use proptest::{collection::vec, prelude::*};

use super::{Element, Op, Others, Pair, assert_full, attempt, capacities, config, some};
use crate::{allocators::on_every, support::A64};

#[derive(Clone, Debug)]
enum MapOp {
    Insert(u8, u8),
    TryInsert(u8, u8),
    Extend(Vec<u8>),
    Entry(u8, u8),
    EntryRemove(u8),
    Set(u8, u8),
    Remove(u8),
    RemoveEntry(u8),
    Retain(u8),
    Drain { taken: usize, forget: bool },
    Clear,
    Reserve(usize),
    Clone,
    Collect(Vec<u8>),
    IntoIter(usize),
}

type MapPair<T, H> = Pair<HashMap<u64, T, H>, StdMap<u64, T>>;

impl<'a, T: Element, H: Handle<'a>> MapPair<T, H> {
    fn new(handle: H) -> Self {
        Self { ours: HashMap::new_in(handle), model: StdMap::new() }
    }

    fn assert_same(&self) {
        assert_eq!(self.ours.len(), self.model.len());
        assert_eq!(self.ours.iter().count(), self.model.len());
        for (key, value) in &self.model {
            assert_eq!(self.ours.get(key), Some(value));
        }
        assert!(!self.ours.contains_key(&u64::MAX));
    }

    #[expect(clippy::too_many_lines, reason = "a few for each operation")]
    fn apply(&mut self, op: &MapOp) {
        let handle = self.ours.handle();
        let items = |seeds: &[u8]| {
            seeds.iter().map(|seed| (u64::new(*seed), T::new(*seed))).collect::<Vec<_>>()
        };
        match *op {
            MapOp::Insert(key, seed) => {
                let (key, value) = (u64::new(key), T::new(seed));
                if let Some(inserted) = self.attempt(|ours| ours.insert(key, value)) {
                    assert_eq!(inserted, self.model.insert(key, value));
                }
            }
            MapOp::TryInsert(key, seed) => {
                let (key, value) = (u64::new(key), T::new(seed));
                if let Ok(inserted) = self.ours.try_insert(key, value) {
                    assert_eq!(inserted, self.model.insert(key, value));
                }
            }
            MapOp::Extend(ref seeds) => {
                for (key, value) in items(seeds) {
                    self.grow(
                        |ours| ours.extend([(key, value)]),
                        |model| model.extend([(key, value)]),
                    );
                }
            }
            MapOp::Entry(key, seed) => {
                let (key, value) = (u64::new(key), T::new(seed));
                let entered = self.attempt(|ours| {
                    *ours.entry(key).and_modify(|there| *there = value).or_insert(T::new(0))
                });
                if let Some(entered) = entered {
                    let entry = self.model.entry(key).and_modify(|there| *there = value);
                    assert_eq!(entered, *entry.or_insert(T::new(0)));
                }
            }
            MapOp::EntryRemove(key) => {
                use arena::collections::hashbrown::hash_map::Entry;
                let key = u64::new(key);
                let removed = self.attempt(|ours| match ours.entry(key) {
                    Entry::Occupied(entry) => Some(entry.remove()),
                    Entry::Vacant(_) => None,
                });
                if let Some(removed) = removed {
                    assert_eq!(removed, self.model.remove(&key));
                }
            }
            MapOp::Set(key, seed) => {
                let (ours, model) =
                    (self.ours.get_mut(&u64::new(key)), self.model.get_mut(&u64::new(key)));
                assert_eq!(ours, model);
                ours.into_iter().chain(model).for_each(|value| *value = T::new(seed));
            }
            MapOp::Remove(key) => {
                assert_eq!(self.ours.remove(&u64::new(key)), self.model.remove(&u64::new(key)));
            }
            MapOp::RemoveEntry(key) => {
                let key = u64::new(key);
                assert_eq!(self.ours.remove_entry(&key), self.model.remove_entry(&key));
            }
            MapOp::Retain(seed) => {
                let keep = |key: &u64, value: &mut T| {
                    *value = T::new(seed);
                    key % 3 != u64::from(seed % 3)
                };
                self.ours.retain(keep);
                self.model.retain(keep);
            }
            MapOp::Drain { taken, forget } => {
                let mut drain = self.ours.drain();
                assert_eq!(drain.len(), self.model.len());
                for (key, value) in drain.by_ref().take(taken) {
                    assert_eq!(self.model.remove(&key), Some(value));
                }
                if forget {
                    _ = ManuallyDrop::new(drain);
                    // What is left is unspecified; it is what was there.
                    let left = self.ours.iter().map(|(key, value)| (*key, *value));
                    let left: StdMap<_, _> = left.collect();
                    assert!(left.iter().all(|(key, value)| self.model.get(key) == Some(value)));
                    self.model = left;
                } else {
                    drop(drain);
                    self.model.clear();
                }
            }
            MapOp::Clear => {
                self.ours.clear();
                self.model.clear();
            }
            MapOp::Reserve(additional) => self.grow(
                |ours| {
                    ours.reserve(additional);
                    assert!(ours.capacity() >= ours.len() + additional);
                },
                |_| {},
            ),
            MapOp::Clone => _ = self.replace(HashMap::clone),
            MapOp::Collect(ref seeds) => {
                if self.replace(|_| items(seeds).into_iter().collect_in(handle)) {
                    self.model = items(seeds).into_iter().collect();
                }
            }
            MapOp::IntoIter(taken) => {
                let mut old = mem::replace(self, Self::new(handle));
                for (key, value) in old.ours.into_iter().take(taken) {
                    assert_eq!(old.model.remove(&key), Some(value));
                }
            }
        }
    }

    fn attempt<R>(&mut self, ours: impl FnOnce(&mut HashMap<u64, T, H>) -> R) -> Option<R> {
        let result = attempt(|| ours(&mut self.ours));
        result.map_err(|panic| assert_full(&panic)).ok()
    }
}

fn run_maps<'a, T: Element, H: Handle<'a>>(handle: H, ops: &[Op<MapOp>]) {
    let mut pairs = [0, 1].map(|_| MapPair::<T, H>::new(handle));
    let mut others = Others::default();
    for op in ops {
        match *op {
            Op::To(which, ref op) => pairs[which].apply(op),
            Op::Other { size, align } => others.claim(handle, size, align),
        }
        pairs.iter().for_each(MapPair::assert_same);
        others.assert_intact();
    }
    assert_eq!(pairs[0].ours == pairs[1].ours, pairs[0].model == pairs[1].model);
}

fn map_ops() -> impl Strategy<Value = Vec<Op<MapOp>>> {
    let seed = || 0..40_u8;
    some(prop_oneof![
        6 => (seed(), seed()).prop_map(|(key, seed)| MapOp::Insert(key, seed)),
        2 => (seed(), seed()).prop_map(|(key, seed)| MapOp::TryInsert(key, seed)),
        2 => vec(seed(), 0..20).prop_map(MapOp::Extend),
        3 => (seed(), seed()).prop_map(|(key, seed)| MapOp::Entry(key, seed)),
        1 => seed().prop_map(MapOp::EntryRemove),
        1 => (seed(), seed()).prop_map(|(key, seed)| MapOp::Set(key, seed)),
        3 => seed().prop_map(MapOp::Remove),
        1 => seed().prop_map(MapOp::RemoveEntry),
        1 => seed().prop_map(MapOp::Retain),
        1 => (0..9_usize, any::<bool>()).prop_map(|(taken, forget)| MapOp::Drain { taken, forget }),
        1 => Just(MapOp::Clear),
        1 => (0..60_usize).prop_map(MapOp::Reserve),
        1 => Just(MapOp::Clone),
        1 => vec(seed(), 0..20).prop_map(MapOp::Collect),
        1 => (0..9_usize).prop_map(MapOp::IntoIter),
    ])
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn maps_agree_with_those_of_std(capacity in capacities(), ops in map_ops()) {
        on_every!(capacity, |handle| {
            run_maps::<(), _>(handle, &ops);
            run_maps::<u64, _>(handle, &ops);
            run_maps::<A64, _>(handle, &ops);
        });
    }
}
