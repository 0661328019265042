//! What collections refuse, and how, and what they ask for.

use std::{alloc::Layout, cell::Cell, fmt::Write as _, hash::BuildHasher, iter};

use arena::{
    AllocError, Arena, ArenaSafe,
    collections::{
        CollectIn, DefaultHashBuilder, HashMap, String as Text, Vec as List,
        hashbrown::hash_map::Entry,
    },
};

use crate::{
    allocators::on_every,
    support::{Liar, Owner, full, on_each, panic_of, refuses},
};

/// Checks that an operation without a `try_` twin refuses with an error's text, at the line of the
/// call, and that no byte is lost.
macro_rules! panics {
    ($arena:ident, $error:expr, $panicking:expr $(,)?) => {
        refuses!($arena, $error, Err::<(), _>($error), $panicking)
    };
}

/// Takes all that is left.
macro_rules! fill {
    ($handle:expr) => {
        while $handle.try_alloc(0xFF_u8).is_ok() {}
    };
}

fn words(len: usize, arena: &impl Owner) -> AllocError {
    full(Layout::array::<u64>(len).unwrap(), arena)
}

fn bytes(len: usize, arena: &impl Owner) -> AllocError {
    full(Layout::array::<u8>(len).unwrap(), arena)
}

#[test]
fn a_list_in_a_full_arena_refuses_to_grow_and_stays_as_it_is() {
    on_each!(600, |arena, on| {
        let mut list = List::with_capacity_in(4, on);
        list.extend([1_u64, 2, 3, 4]);
        fill!(on);
        let elsewhere = Arena::new(64).unwrap();
        let mut other = arena::vec![in &elsewhere; 5_u64];
        let five = words(5, arena);

        let try_push = |list: &mut List<u64, _>| {
            list.try_push(5).map_err(|(value, error)| {
                assert_eq!(value, 5);
                error
            })
        };
        refuses!(arena, five, try_push(&mut list), list.push(5));
        refuses!(arena, five, list.try_reserve(1), list.reserve(1));
        refuses!(
            arena,
            five,
            list.try_extend_from_slice_copy(&[5]),
            list.extend_from_slice_copy(&[5]),
        );
        panics!(arena, five, list.insert(0, 5));
        panics!(arena, five, list.extend_from_slice(&[5]));
        panics!(arena, five, list.resize(5, 5));
        panics!(arena, five, list.append(&mut other));
        panics!(arena, five, list.extend([5]));
        panics!(arena, five, list.extend(&[5]));
        panics!(arena, five, list.extend(iter::once(5).filter(|_| true)));
        assert_eq!((&list[..], &other[..], list.capacity()), (&[1, 2, 3, 4][..], &[5][..], 4));

        let four = words(4, arena);
        refuses!(
            arena,
            four,
            List::<u64, _>::try_with_capacity_in(4, on),
            List::<u64, _>::with_capacity_in(4, on),
        );
        panics!(arena, four, list.clone());
        panics!(arena, four, List::from_iter_in([5_u64; 4], on));
        panics!(arena, four, List::from_elem_in(5_u64, 4, on));
        panics!(arena, four, arena::vec![in on; 5_u64; 4]);
        panics!(arena, four, arena::vec![in on; 5_u64, 6, 7, 8]);
        panics!(arena, four, [5_u64; 4].into_iter().collect_in::<List<_, _>, _>(on));
        panics!(arena, four, [5_u64; 4].into_iter().collect_in::<&mut [_], _>(on));

        // Within the room there is, nothing is refused.
        list.clear();
        list.extend([6, 7]);
        list.insert(0, 5);
        list.resize(4, 8);
        assert_eq!(list.into_slice(), [5, 6, 7, 8]);
    });
}

#[cfg(feature = "std")]
#[test]
fn bytes_written_to_a_list_in_a_full_arena_are_an_error() {
    use std::io::{ErrorKind, Write};

    on_each!(100, |arena, on| {
        let mut list = List::new_in(on);
        list.write_all(b"text").unwrap();
        fill!(on);
        let error = list.write_all(&[0; 100]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutOfMemory);
        assert_eq!(error.to_string(), bytes(104, arena).to_string());
        assert_eq!(list, b"text");
        assert!(list.flush().is_ok(), "nothing is left to write");
    });
}

