//! Lists, texts and maps in an arena: what their elements may do, and what becomes of their memory.
//! What they refuse is tested in `full`, what growing costs in `growing`, that they do what those of
//! `std` do in `random`, and how they are lent and shown in `traits`.

use std::{
    cell::Cell,
    fmt::Write as _,
    hash::{Hash, Hasher},
    iter,
    ops::{Bound, RangeBounds},
    ptr, thread,
};

use arena::{
    Arena, ArenaSafe, Handle,
    collections::{CollectIn, HashMap, String as Text, Vec as List, hashbrown::hash_map::Entry},
};

use crate::{
    allocators::on_every,
    support::{Cloned, Kept, on_each, panic_of},
};

mod as_std;
mod full;
mod growing;
mod listed;
mod random;
mod sets;
mod traits;

#[test]
fn elements_of_no_size_are_iterated_from_both_ends() {
    let arena = Arena::new(0).unwrap();
    for taken in 0..=3 {
        let mut iter = arena::vec![in &arena; (); 3].into_iter();
        assert_eq!(iter.by_ref().rev().take(taken).count(), taken);
        assert_eq!(iter.len(), 3 - taken);
        assert_eq!(iter.take(9).count(), 3 - taken);
    }
}

#[test]
fn a_list_that_is_alone_grows_in_place_and_wastes_nothing() {
    on_each!(8 << 10, |arena, on| {
        let mut list = List::new_in(on);
        (0..1000_u64).for_each(|number| list.push(number));
        let slice = list.into_slice();
        assert!(slice.iter().copied().eq(0..1000));
        assert!(arena.allocated() <= 8 << 10);
        if ptr::from_ref(on).addr() == ptr::from_ref(arena).addr() {
            assert_eq!(arena.allocated(), 8000);
        }
    });
}

#[test]
fn elements_may_allocate_from_the_handle_that_their_list_grows_in() {
    on_each!(1 << 20, |arena, on| {
        let kept = Kept::default();
        let again = |value: u64| kept.keep(value, on.alloc(value));
        for _ in 0..10 {
            let mut list = List::new_in(on);
            list.extend((0..50).map(again));
            list.extend((50..200).map(again).filter(|_| true));
            assert!(list.iter().copied().eq(0..200));
            list.retain(|value| again(*value) % 2 == 0);
            assert!(list.drain(..).map(again).eq((0..200).step_by(2)));

            let hook = |value| _ = again(value);
            let values = [1, 2, 3].map(|value| Cloned { value, hook: &hook });
            let mut list = List::new_in(on);
            list.extend_from_slice(&values);
            list.resize(20, Cloned { value: 4, hook: &hook });
            let cloned = list.clone();
            let filled = List::from_elem_in(Cloned { value: 5, hook: &hook }, 9, on);
            list.append(&mut cloned.clone());
            let numbers =
                |list: &[Cloned<'_>]| list.iter().map(|one| one.value).collect::<Vec<_>>();
            let expected = [vec![1, 2, 3], vec![4; 17]].concat();
            assert_eq!(numbers(&cloned), expected);
            assert_eq!(numbers(&list), [&expected[..], &expected].concat());
            assert_eq!(numbers(&filled), [5; 9]);

            let mut text = Text::new_in(on);
            text.extend((0..200).map(|number| char::from(b'a' + (again(number) % 26) as u8)));
            text.extend((0..20).map(again).map(|_| "é"));
            assert_eq!((text.len(), text.chars().count()), (240, 220));
        }
        assert!(kept.assert_intact() > 7000);
        assert!(arena.remaining() > 0);
    });
}

#[test]
fn a_panic_in_an_iterator_or_a_clone_leaves_the_elements_so_far() {
    on_each!(1 << 16, |_arena, on| {
        let fail_at = |limit: u64| move |value| if value < limit { value } else { panic!("mine") };
        let mut list = arena::vec![in on; 0_u64];
        panic_of(|| list.extend((1..9).map(fail_at(5))));
        assert_eq!(list, [0, 1, 2, 3, 4]);
        panic_of(|| list.extend((5..99).map(fail_at(30)).filter(|_| true)));
        assert!(list.iter().copied().eq(0..30));
        panic_of(|| list.retain(|value| fail_at(4)(*value) % 2 == 0));
        // Two were removed before the panic; nothing is there twice.
        assert!(list.iter().copied().eq([0, 2].into_iter().chain(4..30)));

        let hook = |value| _ = fail_at(3)(value);
        let values = [1, 2, 3].map(|value| Cloned { value, hook: &hook });
        let mut list = List::new_in(on);
        panic_of(|| list.extend_from_slice(&values));
        assert_eq!(list.len(), 2);
        panic_of(|| list.resize(9, Cloned { value: 7, hook: &hook }));
        assert_eq!(list.len(), 2);
        list.push(Cloned { value: 3, hook: &hook });
        panic_of(|| list.clone());
        assert_eq!(list.iter().map(|one| one.value).collect::<Vec<_>>(), [1, 2, 3]);

        let mut text = Text::from_str_in("a", on);
        let values = || (0..5).map(fail_at(2));
        panic_of(|| text.extend(values().zip('b'..).map(|(_, char)| char)));
        panic_of(|| text.extend(values().map(|_| "é")));
        assert_eq!(text, "abcéé");
    });
}

/// A key that runs a hook whenever it is hashed or compared.
#[derive(Clone, Copy)]
struct Key<'h> {
    value: u64,
    hook: &'h dyn Fn(u64),
}

