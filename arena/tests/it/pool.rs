//! Pools: what is dropped and when, what is found, what a full, a worn or a wronged pool does.

mod model;
mod random;
mod threads;

use std::{
    cell::Cell,
    collections::HashSet,
    mem::{ManuallyDrop, MaybeUninit},
    sync::{
        MutexGuard, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use arena::{AllocError, Arena, ArenaSafe, Entry, Key, Owned, Pool, Vacant};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use self::model::Log;
use super::support::{A4096, panic_of, rounds};

// `Sync` and not `Send`: entries and the pool drop what another thread has made.
assert_not_impl_any!(Pool<'static, MutexGuard<'static, u8>>: Send, Sync);
assert_not_impl_any!(Entry<'static, MutexGuard<'static, u8>>: Send, Sync);
assert_not_impl_any!(Vacant<'static, MutexGuard<'static, u8>>: Send);
assert_not_impl_any!(Owned<'static, MutexGuard<'static, u8>>: Send);
assert_impl_all!(Owned<'static, MutexGuard<'static, u8>>: Sync);

/// A value that panics when it is dropped, and is counted.
struct Bomb<'c>(&'c Cell<usize>);

impl Drop for Bomb<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        assert!(thread::panicking(), "dropped");
    }
}

fn arena() -> Arena {
    Arena::new(1 << 20).unwrap()
}

#[test]
fn an_owner_drops_its_value_and_frees_the_slot() {
    let (arena, log) = (arena(), Log::default());
    let pool = Pool::new_in(1, &arena);
    for id in 0..100 {
        let mut owned = pool.alloc(log.value(0)).unwrap();
        owned.id = id;
        assert_eq!((owned.id, pool.len()), (id, 1));
        assert!(pool.alloc(log.value(1000)).is_err_and(|value| value.id == 1000));
        log.take();
        drop(owned);
        assert_eq!((log.take(), pool.len()), (vec![id], 0));
    }
    let value = pool.alloc(log.value(7)).unwrap().into_inner();
    assert!(pool.is_empty() && log.take().is_empty());
    drop(value);
}

#[test]
fn a_removed_value_goes_with_its_last_entry() {
    let (arena, log) = (arena(), Log::default());
    let pool = Pool::new_in(1, &arena);
    let key = pool.insert(log.value(1)).unwrap();
    let entries = [pool.get(key).unwrap(), pool.get(key).unwrap()];
    assert!(pool.remove(key) && !pool.remove(key) && pool.get(key).is_none());
    assert!(pool.insert(log.value(2)).is_err());
    assert_eq!(log.take(), [2]);
    for entry in entries {
        assert_eq!((entry.id, log.take().len()), (1, 0));
    }
    assert_eq!(log.take(), [1]);
    assert!(pool.insert(log.value(3)).is_ok_and(|new| new != key));
}

#[test]
fn a_reservation_is_a_key_before_its_value() {
    let (arena, log) = (arena(), Log::default());
    let pool = Pool::new_in(2, &arena);
    let (filled, given_up) = (pool.reserve().unwrap(), pool.reserve().unwrap());
    let keys = [filled.key(), given_up.key()];
    assert!(pool.reserve().is_none() && pool.len() == 2);
    for key in keys {
        assert!(pool.get(key).is_none() && !pool.remove(key));
    }
    assert_eq!(filled.insert(log.value(1)), keys[0]);
    drop(given_up);
    assert_eq!((pool.get(keys[0]).unwrap().id, pool.len()), (1, 1));
    let new = pool.insert(log.value(2)).unwrap();
    assert!(new != keys[1] && pool.get(keys[1]).is_none() && !pool.remove(keys[1]));
}

#[test]
fn an_owner_becomes_a_key() {
    let arena = arena();
    let pool = Pool::new_in(4, &arena);
    let key = pool.alloc("one".to_string()).unwrap().into_key();
    assert_eq!(*pool.get(key).unwrap(), "one");
    assert!(pool.remove(key) && pool.is_empty());
}

