//! Boxes: what they own is dropped once, by them.

mod slices;

use core::{
    any::Any,
    borrow::BorrowMut,
    cell::{Cell, RefCell},
    error::Error,
    fmt::{self, Display, Write as _},
    hash::Hasher,
    iter, mem,
    panic::UnwindSafe,
    pin::pin,
    ptr,
};
use std::{collections::HashSet, thread};

use arena::{AllocError, Arena, Box, unsize_box};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::support::{A256, on_each, panic_of};

/// Counts its drops.
struct Counted<'c>(&'c Cell<u32>);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

/// Writes down its number when it is dropped.
#[derive(Debug)]
struct Noted<'n>(u32, &'n RefCell<Vec<u32>>);

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
    }
}

/// Counts its drops, and panics in the one that it is told to.
struct Bomb<'c> {
    drops: &'c Cell<u32>,
    armed: bool,
}

impl Drop for Bomb<'_> {
    fn drop(&mut self) {
        self.drops.set(self.drops.get() + 1);
        assert!(!self.armed, "boom");
    }
}

std::thread_local!(static NOTHINGS: Cell<u32> = const { Cell::new(0) });

/// Has no size, and counts its drops.
struct Nothing;

impl Drop for Nothing {
    fn drop(&mut self) {
        NOTHINGS.set(NOTHINGS.get() + 1);
    }
}

