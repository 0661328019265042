//! What collections have because those of `std` have it, against those, at random.

use std::{cell::Cell, collections::HashMap as StdMap, ops::Range, panic::resume_unwind};

use arena::{
    AllocError, Arena, ArenaSafe,
    collections::{CollectIn, HashMap, String as Text, Vec as List},
};
use proptest::{collection::vec, prelude::*};

use crate::support::panic_of;

/// A range within `len`.
fn within(len: usize, (from, to): (usize, usize)) -> Range<usize> {
    let (from, to) = (from % (len + 1), to % (len + 1));
    from.min(to)..from.max(to)
}

/// A range of whole characters of a text.
fn between(text: &str, ends: (usize, usize)) -> Range<usize> {
    let mut borders: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    borders.push(text.len());
    let Range { start, end } = within(borders.len() - 1, ends);
    borders[start]..borders[end]
}

fn ends() -> impl Strategy<Value = (usize, usize)> {
    (0..40_usize, 0..40_usize)
}

proptest! {
    #[test]
    fn a_list_does_what_that_of_std_does(
        items in vec(0..6_u8, 0..20),
        more in vec(0..6_u8, 0..20),
        ends in ends(),
        len in 0..30_usize,
    ) {
        let arena = Arena::new(1 << 16).unwrap();
        let list = || List::from_iter_in(items.iter().copied(), &arena);
        let check = |ours: &dyn Fn(&mut List<u8, &Arena>), theirs: &dyn Fn(&mut Vec<u8>)| {
            let (mut list, mut model) = (list(), items.clone());
            ours(&mut list);
            theirs(&mut model);
            assert_eq!(list, model);
            assert_eq!(model, list);
            // Without room for more: it is refused, or needs none.
            let small = Arena::new(items.len()).unwrap();
            let mut list = List::from_iter_in(items.iter().copied(), &small);
            let mut done = false;
            let panic = panic_of(|| {
                ours(&mut list);
                done = true;
                resume_unwind(Box::new(()))
            });
            assert!(done || panic.message.starts_with("arena full"), "{panic:?}");
            assert!(if done { list == model } else { list == items });
        };
        check(&|list| list.dedup_by(|a, b| *a < *b), &|list| list.dedup_by(|a, b| *a < *b));
        check(&|list| list.dedup_by_key(|a| *a / 2), &|list| list.dedup_by_key(|a| *a / 2));
        check(
            &|list| list.extend_from_within(within(items.len(), ends)),
            &|list| list.extend_from_within(within(items.len(), ends)),
        );
        let counting = || {
            let mut next = 0;
            move || {
                next += 1;
                next
            }
        };
        check(&|list| list.resize_with(len, counting()), &|list| list.resize_with(len, counting()));
        check(
            &|list| list.extend_from_slices_copy(&[&more, &[], &items]),
            &|list| list.extend([&more[..], &items].concat()),
        );
        check(&|list| _ = list.pop_if(|a| *a > 2), &|list| {
            if list.last().is_some_and(|a| *a > 2) {
                list.pop();
            }
        });

        let (mut ours, mut model, at) = (list(), items.clone(), within(items.len(), ends).start);
        prop_assert_eq!(ours.split_off(at), model.split_off(at));
        prop_assert_eq!(&ours, &model);

        let mut ours = list();
        ours.reserve_exact(len);
        prop_assert_eq!(ours.capacity(), ours.len() + len);
        ours.shrink_to(items.len() + len / 2);
        prop_assert_eq!(ours.capacity(), items.len() + len / 2);
        for value in 0..len / 2 {
            ours.push(u8::try_from(value).unwrap());
        }
        prop_assert_eq!(ours.capacity(), items.len() + len / 2);

        let before = arena.allocated();
        let mut copy = List::with_capacity_in(40, &arena);
        for _ in 0..10 {
            copy.clone_from(&list_of(&more, &arena));
            prop_assert_eq!(&copy, &more);
        }
        prop_assert_eq!(copy.capacity(), 40);
        prop_assert!(arena.allocated() <= before + 40 + 10 * more.len());

        let (taken, capacity) = (copy.take(), copy.capacity());
        prop_assert_eq!((taken.as_slice(), capacity), (more.as_slice(), 0));

        let mut iter = list().into_iter();
        let mut model = items.clone().into_iter();
        for _ in 0..len {
            prop_assert_eq!(iter.as_slice(), model.as_slice());
            prop_assert_eq!((iter.next(), iter.next_back()), (model.next(), model.next_back()));
        }
        let boxed: arena::Box<'_, [u8]> = list().into();
        prop_assert_eq!(&*boxed, &*items);
        let array: Result<[u8; 3], _> = list().try_into();
        prop_assert_eq!(array.map_err(|list| list.len()), items.clone().try_into().map_err(|list: Vec<u8>| list.len()));
    }

    #[test]
    fn a_text_does_what_that_of_std_does(
        text in "[a-cé\u{20AC}\u{1F600}]{0,12}",
        other in "[x-zß\u{20AC}]{0,6}",
        ends in ends(),
        seed in 0..4_u32,
        taken in 0..4_usize,
    ) {
        let arena = Arena::new(1 << 16).unwrap();
        let ours = || Text::from_str_in(&text, &arena);
        let range = between(&text, ends);

        let (mut our, mut model) = (ours(), text.clone());
        our.retain(|char| u32::from(char) % 4 != seed);
        model.retain(|char| u32::from(char) % 4 != seed);
        prop_assert_eq!(&our, &model);

        let (mut our, mut model, mut calls) = (ours(), text.clone(), 0);
        let mut panicking = |char: char| {
            calls += 1;
            assert!(calls <= 3);
            char != 'a'
        };
        if text.chars().count() > 3 {
            panic_of(|| our.retain(&mut panicking));
            model = text.chars().take(3).filter(|char| *char != 'a').collect();
        }
        prop_assert_eq!(&our, &model);

        let (mut our, mut model) = (ours(), text.clone());
        {
            let (mut drain, mut drained) = (our.drain(range.clone()), model.drain(range.clone()));
            for _ in 0..taken {
                prop_assert_eq!(drain.as_str(), drained.as_str());
                prop_assert_eq!((drain.next(), drain.next_back()), (drained.next(), drained.next_back()));
            }
        }
        prop_assert_eq!(&our, &model);

        let (mut our, mut model) = (ours(), text.clone());
        our.replace_range(range.clone(), &other);
        model.replace_range(range.clone(), &other);
        prop_assert_eq!(&our, &model);
        our.extend_from_within(between(&model.clone(), ends));
        let part = model[between(&model, ends)].to_owned();
        model.push_str(&part);
        prop_assert_eq!(&our, &model);
        let at = between(&model, ends).start;
        prop_assert_eq!(our.split_off(at), model.split_off(at));
        prop_assert_eq!(&our, &model);
        our.clone_from(&ours());
        let (taken, left) = (our.take(), our.len());
        prop_assert_eq!((&*taken, left), (&*text, 0));
        our = taken;
        prop_assert_eq!(our + &*other, text.clone() + &other);

        for at in 0..=text.len() {
            if !text.is_char_boundary(at) {
                panic_of(|| _ = ours().drain(at..));
                panic_of(|| ours().replace_range(..at, ""));
                panic_of(|| _ = ours().split_off(at));
            }
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        prop_assert_eq!(Text::from_utf16_in(&units, &arena).unwrap(), text);
    }

    #[test]
    fn bytes_become_the_text_that_they_become_in_std(
        bytes in vec(prop_oneof![Just(0x61), Just(0xC3), Just(0xA9), Just(0xFF), Just(0xF0)], 0..12),
        units in vec(prop_oneof![Just(0x61), Just(0xD83D), Just(0xDE00)], 0..6),
    ) {
        let arena = Arena::new(1 << 12).unwrap();
        prop_assert_eq!(Text::from_utf8_lossy_in(&bytes, &arena), String::from_utf8_lossy(&bytes));
        let (ours, theirs) = (Text::from_utf16_in(&units, &arena), String::from_utf16(&units));
        prop_assert_eq!(ours.as_deref().ok(), theirs.as_deref().ok());
        let list = List::from_iter_in(bytes.iter().copied(), &arena);
        match (Text::from_utf8(list), String::from_utf8(bytes)) {
            (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours, theirs),
            (Err(ours), Err(theirs)) => {
                prop_assert_eq!(ours.to_string(), theirs.to_string());
                prop_assert_eq!(ours.as_bytes(), theirs.as_bytes());
            }
            (ours, theirs) => panic!("{ours:?} and {theirs:?}"),
        }
    }

    #[test]
    fn a_map_does_what_that_of_std_does(pairs in vec((0..40_u8, 0..9_u8), 0..60)) {
        let arena = Arena::new(1 << 16).unwrap();
        let mut ours: HashMap<_, _, _> = HashMap::new_in(&arena);
        let mut model = StdMap::new();
        ours.extend(pairs.iter().copied());
        model.extend(pairs.iter().copied());
        ours.extend([(&1, &2)]);
        model.extend([(&1, &2)]);
        let mut taken: Vec<_> = ours.extract_if(|key, value| (*key + *value) % 2 == 0).collect();
        let mut expected: Vec<_> =
            model.iter().map(|(&key, &value)| (key, value)).filter(|(key, value)| (key + value) % 2 == 0).collect();
        model.retain(|key, value| (*key + *value) % 2 != 0);
        taken.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(taken, expected);
        let sorted = |items: &mut dyn Iterator<Item = u8>| {
            let mut items: Vec<u8> = items.collect();
            items.sort_unstable();
            items
        };
        prop_assert_eq!(sorted(&mut ours.clone().into_keys()), sorted(&mut model.clone().into_keys()));
        prop_assert_eq!(sorted(&mut ours.into_values()), sorted(&mut model.into_values()));
    }
}

fn list_of<'a, T: ArenaSafe + Clone>(items: &[T], arena: &'a Arena) -> List<T, &'a Arena> {
    items.iter().cloned().collect_in(arena)
}

