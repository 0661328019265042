//! Values that come and go one by one: those that an owner has, and those that keys find.

use std::{
    hint::black_box,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::sync_channel,
    },
    thread,
    time::{Duration, Instant},
};

use arena::{Arena, Pool};

use crate::{
    crew::{self, thread_counts},
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        Row,
    },
    peers::{sharded_slab, slotmap, system::Malloc},
    subject::{Keyed, Owners},
};

/// Slots of our pools.
const SLOTS: usize = 16 * 1024;
/// Values of a sample, on each thread.
const VALUES: usize = 64 * 1000;
/// Values that are there at the same time.
const MANY: usize = 1000;

/// The ways in which values come and go.
const ONE_BY_ONE: &str = "one at a time";
const THOUSAND: &str = "a thousand at a time";

impl Owners for Pool<'_, u64> {
    type Owner<'p>
        = arena::Owned<'p, u64>
    where
        Self: 'p;

    #[inline(always)]
    fn make(&self, value: u64) -> Self::Owner<'_> {
        self.alloc(value).expect("there are slots")
    }
}

impl Keyed for Pool<'_, u64> {
    type Key = arena::Key<u64>;

    #[inline(always)]
    fn insert(&self, value: u64) -> Self::Key {
        Self::insert(self, value).expect("there are slots")
    }

    #[inline(always)]
    fn get(&self, key: Self::Key) -> u64 {
        *Self::get(self, key).expect("it is there")
    }

    #[inline(always)]
    fn remove(&self, key: Self::Key) {
        Self::remove(self, key);
    }
}

/// Owners on one thread.
pub const OWNED: Case = Case {
    name: "pool-owned",
    question: "What does a `u64` cost that is made, and dropped by its owner, one thread alone, in a program that has had others? (A thousand \
               at a time: in another order. A `malloc` may be faster before there is a second thread, which no pool is for.)",
    unit: "ns per value",
    lead: "Pool",
    rows: || {
        thread::spawn(|| ()).join().expect("it does nothing");
        let one = [ours(1, |pool| owned(pool)), row("Box", 1, || Malloc, owned), exchanges(1, 1)];
        let many = [
            ours(1, |pool| many_owned(pool)),
            row("Box", 1, || Malloc, many_owned),
            exchanges(1, 1),
        ];
        both(one, many)
    },
};

/// Owners on many threads.
pub const OWNED_ALL: Case = Case {
    name: "pool-owned-all",
    question: "The same of a thousand at a time, on 1, 2, 4, ... threads at once. (All threads together.)",
    unit: "ns per value, together",
    lead: "Pool",
    rows: || {
        let rows = |threads| {
            [
                ours(threads, |pool| many_owned(pool)),
                row("Box", threads, || Malloc, many_owned),
                exchanges(threads, 1),
            ]
            .map(|row| row.within(crew::label(threads)))
        };
        thread_counts().into_iter().flat_map(rows).collect()
    },
};

/// Keys on one thread.
pub const KEYS: Case = Case {
    name: "pool-keys",
    question: "What does a `u64` cost that is inserted, looked at by its key, and removed, one thread alone? (A thousand at a time: each step for all \
               of them, in other orders. `slotmap` is for one thread, by `&mut`.)",
    unit: "ns per value",
    lead: "Pool",
    rows: || {
        let one = [
            ours(1, |pool| keyed(pool)),
            row("sharded-slab", 1, sharded_slab::slab, keyed),
            alone("slotmap", slotmap::map, keyed),
            exchanges(1, 4),
        ];
        let many = [
            ours(1, |pool| many_keyed(pool)),
            row("sharded-slab", 1, sharded_slab::slab, many_keyed),
            alone("slotmap", slotmap::map, many_keyed),
            exchanges(1, 4),
        ];
        both(one, many)
    },
};

/// Keys on many threads.
pub const KEYS_ALL: Case = Case {
    name: "pool-keys-all",
    question: "The same of a thousand at a time, on 1, 2, 4, ... threads at once. (All threads together.)",
    unit: "ns per value, together",
    lead: "Pool",
    rows: || {
        let rows = |threads| {
            [
                ours(threads, |pool| many_keyed(pool)),
                row("sharded-slab", threads, sharded_slab::slab, many_keyed),
                exchanges(threads, 4),
            ]
            .map(|row| row.within(crew::label(threads)))
        };
        thread_counts().into_iter().flat_map(rows).collect()
    },
};

/// Values that migrate.
pub const MIGRATE: Case = Case {
    name: "pool-migrate",
    question: "What does a `u64` cost that is made on one thread and dropped on another, which gets a thousand at a time?",
    unit: "ns per value",
    lead: "Pool",
    rows: || {
        vec![
            Row::new("Pool", Ours, VALUES, {
                let mut arena = arena();
                move || {
                    arena.reset();
                    migrate(&Pool::new_in(SLOTS, &arena))
                }
            }),
            Row::new("Box", Peer, VALUES, || migrate(&Malloc)),
        ]
    },
};