#[test]
fn a_box_drops_its_value_once() {
    let (arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    drop(arena.alloc_box(Counted(&drops)));
    assert_eq!(drops.get(), 1);
    drop(arena.local().alloc_box(Counted(&drops)));
    assert_eq!(drops.get(), 2);
}

#[test]
fn what_is_taken_out_is_dropped_by_its_new_owner_alone() {
    let (arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    let value = arena.alloc_box(Counted(&drops)).into_inner();
    assert_eq!(drops.get(), 0);
    drop(value);
    assert_eq!(drops.get(), 1);
}

#[test]
fn a_refused_value_is_dropped() {
    let (arena, drops) = (Arena::new(3).unwrap(), Cell::new(0));
    assert!(matches!(arena.try_alloc_box(Counted(&drops)), Err(AllocError::Full { .. })));
    assert_eq!(drops.get(), 1);
}

#[test]
fn a_forgotten_box_leaks_its_value_and_nothing_else() {
    let (mut arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    #[expect(clippy::mem_forget, reason = "this is the attack")]
    mem::forget(arena.alloc_box(Counted(&drops)));
    arena.reset();
    assert_eq!((drops.get(), arena.remaining()), (0, 256));
}

#[test]
fn boxes_without_size_need_no_room_and_are_dropped() {
    let arena = Arena::new(0).unwrap();
    NOTHINGS.set(0);
    drop(arena.alloc_box(Nothing));
    assert_eq!(NOTHINGS.get(), 1);
}

#[test]
fn a_panicking_drop_runs_once() {
    let (arena, drops) = (Arena::new(256).unwrap(), Cell::new(0));
    let bomb = arena.alloc_box(Bomb { drops: &drops, armed: true });
    assert_eq!(panic_of(|| drop(bomb)).message, "boom");
    assert_eq!(drops.get(), 1);
}

#[test]
fn boxes_in_a_scope_are_dropped_at_its_end() {
    let (mut arena, drops) = (Arena::new(1024).unwrap(), Cell::new(0));
    arena.scope(|scope| {
        let _outer = scope.alloc_box(Counted(&drops));
        scope.scope(|inner| inner.alloc_box(Counted(&drops)).0.set(10));
        assert_eq!(drops.get(), 11);
    });
    assert_eq!(drops.get(), 12);
}

#[test]
fn a_box_behaves_as_its_value() {
    let arena = Arena::new(4096).unwrap();
    let (one, two) = (arena.alloc_box("1".to_string()), arena.alloc_box("2".to_string()));
    assert!(one < two && one == arena.alloc_box("1".to_string()));
    assert_eq!((one.to_string(), format!("{two:?}")), ("1".into(), "\"2\"".into()));
    assert!(HashSet::from([one]).contains(&String::from("1")), "hashed and borrowed alike");
    assert_eq!(arena.alloc_box(1..4).rev().collect::<Vec<_>>(), [3, 2, 1]);
    let error: &dyn Error = &arena.alloc_box(AllocError::TooLarge);
    assert!(error.source().is_none());
}

#[test]
fn a_box_lends_its_value_and_is_ordered_as_it_is() {
    let arena = Arena::new(4096).unwrap();
    let mut text = arena.alloc_box_str("text");
    AsMut::<str>::as_mut(&mut text)[..1].make_ascii_uppercase();
    BorrowMut::<str>::borrow_mut(&mut text)[3..].make_ascii_uppercase();
    assert_eq!(AsRef::<str>::as_ref(&text), "TexT");
    let mut texts = ["b", "ab", "a"].map(|text| arena.alloc_box_str(text));
    texts.sort_by(Ord::cmp);
    assert!(texts.iter().map(|text| &**text).eq(["a", "ab", "b"]));
}

#[test]
fn a_box_of_a_future_is_one() {
    let arena = Arena::new(256).unwrap();
    let mut future = pin!(arena.alloc_box(core::future::ready(5)));
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    assert_eq!(future.as_mut().poll(&mut context), core::task::Poll::Ready(5));
}

#[test]
fn a_box_may_own_what_borrows_from_elsewhere_and_is_covariant() {
    fn shorter<'s>(long: Box<'static, &'static str>, _: &'s str) -> Box<'s, &'s str> {
        long
    }
    arena::static_arena! { static TEXTS: 64; }
    let local = String::from("local");
    assert_eq!(*shorter(TEXTS.alloc_box("static"), &local), "static");
    assert_eq!(TEXTS.alloc_box(&local).len(), 5);
}

#[test]
fn boxes_are_aligned_as_their_values_are() {
    struct Wide<'c>(A256, #[expect(dead_code, reason = "it is there to be dropped")] Counted<'c>);
    on_each!(10_000, |_arena, on| {
        let drops = Cell::new(0);
        let wide = |n| Wide(A256([n; 256]), Counted(&drops));
        on.alloc(1_u8);
        let one = on.alloc_box(wide(1));
        on.alloc(1_u8);
        let some = on.alloc_box_slice((2..5).map(wide).filter(|_| true));
        assert_eq!((ptr::from_ref(&*one).addr() % 256, some.as_ptr().addr() % 256), (0, 0));
        assert!((one.0, some[2].0) == (A256([1; 256]), A256([4; 256])));
        drop((one, some));
        assert_eq!(drops.get(), 4);
    });
}

#[test]
fn boxed_text_is_a_copy_that_can_be_written() {
    on_each!(256, |_arena, on| {
        let source = String::from("Ada");
        let mut text = on.alloc_box_str(&source);
        text.make_ascii_uppercase();
        assert_eq!((&*text, source.as_str()), ("ADA", "Ada"));
        assert_eq!(text, on.alloc_box_str("ADA"));
    });
}

#[test]
fn a_box_of_a_trait_object_drops_the_value_behind_it() {
    trait Named {
        fn name(&mut self) -> u32;
    }
    impl Named for Noted<'_> {
        fn name(&mut self) -> u32 {
            self.0 += 1;
            self.0
        }
    }
    let (arena, noted) = (Arena::new(1024).unwrap(), RefCell::default());
    let mut boxes = [1, 5].map(|n| unsize_box!(arena.alloc_box(Noted(n, &noted)) => dyn Named));
    assert_eq!(boxes.each_mut().map(|named| named.name()), [2, 6]);
    assert!(noted.borrow().is_empty());
    drop(boxes);
    assert_eq!(*noted.borrow(), [2, 6]);
}