#[test]
fn a_text_in_a_full_arena_refuses_to_grow_and_stays_as_it_is() {
    on_each!(600, |arena, on| {
        let mut text = Text::from_str_in("four", on);
        fill!(on);
        let (five, six) = (bytes(5, arena), bytes(6, arena));

        refuses!(arena, five, text.try_push_str("s"), text.push_str("s"));
        refuses!(arena, five, text.try_reserve(1), text.reserve(1));
        panics!(arena, five, text.push('s'));
        panics!(arena, six, text.push('é'));
        panics!(arena, five, text.insert(0, 's'));
        panics!(arena, six, text.insert_str(2, "ss"));
        panics!(arena, five, text += "s");
        assert_eq!((write!(text, "{}", 1), &text[..]), (Err(std::fmt::Error), "four"));

        let four = bytes(4, arena);
        refuses!(arena, four, Text::try_with_capacity_in(4, on), Text::with_capacity_in(4, on),);
        panics!(arena, four, text.clone());
        panics!(arena, four, Text::from_str_in("text", on));
        // As many bytes as four of them may be at least.
        let one = bytes(1, arena);
        panics!(arena, one, "text".chars().collect_in::<Text<_>, _>(on));
        panics!(arena, one, "text".chars().collect_in::<&str, _>(on));

        text.pop();
        text.insert(0, 'f');
        assert_eq!(text.into_str(), "ffou");
    });
}

#[test]
fn a_text_refuses_an_iterator_at_the_line_of_the_call() {
    on_each!(600, |arena, on| {
        let mut text = Text::from_str_in("four", on);
        fill!(on);
        let five = bytes(5, arena);
        panics!(arena, five, text.extend(['s']));
        panics!(arena, five, text.extend(iter::once('s').filter(|_| true)));
        panics!(arena, five, text.extend(["s"]));
        assert_eq!(text, "four");
    });
}

#[test]
fn a_map_in_a_full_arena_refuses_to_grow_and_stays_as_it_is() {
    on_each!(1000, |arena, on| {
        let mut map = HashMap::with_capacity_in(3, on);
        let room = map.capacity() as u64;
        map.extend((0..room).map(|key| (key, key * key)));
        fill!(on);
        let error = map.try_reserve(1).unwrap_err();
        assert!(error.to_string().starts_with("arena full: "), "{error}");

        refuses!(arena, error, map.try_reserve(1), map.reserve(1));
        refuses!(arena, error, map.try_insert(room, 1), map.insert(room, 1));
        panics!(arena, error, map.extend([(room, 1)]));
        panics!(arena, error, _ = map.entry(room));
        assert_eq!(map.len() as u64, room);
        assert!((0..room).all(|key| map[&key] == key * key));

        let empty = HashMap::<u64, u64, _>::try_with_capacity_in(3, on).unwrap_err();
        panics!(arena, empty, HashMap::<u64, u64, _>::with_capacity_in(3, on));
        panics!(arena, empty, map.clone());
        panics!(arena, empty, (0..3).zip(0..3).collect_in::<HashMap<u64, u64, _>, _>(on));

        // Where there is room, nothing is refused.
        assert_eq!(map.remove(&0), Some(0));
        assert_eq!(map.try_insert(room, 7), Ok(None));
        assert_eq!((map.get(&0), map[&room]), (None, 7));
    });
}

#[test]
fn a_key_that_is_there_needs_no_room() {
    on_each!(2000, |arena, on| {
        let mut map = HashMap::with_capacity_in(3, on);
        let room = map.capacity() as u64;
        map.extend((0..room).map(|key| (key, key)));
        let before = arena.allocated();
        assert_eq!(map.insert(1, 10), Some(1));
        assert_eq!(map.try_insert(1, 20), Ok(Some(10)));
        *map.entry(1).or_insert(7) += 1;
        map.extend([(1, 22), (1, 23)]);
        assert_eq!((map.capacity() as u64, arena.allocated()), (room, before));
        fill!(on);
        let refused = arena.refusals();
        assert_eq!(map.insert(1, 10), Some(23));
        assert_eq!(map.try_insert(1, 20), Ok(Some(10)));
        assert!(matches!(map.entry(1), Entry::Occupied(entry) if *entry.get() == 20));
        map.extend([(1, 22), (1, 23)]);
        assert_eq!((arena.refusals(), map[&1]), (refused, 23));
    });
}

