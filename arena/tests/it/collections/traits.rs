//! How collections are lent, iterated, compared and shown.

use std::{
    borrow::{Borrow, BorrowMut},
    ops::Bound,
};

use arena::{
    Arena,
    collections::{CollectIn, HashMap, String as Text, Vec as List},
};

use crate::support::panic_of;

#[test]
fn a_list_is_lent_as_its_slice() {
    let arena = Arena::new(1 << 10).unwrap();
    let mut list = arena::vec![in &arena; 3, 1, 2];
    AsMut::<[i32]>::as_mut(&mut list).sort_unstable();
    assert_eq!(AsRef::<[i32]>::as_ref(&list), [1, 2, 3]);
    BorrowMut::<[i32]>::borrow_mut(&mut list).reverse();
    assert_eq!(Borrow::<[i32]>::borrow(&list), [3, 2, 1]);
    for number in &mut list {
        *number *= 10;
    }
    let mut sum = 0;
    for number in &list {
        sum += number;
    }
    assert_eq!((sum, list), (60, arena::vec![in &arena; 30, 20, 10]));
}

#[test]
fn a_list_keeps_what_any_function_chooses_that_std_takes() {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "so `retain` calls it")]
    fn is_even(number: &u32) -> bool {
        number % 2 == 0
    }
    let arena = Arena::new(1 << 10).unwrap();
    let (mut list, mut model) = (List::from_iter_in(0..20, &arena), (0..20).collect::<Vec<_>>());
    list.retain(is_even);
    model.retain(is_even);
    list.retain(|&number| number > 5);
    model.retain(|&number| number > 5);
    assert_eq!(list, model[..]);
    let halve = |number: &mut u32| {
        *number /= 2;
        *number % 2 == 0
    };
    list.retain_mut(halve);
    model.retain_mut(halve);
    assert_eq!(list.as_slice(), model.as_slice());
    list.as_mut_slice().reverse();
    assert_eq!(list, [8, 6, 4]);
}

#[test]
fn a_text_is_lent_as_its_str() {
    let arena = Arena::new(1 << 10).unwrap();
    let text = Text::from_str_in("text", &arena);
    assert_eq!((text.as_str(), AsRef::<str>::as_ref(&text)), ("text", "text"));
}

#[test]
fn lists_and_texts_are_hashed_and_ordered_as_what_they_lend() {
    let arena = Arena::new(1 << 12).unwrap();
    let list = |numbers: [u8; 3]| List::from_iter_in(numbers, &arena);
    let map: HashMap<_, _, _> =
        [(list([1, 2, 3]), 1), (list([1, 2, 4]), 2)].into_iter().collect_in(&arena);
    assert_eq!((map.get(&[1, 2, 4][..]), map.get(&[1, 2][..])), (Some(&2), None));
    let mut lists = [[2, 0, 0], [1, 9, 9], [1, 9, 8]].map(list);
    lists.sort_by(Ord::cmp);
    assert_eq!(lists, [[1, 9, 8], [1, 9, 9], [2, 0, 0]].map(list));
    let mut texts = ["b", "ab", "a"].map(|text| Text::from_str_in(text, &arena));
    texts.sort_by(Ord::cmp);
    assert_eq!(texts, ["a", "ab", "b"]);
}

#[test]
fn collections_are_shown_as_those_of_std_are() {
    let arena = Arena::new(1 << 12).unwrap();
    let list = List::from_iter_in([Some(1), None], &arena);
    let model = vec![Some(1), None];
    assert_eq!(
        (format!("{list:?}"), format!("{list:#?}")),
        (format!("{model:?}"), format!("{model:#?}"))
    );
    let mut iter = list.into_iter();
    iter.next();
    assert_eq!(format!("{iter:?}"), "IntoIter { left: 1, .. }");
    let text = Text::from_str_in("\"é\"", &arena);
    assert_eq!(
        (format!("{text:>5}"), format!("{text:?}")),
        ("  \"é\"".into(), "\"\\\"é\\\"\"".into())
    );
    let map: HashMap<_, _, _> = [("key", 1)].into_iter().collect_in(&arena);
    assert_eq!(format!("{map:?}"), "{\"key\": 1}");
}