#[test]
fn who_has_the_pool_alone_needs_no_entries() {
    let (arena, log) = (arena(), Log::default());
    let mut pool = Pool::new_in(10, &arena);
    let keys: Vec<_> = (0..10).map(|id| pool.insert(log.value(id)).unwrap()).collect();
    pool.get_mut(keys[3]).unwrap().id = 33;
    assert_eq!(pool.take(keys[4]).unwrap().id, 4);
    assert!(pool.take(keys[4]).is_none() && pool.get_mut(keys[4]).is_none());
    assert!(pool.remove(keys[5]));
    assert_eq!(log.take(), [4, 5]);
    let left: Vec<_> = pool.iter_mut().map(|(key, value)| (key, value.id)).collect();
    let expected = [0, 1, 2, 3, 6, 7, 8, 9];
    assert_eq!(left, expected.map(|id| (keys[id], if id == 3 { 33 } else { id as u64 })));
    pool.retain(|key, value| {
        value.id += 100;
        key > keys[6]
    });
    assert_eq!((log.take(), pool.len()), (vec![100, 101, 102, 133, 106], 3));
    pool.clear();
    assert_eq!((log.take(), pool.len()), (vec![107, 108, 109], 0));
    assert!(keys.iter().all(|key| pool.get(*key).is_none()));
}

#[test]
fn dropping_a_pool_drops_what_it_holds_and_nothing_else() {
    let (arena, log) = (arena(), Log::default());
    let pool = Pool::new_in(8, &arena);
    let keys = [1, 2, 3].map(|id| pool.insert(log.value(id)).unwrap());
    let _owner = ManuallyDrop::new(pool.alloc(log.value(4)).unwrap());
    let _entry = ManuallyDrop::new(pool.get(keys[1]).unwrap());
    let _reserved = ManuallyDrop::new(pool.reserve().unwrap());
    let _last = ManuallyDrop::new(pool.get(keys[2]).unwrap());
    assert!(pool.remove(keys[0]) && pool.remove(keys[2]));
    assert_eq!((log.take(), pool.len()), (vec![1], 4));
    drop(pool);
    let mut dropped = log.take();
    dropped.sort_unstable();
    assert_eq!(dropped, [2, 3, 4]);
}

#[test]
fn what_is_forgotten_costs_its_slot_until_the_pool_is_cleared() {
    let (arena, log) = (arena(), Log::default());
    let mut pool = Pool::new_in(4, &arena);
    let keys = [1, 2].map(|id| pool.insert(log.value(id)).unwrap());
    let _entry = ManuallyDrop::new(pool.get(keys[0]).unwrap());
    let vacant = pool.reserve().unwrap();
    let reserved = vacant.key();
    let _reserved = ManuallyDrop::new(vacant);
    let _owner = ManuallyDrop::new(pool.alloc(log.value(3)).unwrap());
    assert!(pool.remove(keys[0]) && pool.remove(keys[1]));
    assert_eq!((log.take(), pool.len()), (vec![2], 3));
    drop(pool.alloc(log.value(4)).unwrap());
    assert_eq!(log.take(), [4]);
    // None is found, by whoever has the pool alone.
    assert_eq!(pool.iter_mut().count(), 0);
    for key in [keys[0], reserved] {
        assert!(pool.get_mut(key).is_none() && pool.take(key).is_none());
    }
    pool.clear();
    let mut dropped = log.take();
    dropped.sort_unstable();
    assert_eq!((dropped, pool.len()), (vec![1, 3], 0));
    let all = [(); 4].map(|()| pool.alloc(log.value(5)).unwrap());
    drop(all);
}

#[test]
fn a_value_with_a_forgotten_entry_is_still_the_pools() {
    let arena = arena();
    let mut pool = Pool::new_in(1, &arena);
    let key = pool.insert(String::from("one")).unwrap();
    let _entry = ManuallyDrop::new(pool.get(key).unwrap());
    pool.get_mut(key).unwrap().push('!');
    assert_eq!(pool.take(key).unwrap(), "one!");
    assert!(pool.is_empty() && pool.insert(String::new()).is_ok());
}