#[test]
fn a_key_is_hashed_once_where_the_table_stays() {
    /// Counts the hashes.
    struct Counting<'c>(&'c Cell<u32>, DefaultHashBuilder);
    impl ArenaSafe for Counting<'_> {}
    impl BuildHasher for Counting<'_> {
        type Hasher = <DefaultHashBuilder as BuildHasher>::Hasher;
        fn build_hasher(&self) -> Self::Hasher {
            self.0.set(self.0.get() + 1);
            self.1.build_hasher()
        }
    }
    let (arena, hashes) = (Arena::new(2000).unwrap(), Cell::new(0));
    let counting = Counting(&hashes, DefaultHashBuilder::default());
    let mut map = HashMap::with_hasher_in(counting, &arena);
    let once = |map: &mut HashMap<_, _, _, _>, act: &dyn Fn(&mut HashMap<_, _, _, _>)| {
        hashes.set(0);
        act(map);
        assert_eq!(hashes.get(), 1);
    };
    map.reserve(3);
    for key in 0..map.capacity() {
        once(&mut map, &|map| assert_eq!(map.insert(key, 0), None));
        once(&mut map, &|map| assert_eq!(map.insert(key, 1), Some(0)));
        once(&mut map, &|map| *map.entry(key).or_insert(5) += 1);
    }
}

#[test]
fn a_refusal_is_counted_once() {
    on_each!(200, |arena, on| {
        let (mut list, mut text, mut map) =
            (List::new_in(on), Text::new_in(on), HashMap::new_in(on));
        list.push(1_u64);
        text.push('a');
        fill!(on);
        let mut refused = arena.refusals();
        let mut once = |what: &str| {
            refused = refused.map(|count| count + 1);
            assert_eq!(arena.refusals(), refused, "{what}");
        };
        list.try_reserve(100).unwrap_err();
        once("a list");
        panic_of(|| list.resize(100, 1));
        once("a list that panics");
        panic_of(|| list.clone().extend_from_slice(&[1; 100]));
        once("a clone");
        text.try_push_str(&"b".repeat(100)).unwrap_err();
        once("a text");
        write!(text, "{:100}", 1).unwrap_err();
        once("formatted text");
        map.try_insert(1_u64, 1_u64).unwrap_err();
        once("a map");
        panic_of(|| map.entry(1));
        once("an entry");
        list.try_reserve(usize::MAX / 8).unwrap_err();
        assert_eq!(arena.refusals(), refused, "no memory would hold it");
    });
}

#[test]
fn a_length_whose_bytes_overflow_is_too_large() {
    on_each!(1000, |arena, on| {
        let (mut list, mut text) = (arena::vec![in on; 1_u64], Text::from_str_in("a", on));
        let mut map = HashMap::new_in(on);
        map.insert(1_u64, 1_u64);
        let error = AllocError::TooLarge;
        for len in [usize::MAX, usize::MAX / 8 + 2, isize::MAX.unsigned_abs() / 8 + 1] {
            refuses!(arena, error, list.try_reserve(len), list.reserve(len));
            refuses!(
                arena,
                error,
                List::<u64, _>::try_with_capacity_in(len, on),
                List::<u64, _>::with_capacity_in(len, on),
            );
            refuses!(arena, error, map.try_reserve(len), map.reserve(len));
            panics!(arena, error, List::from_elem_in(1_u64, len, on));
            panics!(arena, error, list.extend(iter::repeat_n(1, len)));
            panics!(arena, error, List::from_iter_in(iter::repeat_n(1_u64, len), on));
            panics!(arena, error, list.resize(len.saturating_add(1), 1));
        }
        for len in [usize::MAX, isize::MAX.unsigned_abs()] {
            refuses!(arena, error, text.try_reserve(len), text.reserve(len));
        }
        refuses!(
            arena,
            error,
            Text::try_with_capacity_in(usize::MAX, on),
            Text::with_capacity_in(usize::MAX, on),
        );
        assert_eq!((&list[..], &text[..], map[&1]), (&[1][..], "a", 1));
    });
}