impl ArenaSafe for Key<'_> {}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.hook)(self.value);
        // So that many are compared.
        (self.value % 8).hash(state);
    }
}

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.hook)(self.value);
        self.value == other.value
    }
}

impl Eq for Key<'_> {}

#[test]
fn keys_may_allocate_from_the_handle_that_their_map_grows_in() {
    on_each!(1 << 20, |arena, on| {
        let kept = Kept::default();
        let hook = |value| _ = kept.keep(value, on.alloc(value));
        let key = |value| Key { value, hook: &hook };
        let mut map = HashMap::new_in(on);
        for value in 0..200 {
            assert_eq!(map.insert(key(value), on.alloc(value)), None);
        }
        map.entry(key(300)).or_insert_with(|| on.alloc(300));
        assert!((0..200).all(|value| *map[&key(value)] == value));
        map.retain(|key, _| *on.alloc(key.value % 2) == 0);
        assert_eq!((map.len(), kept.assert_intact() > 1000), (101, true));
        assert!(arena.remaining() > 0);
    });
}

#[test]
fn a_panic_in_a_hash_or_a_comparison_leaves_the_map_as_it_was() {
    on_each!(1 << 16, |_arena, on| {
        let calls_left = Cell::new(usize::MAX);
        let hook = |_| match calls_left.get() {
            0 => panic!("mine"),
            left => calls_left.set(left - 1),
        };
        let key = |value| Key { value, hook: &hook };
        let mut map = HashMap::new_in(on);
        let mut panics = 0;
        for value in 0..100 {
            // At every call in turn, until the operation goes through.
            for calls in 0.. {
                calls_left.set(calls);
                let mut inserted = None;
                panic_of(|| {
                    inserted = Some(map.insert(key(value), value));
                    std::panic::resume_unwind(Box::new(()))
                });
                calls_left.set(usize::MAX);
                if inserted.is_some() {
                    assert_eq!(inserted, Some(None));
                    break;
                }
                panics += 1;
                assert_eq!(map.len() as u64, value);
                assert!((0..value).step_by(7).all(|value| map.get(&key(value)) == Some(&value)));
            }
        }
        assert!(panics > 500);
        assert!((0..100).all(|value| map[&key(value)] == value));
    });
}

/// A range that counts how often it is asked. One that may answer as it likes must be asked once, or
/// what was checked is not what is used.
struct Asked {
    start: Cell<usize>,
    end: Cell<usize>,
}