fn insert<'c>(pool: &Pool<'_, Bomb<'c>>, count: &'c Cell<usize>) -> Key<Bomb<'c>> {
    pool.insert(Bomb(count)).ok().unwrap()
}

#[test]
fn a_drop_that_panics_frees_the_slot() {
    let arena = arena();
    let count = Cell::new(0);
    let mut pool = Pool::new_in(1, &arena);
    // Each is one way in which a value goes.
    let owned = pool.alloc(Bomb(&count)).ok().unwrap();
    assert_eq!(panic_of(|| drop(owned)).message, "dropped");
    let key = insert(&pool, &count);
    panic_of(|| pool.remove(key));
    let key = insert(&pool, &count);
    let entry = pool.get(key).unwrap();
    assert!(pool.remove(key));
    panic_of(|| drop(entry));
    insert(&pool, &count);
    panic_of(|| pool.retain(|_, _| false));
    assert_eq!((count.get(), pool.len()), (4, 0));
    insert(&pool, &count);
    panic_of(|| pool.clear());
    assert_eq!((count.get(), pool.len()), (5, 0));
}

#[test]
fn a_drop_that_panics_loses_no_other_value() {
    let arena = arena();
    let count = Cell::new(0);
    let full = || {
        let pool = Pool::new_in(100, &arena);
        (0..100).for_each(|_| assert!(pool.insert(Bomb(&count)).is_ok()));
        pool
    };
    let mut pool = full();
    panic_of(|| pool.clear());
    assert_eq!((count.take(), pool.len()), (100, 0));
    panic_of(|| drop(full()));
    assert_eq!(count.take(), 100);
    let mut pool = full();
    panic_of(|| pool.retain(|_, _| false));
    assert_eq!((count.get(), pool.len()), (1, 99));
    panic_of(|| pool.retain(|_, _| panic!("no drop")));
    assert_eq!((count.get(), pool.len()), (1, 99));
    panic_of(|| drop(pool));
    assert_eq!(count.get(), 100);
}

#[test]
fn a_value_may_use_its_own_pool_while_it_is_dropped() {
    struct Busy(Option<Key<Busy>>);

    arena::static_arena! { static MEMORY: 4096; }
    static POOL: OnceLock<Pool<'static, Busy>> = OnceLock::new();
    static FOUND: AtomicUsize = AtomicUsize::new(0);

    impl Drop for Busy {
        fn drop(&mut self) {
            let pool = POOL.get().unwrap();
            let Some(key) = self.0 else { return };
            let found = pool.get(key).is_some() || pool.remove(key);
            FOUND.fetch_add(found.into(), Ordering::Relaxed);
            let other = pool.insert(Busy(None)).ok().unwrap();
            assert!(pool.remove(other));
        }
    }

    let pool = POOL.get_or_init(|| Pool::new_in(2, &MEMORY));
    let insert = || {
        let vacant = pool.reserve().unwrap();
        let key = vacant.key();
        vacant.insert(Busy(Some(key)))
    };
    assert!(pool.remove(insert()));
    let key = insert();
    let entry = pool.get(key).unwrap();
    assert!(pool.remove(key));
    drop(entry);
    drop(pool.alloc(Busy(Some(key))).ok().unwrap());
    assert_eq!((FOUND.load(Ordering::Relaxed), pool.len()), (0, 0));
}

#[test]
fn no_slots_are_legal_where_there_is_no_memory() {
    let arena = Arena::new(0).unwrap();
    let mut pool = Pool::new_in(0, &arena);
    assert_eq!(pool.insert(1), Err(1));
    assert!(pool.alloc(2).is_err_and(|value| value == 2));
    assert!(pool.reserve().is_none());
    assert_eq!((pool.len(), pool.capacity(), pool.is_empty()), (0, 0, true));
    let key = Key::from_bits(1 << 32).unwrap();
    assert!(pool.get(key).is_none() && !pool.remove(key) && pool.take(key).is_none());
    pool.clear();
    assert_eq!(pool.iter_mut().count(), 0);
}

