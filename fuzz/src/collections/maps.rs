//! What is done to maps.

use std::mem::{self, ManuallyDrop};

use arena::{
    Handle,
    collections::{CollectIn, HashMap, hashbrown::hash_map::Entry},
};

use super::{
    element::{Element, HASHING, Mixer},
    pair::{Outcome, attempt, called, reserve, same},
    steps::{MapOp, Step},
    world::{Map, World, pick},
};

impl<'a, T: Element, H: Handle<'a>> World<'a, T, H> {
    #[expect(clippy::too_many_lines, reason = "a few for each operation")]
    pub(super) fn map(&mut self, op: MapOp, step: &Step) {
        let (pair, _) = pick(&mut self.maps, step.second);
        let (handle, few) = (self.handle, step.few());
        let (value, key) = (|| T::new(step.seed), step.at.to_le_bytes()[0]);
        let items = || step.items(|seed| (seed.rotate_left(4), T::new(seed)));
        match op {
            MapOp::Insert if step.tried => pair.both(
                step.throw,
                |ours| ours.try_insert(key, value()),
                |model| model.insert(key, value()),
            ),
            MapOp::Insert => same!(pair, step, |it| it.insert(key, value())),
            MapOp::Extend => same!(pair, step, |it| it.extend(items())),
            MapOp::Entry => same!(pair, step, |it| {
                let change = |there: &mut T| {
                    called();
                    *there = value();
                };
                let make = || {
                    called();
                    T::new(!step.seed)
                };
                it.entry(key).and_modify(change).or_insert_with(make).clone()
            }),
            MapOp::Vacate => {
                let vacate = |ours: &mut Map<T, H>| match ours.entry(key) {
                    Entry::Occupied(entry) => Ok(Some(entry.remove())),
                    Entry::Vacant(_) => Ok(None),
                };
                pair.both(step.throw, vacate, |model| model.remove(&key));
            }
            MapOp::Set => same!(pair, step, |it| {
                it.get_mut(&key).map(|there| mem::replace(there, value()))
            }),
            MapOp::SetAll if step.tried => same!(pair, step, |it| {
                for there in it.values_mut() {
                    *there = value();
                }
            }),
            MapOp::SetAll => same!(pair, step, |it| {
                for (key, there) in it.iter_mut() {
                    *there = T::new(!key);
                }
            }),
            MapOp::Remove => same!(pair, step, |it| it.remove(&key)),
            MapOp::RemoveEntry => same!(pair, step, |it| it.remove_entry(&key)),
            MapOp::Retain => {
                let (mut seen, keep) = (Vec::new(), |key: u8| (step.seed >> (key % 8)) & 1 > 0);
                let (outcome, _) = attempt(step.throw, || {
                    pair.ours.retain(|key, there| {
                        called();
                        seen.push(*key);
                        *there = value();
                        keep(*key)
                    });
                    Ok(())
                });
                assert!(matches!(outcome, Outcome::Thrown) || seen.len() == pair.model.len());
                for key in seen {
                    pair.model.remove(&key).expect("none is seen twice");
                    _ = keep(key).then(|| pair.model.insert(key, value()));
                }
            }
            MapOp::Drain => {
                let mut drain = pair.ours.drain();
                for (key, value) in drain.by_ref().take(few) {
                    assert_eq!(pair.model.remove(&key), Some(value));
                }
                assert_eq!(drain.len(), pair.model.len());
                if step.tried {
                    // What is left is unspecified; it is what was there.
                    _ = ManuallyDrop::new(drain);
                    pair.model.retain(|key, _| pair.ours.contains_key(key));
                } else {
                    drop(drain);
                    pair.model.clear();
                }
            }
            MapOp::Clear => same!(pair, step, |it| it.clear()),
            // That of `std` which is the model has no capacity.
            MapOp::Reserve => reserve!(pair, step, few, |_| {}),
            MapOp::WithCapacity => {
                if let Ok(map) = HashMap::<u8, T, _>::try_with_capacity_in(step.len, handle) {
                    assert!(map.capacity() >= step.len && map.is_empty());
                }
            }
            MapOp::Clone => same!(pair, step, |it| *it = it.clone()),
            MapOp::Collect => {
                pair.replace(step.throw, || items().collect_in(handle), || items().collect());
            }
            MapOp::IntoIter => {
                let old = mem::replace(&mut pair.ours, Map::with_hasher_in(Mixer(0), handle));
                for (key, value) in old.into_iter().take(few) {
                    assert_eq!(pair.model.remove(&key), Some(value));
                }
                pair.model.clear();
            }
            MapOp::Hash => {
                HASHING.set(true);
                let (outcome, _) = attempt(step.throw, || pair.ours.try_insert(key, value()));
                HASHING.set(false);
                if let Outcome::Done(old) = outcome {
                    assert_eq!(old, pair.model.insert(key, value()));
                } else {
                    // A table that is put in order loses what it cannot hash.
                    pair.model.retain(|key, _| pair.ours.contains_key(key));
                }
            }
        }
    }
}
