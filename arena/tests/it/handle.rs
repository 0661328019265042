//! Generic code over `Handle`: every operation through it, on every memory, and types that own
//! collections of it.

use std::{alloc::Layout, iter};

use arena::{Arena, ArenaSafe, Handle, collections::Vec as List, format_in};

use crate::{allocators::on_every, support::panic_of};

const CAPACITY: usize = 32 << 10;

/// Its name, and its children, which may come later.
#[derive(Clone, Debug)]
struct Node<'a, H: Handle<'a>> {
    name: &'a str,
    children: List<Node<'a, H>, H>,
}

impl<'a, H: Handle<'a>> ArenaSafe for Node<'a, H> {}

impl<'a, H: Handle<'a> + 'a> Node<'a, H> {
    fn new(name: &str, handle: H) -> Self {
        Self { name: handle.alloc_str(name), children: List::new_in(handle) }
    }

    /// What `a(b c(d))` says.
    fn parse(words: &mut iter::Peekable<impl Iterator<Item = char>>, handle: H) -> &'a mut Self {
        let name = words.next().unwrap();
        let node = handle.alloc(Node::new(name.encode_utf8(&mut [0; 4]), handle));
        if words.next_if_eq(&'(').is_some() {
            while words.next_if_eq(&')').is_none() {
                let child = Self::parse(words, handle).clone();
                node.children.push(child);
            }
        }
        node
    }

    fn text(&self) -> String {
        let children: String = self.children.iter().map(Node::text).collect();
        if children.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}({children})", self.name)
        }
    }
}

/// Each operation, in both forms.
fn operate<'a, H: Handle<'a>>(on: H) {
    assert_eq!((on.alloc(1), on.try_alloc(2)), (&mut 1, Ok(&mut 2)));
    assert_eq!((on.alloc_with(|| 1), on.try_alloc_with(|| 2)), (&mut 1, Ok(&mut 2)));
    assert_eq!(on.alloc_try_with(|| Ok::<_, ()>(1)), Ok(&mut 1));
    assert_eq!(on.try_alloc_try_with(|| Err::<u8, _>(())), Ok(Err(())));
    assert_eq!((on.alloc_copy(1), on.try_alloc_copy(2)), (&mut 1, Ok(&mut 2)));
    assert_eq!(on.alloc_slice_copy(&[1, 2]), on.try_alloc_slice_copy(&[1, 2]).unwrap());
    assert_eq!(on.alloc_slice_clone(&[1, 2]), on.try_alloc_slice_clone(&[1, 2]).unwrap());
    assert_eq!(on.alloc_slice_fill_copy(2, 7), on.try_alloc_slice_fill_copy(2, 7).unwrap());
    assert_eq!(on.alloc_slice_fill_clone(2, &7), on.try_alloc_slice_fill_clone(2, &7).unwrap());
    assert_eq!(
        on.alloc_slice_fill_with(3, |index| index),
        on.try_alloc_slice_fill_with(3, |index| index).unwrap()
    );
    assert_eq!(
        on.alloc_slice_fill_default::<u8>(2),
        on.try_alloc_slice_fill_default::<u8>(2).unwrap()
    );
    assert_eq!(on.alloc_slice_fill_iter(1..4), on.try_alloc_slice_fill_iter(1..4).unwrap());
    let each = |index| if index < 3 { Ok(index) } else { Err(index) };
    assert_eq!(on.alloc_slice_try_fill_with(9, each), Err(3));
    assert_eq!(on.try_alloc_slice_try_fill_with(3, each), Ok(Ok(&mut [0, 1, 2][..])));
    assert_eq!(on.alloc_slice_try_fill_iter((0..9).map(each)), Err(3));
    assert_eq!(on.try_alloc_slice_try_fill_iter((0..2).map(each)), Ok(Ok(&mut [0, 1][..])));
    assert_eq!((on.alloc_str("a"), on.try_alloc_str("b")), ("a", Ok("b")));
    assert_eq!(on.alloc_str_mut("a"), on.try_alloc_str_mut("a").unwrap());
    assert_eq!(format_in!(on, "{}", 1), on.try_alloc_fmt(format_args!("{}", 1)).unwrap());
    assert_eq!(on.alloc_uninit().write(1), on.try_alloc_uninit().unwrap().write(1));
    let len = on.try_alloc_slice_uninit::<u64>(3).unwrap().len();
    assert_eq!(on.alloc_slice_uninit::<u64>(3).len(), len);
    let layout = Layout::new::<u64>();
    assert_ne!(on.alloc_layout(layout), on.try_alloc_layout(layout).unwrap());
    let text = on.alloc_box(String::from("one"));
    assert_eq!(*text, *on.try_alloc_box(String::from("one")).unwrap());
    let texts = on.alloc_box_slice([String::from("one")]);
    assert_eq!(*texts, *on.try_alloc_box_slice([String::from("one")]).unwrap());
    assert_eq!(*on.alloc_box_str("one"), *on.try_alloc_box_str("one").unwrap());
    assert!(on.try_alloc_slice_fill_copy(CAPACITY + 1, 0_u8).is_err());
}

fn grow_a_tree<'a, H: Handle<'a> + 'a>(handle: H) -> &'a Node<'a, H> {
    let text = "a(bc(def)g(hi(j)))";
    let root = Node::parse(&mut text.chars().peekable(), handle);
    assert_eq!(root.text(), text);
    assert!(format!("{root:?}").starts_with("Node { name: \"a\""));
    root
}

fn refuse<'a, H: Handle<'a>>(handle: H) {
    let panic = panic_of(|| handle.alloc_slice_fill_copy(CAPACITY + 1, 0_u8).len());
    assert_eq!((panic.file.as_str(), panic.line), (file!(), line!() - 1));
    let panic = panic_of(|| format_in!(handle, "{:width$}", 1, width = CAPACITY + 1).len());
    assert_eq!((panic.file.as_str(), panic.line), (file!(), line!() - 1));
}

fn run<'a, H: Handle<'a> + 'a>(handle: H) {
    operate(handle);
    grow_a_tree(handle);
    refuse(handle);
}

#[test]
fn generic_code_has_every_operation_on_every_handle() {
    on_every!(CAPACITY, |handle| run(handle));
    run(&arena::ArcArena::from(Arena::new(CAPACITY).unwrap()));
    #[cfg(feature = "mmap")]
    run(&Arena::mapped(CAPACITY).unwrap());
}

#[test]
fn results_outlive_the_handle_where_those_of_its_own_methods_do() {
    fn word<'a>(handle: impl Handle<'a>) -> &'a str {
        handle.alloc_str("word")
    }
    let arena = Arena::new(CAPACITY).unwrap();
    let (by_handle, by_arena) = {
        let (local, shared) = (arena.local(), &arena);
        (word(&local), word(shared))
    };
    assert_eq!(by_handle, by_arena);
    let root = grow_a_tree(&arena);
    assert_eq!(root.children.len(), 3);
}