impl RangeBounds<usize> for Asked {
    fn start_bound(&self) -> Bound<&usize> {
        self.start.set(self.start.get() + 1);
        Bound::Included(&1)
    }

    fn end_bound(&self) -> Bound<&usize> {
        self.end.set(self.end.get() + 1);
        Bound::Included(&2)
    }
}

#[test]
fn drain_asks_for_its_range_once() {
    let arena = Arena::new(1000).unwrap();
    let mut list = arena::vec![in &arena; 0, 1, 2, 3];
    let range = Asked { start: Cell::new(0), end: Cell::new(0) };
    assert!(list.drain(&range).eq([1, 2]));
    assert_eq!(list, [0, 3]);
    assert_eq!((range.start.get(), range.end.get()), (1, 1));
}

impl RangeBounds<usize> for &Asked {
    fn start_bound(&self) -> Bound<&usize> {
        (**self).start_bound()
    }

    fn end_bound(&self) -> Bound<&usize> {
        (**self).end_bound()
    }
}

#[test]
fn what_is_out_of_bounds_panics_at_the_line_of_the_call() {
    let arena = Arena::new(1000).unwrap();
    let (mut list, mut text) = (arena::vec![in &arena; 1, 2], Text::from_str_in("äb", &arena));
    let map = HashMap::<u8, u8, _>::new_in(&arena);
    macro_rules! here {
        ($($panicking:expr),* $(,)?) => {
            $(
                let panic = panic_of(|| _ = $panicking);
                assert_eq!((&*panic.file, panic.line), (file!(), line!()), stringify!($panicking));
            )*
        };
    }
    here!(list.remove(2));
    here!(text.truncate(1));
    here!(text.insert(1, 'x'));
    here!(text.insert_str(4, "x"));
    here!(text.remove(3));
    here!(map[&1]);
    here!(list.insert(3, 1));
    here!(list.swap_remove(2));
    here!(list.drain(3..));
    assert_eq!((&list[..], &text[..]), (&[1, 2][..], "äb"));
}

#[test]
fn a_dropped_collection_keeps_its_bytes_and_an_iterated_one_gives_them_back() {
    on_every!(1 << 14, |handle| {
        let next = || ptr::from_mut(handle.alloc(0_u64)).addr();
        let before = next();
        assert_eq!(List::from_iter_in(0..10_u64, handle).len(), 10);
        let after = next();
        assert!(before - after >= 88);
        // One that is not the lowest gives nothing back.
        let list = List::from_iter_in(0..10_u64, handle);
        let below = next();
        drop(list.into_iter());
        assert_eq!(next(), below - 8);
    });

    let arena = Arena::new(1 << 14).unwrap();
    arena.alloc(1_u64);
    drop(List::from_iter_in(0..10_u64, &arena).into_iter());
    assert_eq!(arena.allocated(), 8);
    let mut iter = List::from_iter_in(0..10_u64, &arena).into_iter();
    assert_eq!((iter.next(), iter.next_back()), (Some(0), Some(9)));
    assert_eq!(arena.allocated(), 88);
    drop(iter);
    assert_eq!(arena.allocated(), 8);
    arena.alloc(2_u64); // a table is aligned to 16
    let map: HashMap<_, _, _> = (0..10_u64).zip(0..10_u64).collect_in(&arena);
    assert_eq!(map.into_iter().map(|(key, _)| key).sum::<u64>(), 45);
    assert_eq!(arena.allocated(), 16);
}

#[test]
fn what_a_list_does_not_need_goes_back_when_it_becomes_a_slice() {
    let arena = Arena::new(1 << 14).unwrap();
    let mut list = List::with_capacity_in(1000, &arena);
    list.extend([1_u64, 2, 3]);
    let slice = list.into_slice();
    assert_eq!((&*slice, arena.allocated()), (&[1, 2, 3][..], 24));
    let mut text = Text::with_capacity_in(1000, &arena);
    text.push_str("abc");
    assert_eq!((text.into_str(), arena.allocated()), ("abc", 27));
    assert!(List::<u8, _>::with_capacity_in(1000, &arena).into_slice().is_empty());
    assert_eq!(arena.allocated(), 27);
}

