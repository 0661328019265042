//! Any operations on a pool, and a map of what its keys find, side by side.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use arena::{Arena, Entry, Key, Pool};

/// A value that says when it is dropped.
#[derive(Debug)]
pub(super) struct Noted<'l> {
    pub(super) id: u64,
    dropped: &'l RefCell<Vec<u64>>,
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.dropped.borrow_mut().push(self.id);
    }
}

/// What makes such values, and knows which were dropped.
#[derive(Default)]
pub(super) struct Log(RefCell<Vec<u64>>);

impl Log {
    pub(super) fn value(&self, id: u64) -> Noted<'_> {
        Noted { id, dropped: &self.0 }
    }

    pub(super) fn take(&self) -> Vec<u64> {
        self.0.take()
    }
}

/// One operation; numbers count what there is, and wrap.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Alloc,
    Insert,
    Reserve,
    Get(usize),
    Remove(usize),
    DropOwned(usize),
    IntoKey(usize),
    IntoInner(usize),
    Fill(usize),
    GiveUp(usize),
    Leave(usize),
}

/// Takes one of a list, if there is one.
fn pick<T>(list: &mut Vec<T>, index: usize) -> Option<T> {
    (!list.is_empty()).then(|| list.swap_remove(index % list.len()))
}

/// Does the operations, on a pool and on a map of what keys find.
pub(super) fn agrees(capacity: usize, ops: &[Op]) {
    let (arena, log) = (Arena::new(1 << 20).unwrap(), Log::default());
    let mut pool = Pool::new_in(capacity, &arena);
    let mut found = HashMap::new();
    {
        let (mut keys, mut owned, mut vacant) = (Vec::new(), Vec::new(), Vec::new());
        // Those that were removed are in the pool until the last one goes.
        let mut entries: Vec<(Entry<'_, Noted<'_>>, Key<Noted<'_>>)> = Vec::new();
        for (id, op) in (0..).zip(ops) {
            let kept = |entries: &[(Entry<'_, Noted<'_>>, _)], found: &HashMap<_, _>| {
                let removed = entries.iter().filter(|(_, key)| !found.contains_key(key));
                removed.map(|(entry, _)| entry.id).collect::<HashSet<u64>>()
            };
            let used = found.len() + owned.len() + vacant.len() + kept(&entries, &found).len();
            let mut dropped = Vec::new();
            assert_eq!(pool.len(), used);
            match *op {
                Op::Alloc => match pool.alloc(log.value(id)) {
                    Ok(value) => owned.push((value, id)),
                    Err(value) => {
                        assert_eq!((used, value.id), (capacity, id));
                        dropped.push(id);
                    }
                },
                Op::Insert => match pool.insert(log.value(id)) {
                    Ok(key) => {
                        keys.push(key);
                        assert!(found.insert(key, id).is_none());
                    }
                    Err(value) => {
                        assert_eq!((used, value.id), (capacity, id));
                        dropped.push(id);
                    }
                },
                Op::Reserve => match pool.reserve() {
                    Some(slot) => {
                        keys.push(slot.key());
                        vacant.push(slot);
                    }
                    None => assert_eq!(used, capacity),
                },
                Op::Get(index) if !keys.is_empty() => {
                    let key = keys[index % keys.len()];
                    let entry = pool.get(key);
                    assert_eq!(entry.as_ref().map(|entry| &entry.id), found.get(&key));
                    entries.extend(entry.map(|entry| (entry, key)));
                }
                Op::Remove(index) if !keys.is_empty() => {
                    let key = keys[index % keys.len()];
                    let id = found.remove(&key);
                    assert_eq!(pool.remove(key), id.is_some());
                    dropped
                        .extend(id.filter(|id| entries.iter().all(|(entry, _)| entry.id != *id)));
                }
                Op::DropOwned(index) => {
                    dropped.extend(pick(&mut owned, index).map(|(_, id)| id));
                }
                Op::IntoKey(index) => {
                    let Some((value, id)) = pick(&mut owned, index) else { continue };
                    let key = value.into_key();
                    keys.push(key);
                    assert!(found.insert(key, id).is_none());
                }
                Op::IntoInner(index) => {
                    let Some((value, id)) = pick(&mut owned, index) else { continue };
                    assert_eq!(value.into_inner().id, id);
                    dropped.push(id);
                }
                Op::Fill(index) => {
                    let Some(slot) = pick(&mut vacant, index) else { continue };
                    assert!(found.insert(slot.insert(log.value(id)), id).is_none());
                }
                Op::GiveUp(index) => drop(pick(&mut vacant, index)),
                Op::Leave(index) => {
                    let Some((entry, key)) = pick(&mut entries, index) else { continue };
                    let id = entry.id;
                    drop(entry);
                    let stays = found.contains_key(&key) || kept(&entries, &found).contains(&id);
                    dropped.extend((!stays).then_some(id));
                }
                Op::Get(_) | Op::Remove(_) => {}
            }
            assert_eq!(log.take(), dropped);
        }
    }
    log.take();
    let all: HashMap<_, _> = pool.iter_mut().map(|(key, value)| (key, value.id)).collect();
    assert_eq!((&all, pool.len()), (&found, found.len()));
    pool.retain(|_, value| value.id % 2 == 0);
    assert_eq!(log.take().len(), found.values().filter(|id| *id % 2 == 1).count());
    drop(pool);
    assert_eq!(log.take().len(), found.values().filter(|id| *id % 2 == 0).count());
}