#[test]
fn values_of_any_size_and_alignment() {
    #[repr(align(512))]
    struct Nothing;

    let arena = arena();
    let pool = Pool::new_in(3, &arena);
    let keys = [1, 2, 3].map(|byte| pool.insert(A4096([byte; 4096])).unwrap());
    for (byte, key) in (1..).zip(keys) {
        let entry = pool.get(key).unwrap();
        assert_eq!((&raw const *entry).addr() % 4096, 0);
        assert_eq!(*entry, A4096([byte; 4096]));
    }

    let pool = Pool::new_in(1000, &arena);
    let all: Vec<_> = (0..1000).map(|_| pool.alloc(Nothing).ok().unwrap()).collect();
    assert!(all.iter().all(|nothing| (&raw const **nothing).addr() % 512 == 0));
    assert!(pool.insert(Nothing).is_err());
}

#[test]
fn what_does_not_fit_is_an_error_or_a_panic_with_its_text() {
    let arena = Arena::new(1000).unwrap();
    let error = Pool::<u64>::try_new_in(1000, &arena).unwrap_err();
    assert!(matches!(error, AllocError::Full { remaining: 1000, .. }), "{error:?}");
    let panic = panic_of(|| Pool::<u64>::new_in(1000, &arena));
    assert_eq!((panic.message, panic.line), (error.to_string(), line!() - 1));
    assert_eq!(panic.file, file!());
    for capacity in [usize::MAX, usize::MAX / 8, usize::MAX / 9] {
        assert_eq!(Pool::<()>::try_new_in(capacity, &arena).unwrap_err(), AllocError::TooLarge);
        assert_eq!(Pool::<u64>::try_new_in(capacity, &arena).unwrap_err(), AllocError::TooLarge);
    }
    let error = Pool::<[u8; 1 << 20]>::try_new_in(usize::MAX >> 21, &arena).unwrap_err();
    // With 32 bits that is a size, if one that does not fit.
    let is_full = matches!(error, AllocError::Full { .. });
    assert!(is_full || error == AllocError::TooLarge);
    assert_eq!((arena.allocated(), arena.stats().refused), (0, 2 + usize::from(is_full)));
}

#[test]
fn pools_stand_on_every_handle_and_memory() {
    fn check(pool: &Pool<'_, u64>) {
        let keys = [1, 2, 3].map(|number| pool.insert(number).unwrap());
        assert_eq!(keys.map(|key| *pool.get(key).unwrap()), [1, 2, 3]);
        assert!(pool.reserve().is_none());
        assert!(keys.iter().all(|&key| pool.remove(key)));
    }

    arena::static_arena! { static MEMORY: 4096; }

    let outer = arena();
    let pool = {
        let local = outer.local();
        Pool::new_in(3, &local)
    };
    check(&pool); // outlives the handle
    check(&Pool::new_in(3, &MEMORY));
    check(&Pool::new_in(3, &MEMORY.local()));
    let mut buffer = [MaybeUninit::uninit(); 1000];
    check(&Pool::new_in(3, &Arena::from_buffer(&mut buffer)));
    let mut arena = arena();
    for _ in 0..100 {
        arena.scope(|scope| check(&Pool::new_in(3, &*scope)));
        arena.local().scope(|local| check(&Pool::new_in(3, &*local)));
    }
    assert!(arena.peak() < 10_000);
}

#[test]
fn a_stale_key_finds_nothing_however_often_its_slot_is_used() {
    let arena = arena();
    let pool = Pool::new_in(1, &arena);
    let mut stale = HashSet::new();
    for number in 0..rounds(10_000, 100) {
        let key = pool.insert(number).unwrap();
        assert!(stale.insert(key), "a key comes again");
        assert!(pool.remove(key) && !pool.remove(key));
    }
    drop(pool.alloc(1).unwrap()); // shows no key
    let current = pool.insert(2).unwrap();
    assert!(stale.iter().all(|&key| pool.get(key).is_none() && !pool.remove(key)));
    assert_eq!(*pool.get(current).unwrap(), 2);
}