#[test]
fn slices_and_text_outlive_the_handle_they_were_built_on() {
    let arena = Arena::new(1 << 16).unwrap();
    let (numbers, text) = {
        let local = arena.local();
        let numbers: &mut [u64] = (0..100).collect_in(&local);
        let text: &str = "text ".chars().cycle().take(100).collect_in(&local);
        (numbers, text)
    };
    let others = arena.local();
    let other = others.alloc_slice_fill_copy(5000, 0xFF_u8);
    numbers[0] = 7;
    assert!(numbers[1..].iter().copied().eq(1..100));
    assert_eq!((text, &*other), (&*"text ".repeat(20), &[0xFF; 5000][..]));
}

#[cfg(feature = "derive")]
#[test]
fn structs_in_the_arena_own_collections() {
    #[derive(Debug, Default, PartialEq, Eq, Hash, Clone, Copy, ArenaSafe)]
    enum Colour {
        #[default]
        Red,
        Green,
    }

    #[derive(ArenaSafe)]
    struct Node<'a> {
        name: Text<&'a Arena>,
        colours: HashMap<&'a str, Colour, &'a Arena>,
        children: List<Node<'a>, &'a Arena>,
    }

    impl<'a> Node<'a> {
        fn new(name: &str, arena: &'a Arena) -> Self {
            Self {
                name: Text::from_str_in(name, arena),
                colours: HashMap::new_in(arena),
                children: List::new_in(arena),
            }
        }

        fn count(&self) -> usize {
            1 + self.children.iter().map(Node::count).sum::<usize>()
        }
    }

    let arena = Arena::new(1 << 20).unwrap();
    let root = arena.alloc(Node::new("root", &arena));
    for index in 0..50 {
        let mut child = Node::new("child", &arena);
        write!(child.name, " {index}").unwrap();
        child.children.extend((0..index).map(|_| Node::new("leaf", &arena)));
        root.children.push(child);
        root.colours.insert(arena.alloc_fmt(format_args!("{index}")), Colour::Green);
    }
    root.children[3].children[1].children.push(Node::new("deep", &arena));
    *root.colours.entry("7").or_default() = Colour::Red;
    assert_eq!(root.count(), 1 + 50 + 50 * 49 / 2 + 1);
    assert_eq!(root.children[49].name, "child 49");
    assert_eq!((root.colours["7"], root.colours["8"]), (Colour::Red, Colour::Green));
}

#[test]
fn a_list_may_grow_on_several_threads_in_turn() {
    let arena = Arena::new(1 << 20).unwrap();
    let (mut list, mut text) = (List::new_in(&arena), Text::new_in(&arena));
    let mut map = HashMap::new_in(&arena);
    for round in 0..8_u64 {
        (list, text, map) = thread::scope(|threads| {
            let worker = threads.spawn(|| {
                list.extend(round * 1000..(round + 1) * 1000);
                write!(text, "{round:03}").unwrap();
                map.extend((0..100).map(|key| (round * 100 + key, key)));
                arena.alloc(round);
                (list, text, map)
            });
            worker.join().unwrap()
        });
    }
    assert!(list.iter().copied().eq(0..8000));
    assert_eq!(text, "000001002003004005006007");
    assert!((0..800).all(|key| map[&key] == key % 100));
}