#[test]
fn an_extended_map_makes_room_once() {
    let arena = Arena::new(1 << 20).unwrap();
    let mut map = HashMap::new_in(&arena);
    map.extend((0..1000_u64).map(|key| (key, key)));
    let at_once = Arena::new(1 << 20).unwrap();
    let reserved = HashMap::<u64, u64, _>::with_capacity_in(1000, &at_once);
    assert_eq!((map.len(), map.capacity()), (1000, reserved.capacity()));
    assert_eq!(arena.allocated(), at_once.allocated());
}

#[test]
fn the_key_of_a_full_table_has_its_entry_without_room() {
    let arena = Arena::new(1 << 16).unwrap();
    let mut map = HashMap::with_capacity_in(100, &arena);
    let capacity = map.capacity();
    map.extend((0..capacity).map(|key| (key, 0)));
    let before = arena.allocated();
    for key in 0..capacity {
        *map.entry(key).or_insert(7) += 1;
        *map.try_entry(key).unwrap().or_insert(7) += 1;
    }
    assert_eq!((map.capacity(), arena.allocated()), (capacity, before));
    assert!(map.values().all(|value| *value == 2));
}

#[test]
fn what_cloning_into_a_collection_needs_is_there() {
    let arena = Arena::new(1 << 10).unwrap();
    let (list, text) =
        (arena::vec![in &arena; 7_u8; 100], Text::from_str_in(&"x".repeat(100), &arena));
    let (mut list_copy, mut text_copy) = (list.clone(), text.clone());
    for _ in 0..100 {
        list_copy.clone_from(&list);
        text_copy.clone_from(&text);
    }
    assert_eq!((list_copy, text_copy, arena.allocated()), (list, text, 400));
    let map = (0..10).map(|key| (key, key * key)).collect_in::<HashMap<_, _, _>, _>(&arena);
    let mut map_copy = map.clone();
    map_copy.clone_from(&map);
    let after_first = arena.allocated();
    for _ in 0..100 {
        map_copy.clone_from(&map);
    }
    assert_eq!((map_copy, arena.allocated()), (map, after_first));
}

