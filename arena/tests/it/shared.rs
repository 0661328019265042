//! Arenas that their users own together.

use std::{sync::OnceLock, thread};

use arena::{ArcArena, Arena, Borrowed};

const fn is_for_tasks<T: Clone + Send + Sync + 'static>() {}

const _: () = is_for_tasks::<ArcArena>();

static GLOBAL: OnceLock<ArcArena> = OnceLock::new();

fn global() -> &'static ArcArena {
    GLOBAL.get_or_init(|| Arena::new(1 << 16).unwrap().into())
}

#[test]
fn a_static_one_hands_out_static_values() {
    let values: Vec<&'static mut u64> = thread::scope(|threads| {
        let spawned = [1, 2, 3].map(|value| threads.spawn(move || global().alloc(value)));
        spawned.map(|thread| thread.join().unwrap()).into()
    });
    assert_eq!(values, [&1, &2, &3]);
}

#[test]
fn clones_are_one_arena() {
    let one = ArcArena::from(Arena::new(64).unwrap());
    let other = one.clone();
    one.alloc(1_u32);
    other.local().alloc(1_u32);
    assert!(one.allocated() == other.allocated() && one.allocated() >= 8);
    assert!(other.contains(one.alloc(1_u8)));
    assert!(format!("{one:?}").starts_with("Arena"));
}

#[test]
fn only_the_last_owner_can_reset_or_unwrap() {
    let mut one = ArcArena::from(Arena::new(64).unwrap());
    let mut other = one.clone();
    one.alloc(1_u8);
    assert!(ArcArena::get_mut(&mut one).is_none() && ArcArena::get_mut(&mut other).is_none());
    let one = ArcArena::try_unwrap(one).unwrap_err();
    drop(other);
    let mut arena = ArcArena::try_unwrap(one).unwrap();
    assert_eq!(arena.allocated(), 1);
    arena.reset();
    let mut again = ArcArena::from(arena);
    again.alloc(1_u8);
    ArcArena::get_mut(&mut again).unwrap().scope(|scope| _ = scope.alloc([0_u8; 63]));
    assert_eq!(again.allocated(), 1);
}

#[test]
fn one_of_a_lent_buffer_is_shared_by_scoped_threads() {
    let mut buffer = [std::mem::MaybeUninit::uninit(); 64];
    let arena: ArcArena<Borrowed<'_>> = Arena::from_buffer(&mut buffer).into();
    thread::scope(|threads| {
        for value in 0..4_u8 {
            let arena = arena.clone();
            threads.spawn(move || assert_eq!(*arena.alloc(value), value));
        }
    });
    assert_eq!(arena.allocated(), 4);
}

#[cfg(feature = "collections")]
mod as_an_allocator {
    use allocator_api2::{boxed::Box, vec::Vec};
    use hashbrown::HashMap;

    use super::*;

    /// What has no lifetime, and owns its arena.
    struct Index {
        words: Vec<Box<str, ArcArena>, ArcArena>,
        places: HashMap<u32, usize, hashbrown::DefaultHashBuilder, ArcArena>,
    }

    fn boxed(text: &str, arena: &ArcArena) -> Box<str, ArcArena> {
        let mut bytes = Vec::new_in(arena.clone());
        bytes.extend_from_slice(text.as_bytes());
        let (bytes, arena) = Box::into_raw_with_allocator(bytes.into_boxed_slice());
        // SAFETY: nobody else has them.
        let text = std::str::from_utf8_mut(unsafe { &mut *bytes }).unwrap();
        // SAFETY: they belong to that allocator.
        unsafe { Box::from_raw_in(text, arena) }
    }

    #[test]
    fn collections_own_their_arena_and_move_between_threads() {
        let arena = ArcArena::from(Arena::new(1 << 20).unwrap());
        let mut index =
            Index { words: Vec::new_in(arena.clone()), places: HashMap::new_in(arena.clone()) };
        for number in 0..1000 {
            index.words.push(boxed(&format!("word {number}"), &arena));
            index.places.insert(number, index.words.len() - 1);
        }
        drop(arena);
        let index = thread::spawn(move || {
            assert!(
                index
                    .places
                    .iter()
                    .all(|(number, place)| { *index.words[*place] == *format!("word {number}") })
            );
            index
        })
        .join()
        .unwrap();
        let arena = index.words.allocator().clone();
        assert!(arena.allocated() > 8000);
        drop(index);
        assert!(ArcArena::try_unwrap(arena).is_ok(), "no other owner is left");
    }

    #[test]
    fn what_is_dropped_goes_back_and_drops_its_elements() {
        let arena = ArcArena::from(Arena::new(4096).unwrap());
        let counted = std::sync::Arc::new(());
        let mut list = Vec::new_in(arena.clone());
        list.extend((0..10).map(|_| counted.clone()));
        drop(list);
        assert_eq!((std::sync::Arc::strong_count(&counted), arena.allocated()), (1, 0));
    }

    #[test]
    fn a_full_one_refuses_and_counts() {
        let arena = ArcArena::from(Arena::new(64).unwrap());
        let mut list: Vec<u8, _> = Vec::new_in(arena.clone());
        assert!(list.try_reserve(65).is_err() && list.try_reserve_exact(64).is_ok());
        assert_eq!(arena.stats().refused, 1);
    }

    #[cfg(not(any(miri, arena_asan)))] // they look for leaks
    #[test]
    fn what_is_leaked_keeps_the_arena() {
        let arena = ArcArena::from(Arena::new(4096).unwrap());
        let leaked: &'static mut u64 = Box::leak(Box::new_in(7, arena.clone()));
        let mut arena = ArcArena::try_unwrap(arena).unwrap_err();
        assert!(ArcArena::get_mut(&mut arena).is_none());
        drop(arena);
        assert_eq!(*leaked, 7);
    }
}