/// The rows of either way, in groups.
fn both<const N: usize, const M: usize>(one: [Row; N], many: [Row; M]) -> Vec<Row> {
    let one = one.into_iter().map(|row| row.within(ONE_BY_ONE));
    one.chain(many.into_iter().map(|row| row.within(THOUSAND))).collect()
}

fn arena() -> Arena {
    Arena::new(64 * SLOTS).expect("the machine has memory")
}

/// A row of a pool that is made anew, untimed, for each sample.
fn ours(threads: usize, pass: impl Fn(&Pool<'_, u64>) + Sync + 'static) -> Row {
    let mut arena = arena();
    Row::new("Pool", Ours, VALUES * threads, move || {
        arena.reset();
        let pool = Pool::new_in(SLOTS, &arena);
        crew::together(threads, |_| pass(&pool)).0
    })
}

/// A row of what else threads share.
fn row<S: Sync + 'static>(
    name: &str,
    threads: usize,
    make: fn() -> S,
    pass: impl Fn(&S) + Sync + 'static,
) -> Row {
    let store = make();
    Row::new(name, Peer, VALUES * threads, move || crew::together(threads, |_| pass(&store)).0)
}

/// A row of what one thread has alone.
fn alone<S: 'static>(name: &str, make: fn() -> S, pass: impl Fn(&S) + 'static) -> Row {
    let store = make();
    Row::new(name, Peer, VALUES, move || {
        let start = Instant::now();
        pass(&store);
        start.elapsed()
    })
}

/// The floor: so many exchanges of a word of one's own, which decide nothing.
fn exchanges(threads: usize, count: usize) -> Row {
    let name =
        if count == 1 { "bare exchange".to_owned() } else { format!("{count} bare exchanges") };
    Row::new(name, Floor, VALUES * threads, move || {
        crew::together(threads, |_| {
            let word = AtomicU64::new(0);
            for i in 0..VALUES * count {
                let seen = word.load(Ordering::Relaxed);
                let _ = word.compare_exchange(seen, i as u64, Ordering::Acquire, Ordering::Relaxed);
            }
            black_box(&word);
        })
        .0
    })
}

#[inline(never)]
fn owned<S: Owners>(store: &S) {
    for i in 0..VALUES {
        black_box(&store.make(i as u64));
    }
}

/// An order in which nothing follows its neighbour.
#[inline(always)]
fn shuffled(i: usize) -> usize {
    i * 387 % MANY
}

#[inline(never)]
fn many_owned<S: Owners>(store: &S) {
    let mut owners: Vec<_> = (0..MANY).map(|_| None).collect();
    for pass in 0..VALUES / MANY {
        for (i, owner) in owners.iter_mut().enumerate() {
            *owner = Some(store.make((pass ^ i) as u64));
        }
        for i in 0..MANY {
            owners[shuffled(i)] = None;
        }
    }
}

#[inline(never)]
fn keyed<S: Keyed>(store: &S) {
    for i in 0..VALUES {
        let key = store.insert(i as u64);
        black_box(store.get(key));
        store.remove(key);
    }
}

#[inline(never)]
fn many_keyed<S: Keyed>(store: &S) {
    let mut keys = Vec::with_capacity(MANY);
    for pass in 0..VALUES / MANY {
        keys.extend((0..MANY).map(|i| store.insert((pass ^ i) as u64)));
        for i in 0..MANY {
            black_box(store.get(keys[shuffled(i)]));
        }
        for i in 0..MANY {
            store.remove(keys[MANY - 1 - shuffled(i)]);
        }
        keys.clear();
    }
}

/// From the first value made to the last one dropped.
fn migrate<S: Owners>(store: &S) -> Duration {
    let (full, takes) = sync_channel::<Vec<S::Owner<'_>>>(4);
    let (empty, refills) = sync_channel(8);
    let (takes, refills) = (Mutex::new(takes), Mutex::new(refills));
    let batches = VALUES / MANY;
    crew::together(2, |thread| {
        if thread == 0 {
            let refills = refills.lock().expect("no panic while locked");
            for pass in 0..batches {
                let mut batch = refills.try_recv().unwrap_or_else(|_| Vec::with_capacity(MANY));
                batch.extend((0..MANY).map(|i| store.make((pass ^ i) as u64)));
                full.send(batch).expect("the other thread is there");
            }
        } else {
            let takes = takes.lock().expect("no panic while locked");
            for _ in 0..batches {
                let mut batch = takes.recv().expect("the other thread is there");
                batch.clear();
                // A full channel is as good.
                let _ = empty.try_send(batch);
            }
        }
    })
    .0
}