#[test]
fn boxes_of_functions_are_called_as_functions_are() {
    let arena = Arena::new(1024).unwrap();
    let offset = String::from("7");
    let add = move |n: usize| n + offset.len();
    let function: Box<'_, dyn Fn(usize) -> usize + Send> = unsize_box!(arena.alloc_box(add) => _);
    assert_eq!(function(1) + (function)(2), 5);
    let mut count = 0;
    let step = || {
        count += 1;
        count
    };
    let mut step = unsize_box!(arena.alloc_box(step) => dyn FnMut() -> u32);
    assert_eq!((step(), (step)()), (1, 2));
    drop(step);
    assert_eq!(count, 2);
    let longer = unsize_box!(arena.alloc_box(str::trim) => dyn for<'t> Fn(&'t str) -> &'t str);
    assert_eq!(longer(" Ada "), "Ada");
}

#[test]
fn whatever_a_reference_is_unsized_to_a_box_is_too() {
    struct Tail<'n, T: ?Sized>(Noted<'n>, T);
    let (arena, noted) = (Arena::new(1024).unwrap(), RefCell::default());
    let note = |n| Noted(n, &noted);
    let mut elements = unsize_box!(arena.alloc_box([note(1), note(2)]) => [Noted<'_>]);
    elements.swap(0, 1);
    drop(elements);
    let tail = unsize_box!(arena.alloc_box(Tail(note(3), [note(4)])) => Tail<'_, [Noted<'_>]>);
    assert_eq!((tail.0.0, tail.1.len()), (3, 1));
    drop(tail);
    assert_eq!(noted.take(), [2, 1, 3, 4]);
    // Of a trait object: less is known of it.
    let shared = unsize_box!(arena.alloc_box(5) => dyn Display + Send + Sync);
    let shown = unsize_box!(shared => dyn Display);
    // Or nothing at all is changed.
    assert_eq!(unsize_box!(shown => dyn Display).to_string(), "5");
    NOTHINGS.set(0);
    drop(unsize_box!(arena.alloc_box(Nothing) => dyn UnwindSafe));
    drop(unsize_box!(arena.alloc_box([(); 3].map(|()| Nothing)) => [Nothing]));
    assert_eq!(NOTHINGS.get(), 4);
}

#[test]
fn what_is_unsized_may_borrow_a_temporary() {
    let arena = Arena::new(1024).unwrap();
    let length = |text: Box<'_, dyn Display + '_>| text.to_string().len();
    assert_eq!(length(unsize_box!(arena.alloc_box(&String::from("Ada")) => dyn Display)), 3);
}

/// The macro in a crate that forbids unsafe code, has no prelude, and has taken its names.
mod plain {
    #![no_implicit_prelude]
    #![forbid(unsafe_code)]

    use ::arena::Arena;

    trait Named {
        fn name(&self) -> u8;
    }

    impl Named for u8 {
        fn name(&self) -> u8 {
            *self
        }
    }

    #[expect(non_upper_case_globals, dead_code, reason = "they could be mistaken for locals")]
    pub(super) fn name(arena: &Arena) -> u8 {
        mod core {}
        mod arena {}
        struct Box;
        const raw: u8 = 1;
        const wide: u8 = 2;
        let __raw = 5;
        ::arena::unsize_box!(arena.alloc_box(__raw) => dyn Named).name()
    }
}

#[test]
fn unsizing_needs_no_unsafe_code_and_no_names() {
    assert_eq!(plain::name(&Arena::new(16).unwrap()), 5);
}