#[test]
fn a_slot_without_generations_retires() {
    let (arena, log) = (arena(), Log::default());
    let mut pool = Pool::new_in(3, &arena);
    pool.wear_out();
    for _ in 0..10 {
        drop(pool.alloc(log.value(0)).unwrap()); // needs no generation
    }
    log.take();
    let last = pool.insert(log.value(1)).unwrap();
    assert_eq!(last.to_bits() >> 32, u64::from(u32::MAX));
    drop(pool.reserve().unwrap());
    assert!(pool.remove(last));
    assert_eq!((log.take(), pool.len()), (vec![1], 0));
    let one = pool.alloc(log.value(2)).unwrap();
    assert!(pool.insert(log.value(3)).is_err(), "two of three have retired");
    assert!(pool.get(last).is_none());
    drop(one);
    log.take();
    pool.clear();
    assert_eq!((log.take(), pool.len()), (vec![], 0));
    let key = pool.insert(log.value(4)).unwrap();
    assert_eq!(pool.take(key).unwrap().id, 4);
    assert!(pool.insert(log.value(5)).is_err(), "a clear brings none back");
}

#[test]
fn keys_of_other_pools_and_made_up_ones_do_no_harm() {
    let arena = arena();
    let (mut pool, other) = (Pool::new_in(2, &arena), Pool::new_in(200, &arena));
    let own = pool.insert(String::from("own")).unwrap();
    let foreign: Vec<_> = (0..200).map(|_| other.insert(String::new()).unwrap()).collect();
    let made_up = (0..64).map(|bit| Key::from_bits(1 << bit | own.to_bits() ^ 1).unwrap());
    for key in foreign.into_iter().chain(made_up) {
        assert!(key != own && pool.get(key).is_none() && !pool.remove(key));
        assert!(pool.get_mut(key).is_none() && pool.take(key).is_none());
    }
    assert_eq!(Key::from_bits(own.to_bits()), Some(own));
    assert_eq!(Key::<String>::from_bits(own.to_bits() & u64::from(u32::MAX)), None);
}

#[test]
fn keys_are_plain_values() {
    #[cfg(feature = "derive")]
    #[derive(ArenaSafe)]
    struct Link {
        next: Option<Key<Link>>,
        strings: Key<String>,
    }
    #[cfg(not(feature = "derive"))]
    struct Link {
        next: Option<Key<Link>>,
        strings: Key<String>,
    }
    #[cfg(not(feature = "derive"))]
    impl ArenaSafe for Link {}

    let arena = arena();
    let (links, strings) = (Pool::new_in(8, &arena), Pool::new_in(8, &arena));
    let strings = strings.insert(String::new()).unwrap();
    let last = links.insert(Link { next: None, strings }).ok().unwrap();
    let first = arena.alloc(Link { next: Some(last), strings });
    let last = links.get(first.next.unwrap()).unwrap();
    assert!(last.next.is_none() && last.strings == first.strings);
    let keys = [1_u64, 2].map(|index| Key::<Link>::from_bits(5 << 32 | index).unwrap());
    assert!(keys[0] < keys[1] && format!("{:?}", keys[1]) == "Key(2v5)");
}

#[test]
fn the_handles_show_their_values() {
    let arena = arena();
    let pool = Pool::new_in(3, &arena);
    let owned = pool.alloc("one").unwrap();
    let key = pool.insert("two").unwrap();
    let entry = pool.get(key).unwrap();
    assert_eq!(format!("{owned:?} {entry:?}"), "\"one\" \"two\"");
    assert_eq!(format!("{pool:?}"), "Pool { capacity: 3, len: 2, .. }");
    assert!(format!("{:?}", pool.reserve().unwrap()).starts_with("Vacant(2v"));
}