#[test]
fn a_map_is_changed_by_every_iterator_over_its_values() {
    let arena = Arena::new(1 << 12).unwrap();
    let mut map: HashMap<_, _, _> = (0..20).map(|key| (key, key)).collect_in(&arena);
    map.iter_mut().for_each(|(key, value)| *value += key);
    assert!((0..20).all(|key| map[&key] == 2 * key));
    map.values_mut().for_each(|value| *value *= 3);
    assert!((0..20).all(|key| map[&key] == 6 * key));
    for (key, value) in &mut map {
        *value -= key;
    }
    assert!((0..20).all(|key| map[&key] == 5 * key));
}

#[test]
fn drain_takes_every_kind_of_range() {
    let arena = Arena::new(1 << 12).unwrap();
    for start in [Bound::Unbounded, Bound::Included(1), Bound::Excluded(1)] {
        for end in [Bound::Unbounded, Bound::Included(3), Bound::Excluded(3)] {
            let (mut list, mut model) =
                (List::from_iter_in(0..6, &arena), (0..6).collect::<Vec<_>>());
            assert!(list.drain((start, end)).eq(model.drain((start, end))));
            assert_eq!(list, model[..]);
        }
    }
    let mut list = List::from_iter_in(0..6, &arena);
    panic_of(|| _ = list.drain((Bound::Excluded(usize::MAX), Bound::Unbounded)));
    panic_of(|| _ = list.drain(..=usize::MAX));
    assert_eq!(list.len(), 6);
}

#[test]
fn what_is_iterated_is_collected_as_a_shared_slice_too() {
    let arena = Arena::new(1 << 12).unwrap();
    let slice: &[u64] = (0..100).filter(|number| number % 3 == 0).collect_in(&arena.local());
    assert!(slice.iter().copied().eq((0..100).step_by(3)));
}

/// A struct of a user's, generic over what its list holds. The derives ask for no more than their
/// trait.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Wrapper<'a, T> {
    list: List<T, &'a Arena>,
}

/// Whatever is done with a collection that there is asks nothing more of what it holds.
impl<'a, T: Clone> Wrapper<'a, T> {
    fn doubled(mut self) -> Self {
        let copy = self.clone();
        self.list.extend_from_slice(&copy.list);
        self.list.extend(copy.list.clone());
        self.list.truncate(2 * copy.list.len());
        self
    }

    fn reversed(self) -> impl Iterator<Item = T> + use<'a, T> {
        self.list.into_iter().rev()
    }

    fn slice(mut self, more: T) -> &'a mut [T] {
        self.list.push(more);
        self.list.reserve(1);
        self.list.into_slice()
    }
}

fn counted<'a, K: Eq + std::hash::Hash + Clone>(
    counts: &HashMap<K, u32, &'a Arena>,
    key: K,
) -> HashMap<K, u32, &'a Arena> {
    let mut counts = counts.clone();
    *counts.entry(key.clone()).or_insert(0) += 1;
    counts.reserve(1);
    counts.extend([(key, 7)]);
    counts
}

#[test]
fn generic_code_asks_nothing_of_what_a_collection_holds() {
    let arena = Arena::new(1 << 12).unwrap();
    let wrapper = Wrapper { list: arena::vec![in &arena; "a", "b"] };
    let doubled = wrapper.clone().doubled();
    assert_eq!(doubled.list, ["a", "b", "a", "b"]);
    assert!(wrapper.clone().reversed().eq(["b", "a"]));
    assert_eq!(wrapper.slice("c"), ["a", "b", "c"]);
    let counts = HashMap::new_in(&arena);
    assert_eq!(counted(&counted(&counts, 'x'), 'y')[&'x'], 7);
}