#[test]
fn a_box_of_any_gives_back_its_type_or_itself() {
    struct Loud(std::sync::mpsc::Sender<u32>);
    impl Drop for Loud {
        fn drop(&mut self) {
            self.0.send(1).unwrap();
        }
    }
    let arena = Arena::new(1024).unwrap();
    let (sender, drops) = std::sync::mpsc::channel();
    let loud = || arena.alloc_box(Loud(sender.clone()));
    let any: Box<'_, dyn Any> = unsize_box!(loud() => dyn Any);
    let any = any.downcast::<u32>().unwrap_err();
    let loud_again = any.downcast::<Loud>().unwrap();
    assert_eq!(drops.try_iter().count(), 0);
    drop(loud_again);
    assert_eq!(drops.try_iter().count(), 1);

    let any = unsize_box!(loud() => dyn Any + Send);
    drop(any.downcast::<String>().unwrap_err());
    assert_eq!(drops.try_iter().count(), 1);
    let any = unsize_box!(arena.alloc_box([1_u8, 2]) => dyn Any + Send + Sync);
    assert_eq!(any.downcast::<[u8; 2]>().unwrap().into_inner(), [1, 2]);
}

#[test]
fn leaked_slices_and_texts_live_as_long_as_the_arena() {
    let arena = Arena::new(1024).unwrap();
    let (numbers, text) = {
        let local = arena.local();
        (local.alloc_box_slice(1..4).leak(), local.alloc_box_str("Ada").leak())
    };
    numbers.reverse();
    text.make_ascii_lowercase();
    assert_eq!((&*numbers, &*text), (&[3, 2, 1][..], "ada"));
}