#[test]
fn what_may_fail_is_collected_until_it_does() {
    let arena = Arena::new(1 << 10).unwrap();
    let asked = Cell::new(0);
    let parse = |text: &'static str| {
        let parsed = text.split(',').inspect(|_| asked.set(asked.get() + 1)).map(str::parse::<u8>);
        parsed.collect_in::<Result<List<_, _>, _>, _>(&arena)
    };
    assert_eq!(parse("1,2,3").unwrap(), [1, 2, 3]);
    asked.set(0);
    assert_eq!(parse("1,x,300").unwrap_err(), "x".parse::<u8>().unwrap_err());
    assert_eq!(asked.get(), 2, "nobody asks for more after an error");
    let digits = |text: &'static str| -> Option<arena::Box<'_, [u32]>> {
        text.chars().map(|char| char.to_digit(10)).collect_in(&arena)
    };
    assert_eq!(digits("123").as_deref(), Some(&[1, 2, 3][..]));
    assert!(digits("1-3").is_none());
    let text: Option<&str> = [Some('a'), Some('b')].into_iter().collect_in(&arena);
    assert_eq!(text, Some("ab"));
}

#[test]
fn what_a_full_arena_refuses_is_an_alloc_error_for_the_question_mark() {
    fn fill(arena: &Arena) -> Result<(), AllocError> {
        let mut list = List::new_in(arena);
        loop {
            list.try_push(1_u8)?;
            list.try_insert(0, 2)?;
        }
    }
    assert!(matches!(fill(&Arena::new(100).unwrap()), Err(AllocError::Full { .. })));
}