#[test]
fn lists_that_grow_on_many_threads_at_once_keep_apart() {
    /// Grows lists, a text and a map in turn, gives some up, and checks all of it at the end.
    fn work<'a>(handle: impl Handle<'a>, thread: u64) -> usize {
        let mut lists = [0, 1, 2].map(|_| List::new_in(handle));
        let (mut text, mut map) = (Text::new_in(handle), HashMap::new_in(handle));
        let mut kept = Vec::new();
        for number in 0..3000_u64 {
            let list = &mut lists[(number % 3) as usize];
            list.push(number << 8 | thread);
            if list.len() % 300 == 0 {
                list.shrink_to_fit();
            }
            text.push_str(["a", "é", "中"][(thread % 3) as usize]);
            map.insert(number % 500, thread);
            if number % 100 == 0 {
                let some = List::from_iter_in(iter::repeat_n(thread, 20), handle);
                if number % 200 == 0 {
                    drop(some.into_iter());
                } else {
                    kept.push(some.into_slice());
                }
            }
        }
        for (first, list) in (0..3).zip(&lists) {
            let expected = (first..3000).step_by(3).map(|number| number << 8 | thread);
            assert!(list.iter().copied().eq(expected));
        }
        let letter = ["a", "é", "中"][(thread % 3) as usize];
        assert_eq!(text.into_str(), letter.repeat(3000));
        assert!(map.len() == 500 && map.iter().all(|(_, value)| *value == thread));
        assert!(kept.iter().flat_map(|slice| slice.iter()).all(|value| *value == thread));
        kept.len()
    }

    let mut arena = Arena::new(8 << 20).unwrap();
    thread::scope(|threads| {
        for thread in 0..4 {
            let arena = &arena;
            threads.spawn(move || match thread {
                3 => work(&arena.local(), thread),
                _ => work(arena, thread),
            });
        }
    });
    arena.reset();
    arena.scope(|scope| {
        let scope = &*scope;
        thread::scope(|threads| {
            for thread in 0..4 {
                threads.spawn(move || assert_eq!(work(scope, thread), 15));
            }
        });
    });
    assert_eq!(arena.allocated(), 0);
}

#[test]
fn a_map_of_texts_is_searched_by_str() {
    on_every!(1 << 16, |handle| {
        let mut map = HashMap::new_in(handle);
        for name in ["one", "two", "drei"] {
            map.insert(Text::from_str_in(name, handle), name.len());
        }
        assert_eq!((map.get("drei"), map.get("four"), map["one"]), (Some(&4), None, 3));
        match map.entry(Text::from_str_in("two", handle)) {
            Entry::Occupied(mut entry) => *entry.get_mut() += 10,
            Entry::Vacant(_) => panic!("it is there"),
        }
        assert_eq!(
            map.remove_entry("two").map(|(key, value)| (key.into_str(), value)),
            Some(("two", 13))
        );
        let mut lists = HashMap::new_in(handle);
        for number in 0..100_u64 {
            lists.entry(number % 7).or_insert_with(|| List::new_in(handle)).push(number);
        }
        assert!(lists[&3].iter().copied().eq((3..100).step_by(7)));
        assert_eq!(lists.values().map(|list| list.len()).sum::<usize>(), 100);
    });
}

#[test]
fn collections_compare_whatever_they_stand_on() {
    let arena = Arena::new(1 << 16).unwrap();
    let local = arena.local();
    let (one, two) = (arena::vec![in &arena; 1, 2], arena::vec![in &local; 1, 2]);
    assert!(one == two && one == [1, 2] && two == [1, 2][..] && one <= two);
    assert!(one != arena::vec![in &local; 1, 3]);
    let (one, two) = (Text::from_str_in("a", &arena), Text::from_str_in("b", &local));
    assert!(one != two && one < two && one == *"a");
    let one: HashMap<_, _, _> = (0..9).zip(1..).collect_in(&arena);
    let mut two: HashMap<_, _, _> = (0..9).rev().zip((1..10).rev()).collect_in(&local);
    assert!(one == two);
    two.insert(3, 0);
    assert!(one != two);
}

#[test]
fn a_list_grows_in_few_steps_when_twice_the_room_does_not_fit() {
    let arena = Arena::new(3 << 20).unwrap();
    let (mut list, mut steps) = (List::new_in(&arena), 0);
    for number in 0..300_000_u64 {
        steps += u32::from(list.len() == list.capacity());
        list.push(number);
    }
    assert!(steps < 40, "{steps} steps");
}