#[test]
fn a_box_crosses_threads_if_its_value_does() {
    assert_impl_all!(Box<'static, dyn Fn() + Send>: Send);
    assert_not_impl_any!(Box<'static, dyn Fn() + Send>: Sync);
    assert_not_impl_any!(Box<'static, dyn Fn() + Sync>: Send);
    assert_not_impl_any!(Box<'static, [std::rc::Rc<u8>]>: Send, Sync);
    assert_impl_all!(Box<'static, [Cell<u8>]>: Send);
    assert_impl_all!(Box<'static, dyn Future<Output = ()>>: Unpin);
    assert_impl_all!(Box<'static, Cell<u8>>: UnwindSafe);
    assert_not_impl_any!(Box<'static, &'static Cell<u8>>: UnwindSafe);

    let arena = Arena::new(4096).unwrap();
    let words = arena.alloc_box_slice(["a", "b"].map(String::from));
    let task = unsize_box!(arena.alloc_box(move || words.concat()) => dyn Fn() -> String + Send);
    assert_eq!(thread::scope(|threads| threads.spawn(move || task() + "c").join().unwrap()), "abc");
}

#[test]
fn boxes_of_different_arenas_can_be_exchanged() {
    let noted = RefCell::default();
    let (one, two) = (Arena::new(256).unwrap(), Arena::new(256).unwrap());
    let mut first = one.alloc_box_slice([Noted(1, &noted)]);
    {
        let mut second = two.alloc_box_slice([Noted(2, &noted), Noted(3, &noted)]);
        mem::swap(&mut first, &mut second);
        assert!(two.contains(first.as_ptr()) && one.contains(second.as_ptr()));
    }
    assert_eq!((first.len(), noted.take()), (2, vec![1]));
    drop(first);
    assert_eq!(noted.take(), [2, 3]);
}

#[test]
fn boxes_of_every_scope_are_dropped_in_it() {
    let (mut arena, noted) = (Arena::new(4096).unwrap(), RefCell::default());
    let note = |n| Noted(n, &noted);
    arena.scope(|scope| {
        let _slice = scope.alloc_box_slice([note(3), note(4)]);
        drop(unsize_box!(scope.local().alloc_box(note(1)) => dyn fmt::Debug));
        scope.scope(|inner| drop(unsize_box!(inner.alloc_box([note(2)]) => [Noted<'_>])));
        assert_eq!(scope.alloc_box_str("text").len(), 4);
    });
    assert_eq!((noted.take(), arena.allocated()), (vec![1, 2, 3, 4], 0));

    let mut local = arena.local();
    for round in 0..100 {
        local.scope(|inner| {
            let _slice = inner.alloc_box_slice((0..round).map(note).filter(|_| true));
            let _dyn = unsize_box!(inner.alloc_box(note(round)) => dyn fmt::Debug);
        });
        assert!(noted.take().into_iter().eq(iter::once(round).chain(0..round)));
    }
    panic_of(|| {
        local.scope(|inner| {
            let _slice = inner.alloc_box_slice([note(1), note(2)]);
            panic!("mine");
        });
    });
    assert_eq!(noted.take(), [1, 2]);
}

#[test]
fn a_box_hashes_iterates_and_writes_as_its_value_does() {
    /// Takes numbers another way than bytes.
    struct Odd(u64);
    impl Hasher for Odd {
        fn finish(&self) -> u64 {
            self.0
        }
        fn write(&mut self, bytes: &[u8]) {
            self.0 += bytes.len() as u64;
        }
        fn write_u32(&mut self, number: u32) {
            self.0 += u64::from(number) * 100;
        }
    }
    let arena = Arena::new(4096).unwrap();
    let mut hasher: Box<'_, dyn Hasher> = unsize_box!(arena.alloc_box(Odd(0)) => dyn Hasher);
    hasher.write_u32(5);
    hasher.write(b"abc");
    assert_eq!(hasher.finish(), 503);

    let mut numbers = arena.alloc_box(0..10);
    assert_eq!((numbers.nth(2), numbers.nth_back(2), numbers.len()), (Some(2), Some(7), 4));
    let numbers = unsize_box!(numbers => dyn DoubleEndedIterator<Item = u32>);
    assert!(numbers.rev().eq((3..7).rev()));

    let slice = arena.alloc_box_slice([1, 2]);
    let mut sum = 0;
    for number in &slice {
        sum += number;
    }
    assert_eq!(sum, 3);
    assert_eq!(format!("{slice:p}"), format!("{:p}", &raw const *slice));

    let mut text = unsize_box!(arena.alloc_box(String::new()) => dyn fmt::Write);
    write!(text, "{}-{}", 1, 2).unwrap();
    text.write_char('!').unwrap();
    let text = arena.alloc_box_str("1-2!");
    assert!(text.starts_with("1-2") && AsRef::<str>::as_ref(&text).len() == 4);
}

#[cfg(feature = "std")]
#[test]
fn a_box_reads_and_writes_files_as_its_value_does() {
    use std::io::{self, BufRead, Read, Seek, Write};

    trait File: BufRead + Write + Seek {}
    impl<T: BufRead + Write + Seek> File for T {}
    let arena = Arena::new(4096).unwrap();
    let file = arena.alloc_box(io::Cursor::new(Vec::new()));
    let mut file: Box<'_, dyn File> = unsize_box!(file => dyn File);
    write!(file, "one\ntwo\n").unwrap();
    file.write_all(b"three").unwrap();
    file.flush().unwrap();
    assert_eq!(file.stream_position().unwrap(), 13);
    file.rewind().unwrap();
    let mut start = [0; 3];
    file.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"one");
    assert_eq!(io::read_to_string(&mut file).unwrap(), "\ntwo\nthree");
    file.rewind().unwrap();
    assert!(file.lines().map(Result::unwrap).eq(["one", "two", "three"]));
}

#[cfg(feature = "serde")]
#[test]
fn a_box_serializes_as_its_value_does() {
    fn is<T: serde::Serialize>(_: &T) {}
    let arena = Arena::new(4096).unwrap();
    is(&arena.alloc_box(1));
    is(&arena.alloc_box_str("text"));
    is(&arena.alloc_box_slice([String::new()]));
}

#[test]
fn an_empty_box_needs_no_arena() {
    let arena = Arena::new(64).unwrap();
    let (mut list, text) = (Box::<[String]>::default(), Box::<str>::default());
    assert_eq!((list.len(), &*text), (0, ""));
    list = arena.alloc_box_slice(["one".to_owned()]);
    assert_eq!(list[0], "one");
}