#[test]
#[expect(
    clippy::nonminimal_bool,
    clippy::cmp_owned,
    clippy::op_ref,
    reason = "each comparison is one of its own"
)]
fn texts_and_lists_are_compared_both_ways_with_all_that_std_compares() {
    use std::borrow::Cow;

    let arena = Arena::new(1 << 10).unwrap();
    let text = Text::from_str_in("a", &arena);
    assert_eq!("a", text);
    assert_eq!(text, "a");
    assert!(*"a" == text && text == *"a");
    assert!(text == String::from("a") && String::from("a") == text);
    assert!(text == Cow::Borrowed("a") && Cow::Borrowed("a") == text && "b" != text);
    let list = arena::vec![in &arena; 1, 2];
    assert_eq!(list, [1, 2]);
    assert_eq!([1, 2], list);
    assert!(list == vec![1, 2] && vec![1, 2] == list);
    assert!(list == &[1, 2][..] && &[1, 2][..] == list && [1, 2][..] == list && list == [1, 2][..]);
    assert!(list == &mut [1, 2] && list == &[1, 2] && [1, 3] != list);
}

#[cfg(feature = "std")]
#[test]
fn a_text_is_a_path_and_bytes_too() {
    use std::{borrow::BorrowMut, ffi::OsStr, path::Path};

    let arena = Arena::new(1 << 10).unwrap();
    let mut text = Text::from_str_in("a", &arena);
    BorrowMut::<str>::borrow_mut(&mut text).make_ascii_uppercase();
    assert_eq!(
        (AsRef::<Path>::as_ref(&text), AsRef::<OsStr>::as_ref(&text)),
        (Path::new("A"), OsStr::new("A"))
    );
    assert_eq!(AsRef::<[u8]>::as_ref(&text), b"A");
    text.extend(&['b']);
    text.extend([String::from("c")]);
    text.extend([std::borrow::Cow::Borrowed("d")]);
    text.extend([Text::from_str_in("e", &arena)]);
    assert_eq!(text, "Abcde");
}