#[test]
fn elements_of_no_size_need_no_room_and_are_counted_up_to_the_last() {
    on_each!(0, |arena, on| {
        let mut list = List::new_in(on);
        list.extend_from_slice_copy(&[(); usize::MAX - 1]);
        list.push(());
        assert_eq!((list.len(), list.capacity()), (usize::MAX, usize::MAX));
        refuses!(
            arena,
            AllocError::TooLarge,
            list.try_push(()).map_err(|((), error)| error),
            list.push(()),
        );
        refuses!(
            arena,
            AllocError::TooLarge,
            list.try_extend_from_slice_copy(&[()]),
            list.extend_from_slice_copy(&[()]),
        );
        assert_eq!(list.pop(), Some(()));
        list.truncate(3);
        assert_eq!(list.clone(), [(); 3]);
        assert_eq!(list.into_slice(), [(); 3]);
    });
}

#[test]
fn where_twice_the_room_does_not_fit_the_exact_room_does() {
    // 100 bytes: after 64 there is no room for 128, neither in place nor elsewhere.
    let arena = Arena::new(100).unwrap();
    let mut list = List::new_in(&arena);
    list.extend(0..100_u8);
    assert_eq!((list.len(), list.capacity(), arena.remaining()), (100, 100, 0));
    assert!(list.iter().copied().eq(0..100));

    // In a place of its own: 8 words and one byte are in the way of the ninth.
    for extra in [0, align_of::<u64>() - 1] {
        let arena = Arena::new(8 * 8 + 8 + 9 * 8 + extra).unwrap();
        let mut list = List::from_iter_in(0..8_u64, &arena);
        arena.alloc(0xFF_u64);
        list.push(8);
        assert_eq!((list.len(), list.capacity(), arena.remaining()), (9, 9, 0));
        list.try_push(9).unwrap_err();
        assert!(list.iter().copied().eq(0..9));
        assert_eq!(arena.stats().refused, 1);
    }
}

#[test]
fn an_iterator_may_lie_about_its_length() {
    for left in [0, 1, 7, 8, 9, 30] {
        for low in [0, 1, 8, 31, 200] {
            for high in [None, Some(0), Some(low), Some(usize::MAX)] {
                on_every!(1 << 14, |handle| {
                    let liar = || Liar::new(left, (low, high));
                    let expected: Vec<usize> = (0..left).rev().collect();
                    let mut list = List::from_iter_in(liar(), handle);
                    assert_eq!(list, expected[..]);
                    list.extend(liar());
                    assert_eq!(list, [&expected[..], &expected[..]].concat()[..]);
                    let char = |_| 'é';
                    let text: &str = liar().map(char).collect_in(handle);
                    assert_eq!(text, "é".repeat(left));
                    let map: HashMap<_, _, _> = liar().zip(liar()).collect_in(handle);
                    assert!(map.len() == left && map.iter().all(|(key, value)| key == value));
                });
            }
        }
    }
}

#[test]
fn a_lie_beyond_all_bounds_is_refused_and_changes_nothing() {
    on_each!(1000, |arena, on| {
        let mut list = arena::vec![in on; 5_usize];
        let mut text = Text::from_str_in("a", on);
        let liar = |low| Liar::new(3, (low, None));
        panics!(arena, AllocError::TooLarge, list.extend(liar(usize::MAX)));
        panics!(arena, AllocError::TooLarge, text.extend(liar(usize::MAX).map(|_| 'b')));
        let much = full(Layout::array::<usize>(1001).unwrap(), arena);
        panics!(arena, much, list.extend(liar(1000)));
        assert_eq!((&list[..], &text[..]), (&[5][..], "a"));
    });
}
