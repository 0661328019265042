//! Pools that threads share.

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use arena::{Key, Owned, Pool};

use super::arena;
use crate::support::crew;

/// Bytes that are all the same, and are looked at when they go.
struct Filled(Box<u64>, [u8; 40]);

static FILLED: AtomicUsize = AtomicUsize::new(0);

impl Filled {
    fn new(byte: u8) -> Self {
        FILLED.fetch_add(1, Ordering::Relaxed);
        Self(Box::new(byte.into()), [byte; 40])
    }

    fn check(&self) -> u8 {
        let byte = self.1[0];
        assert_eq!((*self.0, self.1), (byte.into(), [byte; 40]));
        byte
    }
}

impl Drop for Filled {
    fn drop(&mut self) {
        self.check();
        self.1 = [0; 40];
        FILLED.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One test, since it counts all such values.
#[test]
fn many_threads_find_what_they_have_stored() {
    let rounds = if cfg!(miri) { 20 } else { 5_000 };
    let arena = arena();
    for capacity in [1, 7, 64, 300] {
        let mut pool = Pool::new_in(capacity, &arena);
        let shared: Vec<_> = (0..4).map(|_| AtomicU64Key::default()).collect();
        crew(|id| {
            let mut owned: Vec<Owned<'_, Filled>> = Vec::new();
            for round in 0..rounds {
                let place = &shared[round % shared.len()];
                match (round + usize::from(id)) % 5 {
                    0 => {
                        if let Ok(key) = pool.insert(Filled::new(id)) {
                            pool_remove(&pool, place.swap(Some(key)));
                        }
                    }
                    1 => {
                        let Some(vacant) = pool.reserve() else { continue };
                        let old = place.swap(Some(vacant.key()));
                        if round % 2 == 0 {
                            vacant.insert(Filled::new(id));
                        }
                        pool_remove(&pool, old);
                    }
                    2 => {
                        if let Some(entry) = place.load().and_then(|key| pool.get(key)) {
                            entry.check();
                            pool_remove(&pool, place.swap(None));
                            entry.check();
                        }
                    }
                    3 => {
                        if let Ok(mut value) = pool.alloc(Filled::new(id)) {
                            value.check();
                            *value = Filled::new(id + 100);
                            owned.push(value);
                        }
                    }
                    _ => {
                        if owned.len() > round % 20 {
                            let value = owned.swap_remove(round % owned.len());
                            assert_eq!(value.check(), id + 100);
                            if round % 3 == 0 {
                                pool_remove(&pool, place.swap(Some(value.into_key())));
                            }
                        }
                    }
                }
            }
        });
        // Reserved or published after the last look at its place, one may be left for each thread.
        let left = pool.iter_mut().count();
        assert_eq!(pool.len(), left);
        assert_eq!(FILLED.load(Ordering::Relaxed), left);
        pool.iter_mut().for_each(|(_, value)| _ = value.check());
        pool.clear();
        assert_eq!((pool.len(), FILLED.load(Ordering::Relaxed)), (0, 0));
        let all: Vec<_> = (0..capacity).map(|_| pool.alloc(Filled::new(1)).ok().unwrap()).collect();
        assert!(pool.alloc(Filled::new(2)).is_err());
        drop(all);
    }
}

/// A place where threads leave keys for each other.
#[derive(Default)]
struct AtomicU64Key(std::sync::atomic::AtomicU64);

impl AtomicU64Key {
    fn load(&self) -> Option<Key<Filled>> {
        Key::from_bits(self.0.load(Ordering::Acquire))
    }

    fn swap(&self, key: Option<Key<Filled>>) -> Option<Key<Filled>> {
        Key::from_bits(self.0.swap(key.map_or(0, Key::to_bits), Ordering::AcqRel))
    }
}

fn pool_remove(pool: &Pool<'_, Filled>, key: Option<Key<Filled>>) {
    if let Some(key) = key {
        pool.remove(key);
    }
}

/// Each thread makes values that the next one drops, in a pool that is always nearly full.
#[test]
fn values_migrate() {
    let values = if cfg!(miri) { 50 } else { 20_000 };
    let arena = arena();
    let pool = Pool::new_in(500, &arena);
    let (sender, receiver) = mpsc::sync_channel::<Owned<'_, u64>>(400);
    thread::scope(|threads| {
        threads.spawn(|| {
            let mut sum = 0;
            for owned in receiver {
                sum += *owned;
            }
            assert_eq!(sum, 2 * (values - 1) * values / 2);
        });
        for _ in 0..2 {
            let (pool, sender) = (&pool, sender.clone());
            threads.spawn(move || {
                for number in 0..values {
                    sender.send(pool.alloc(number).unwrap()).unwrap();
                }
            });
        }
        drop(sender);
    });
    assert!(pool.is_empty());
}

/// All threads together fill a pool to the last slot, however its slots were freed.
#[test]
fn every_free_slot_is_found() {
    let rounds = if cfg!(miri) { 2 } else { 50 };
    let arena = arena();
    for capacity in [3, 100, 1000, 5000] {
        let pool = Pool::new_in(capacity, &arena);
        for round in 0..rounds {
            let taken = crew(|id| {
                let mut taken: Vec<_> = std::iter::from_fn(|| pool.alloc(id).ok()).collect();
                // Some go again, on this thread, and some later, on another.
                let rest = taken.split_off(taken.len() / (1 + round % 3));
                assert!(taken.iter().chain(&rest).all(|value| **value == id));
                (taken, rest)
            });
            let found: usize = taken.iter().map(|(taken, rest)| taken.len() + rest.len()).sum();
            assert_eq!((found, pool.len()), (capacity, capacity));
            let rests: Vec<_> = taken.into_iter().map(|(_, rest)| rest).collect();
            let left: usize = rests.iter().map(Vec::len).sum();
            assert_eq!(pool.len(), left);
            let free = std::iter::from_fn(|| pool.insert(0).ok()).collect::<Vec<_>>();
            assert_eq!(free.len(), capacity - left);
            assert!(free.into_iter().all(|key| pool.remove(key)));
        }
    }
}
