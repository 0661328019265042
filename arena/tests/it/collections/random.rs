//! Random operations, on two collections in turn, against the collections of `std`.

use std::{
    collections::HashMap as StdMap,
    fmt::{Debug, Write},
    mem::{self, ManuallyDrop},
    ops::Range,
    panic::resume_unwind,
};

use allocator_api2::alloc::Layout;
use arena::{
    ArenaSafe, Handle,
    collections::{CollectIn, HashMap, String as Text, Vec as List},
};
use proptest::{collection::vec, prelude::*, test_runner::Config};

use crate::{
    allocators::on_every,
    support::{A64, Panic, panic_of},
};

/// What the tests fill lists with.
trait Element: ArenaSafe + Copy + PartialEq + Debug + 'static {
    fn new(seed: u8) -> Self;
}

impl Element for () {
    fn new(_: u8) {}
}

impl Element for u8 {
    fn new(seed: u8) -> Self {
        seed
    }
}

impl Element for u64 {
    fn new(seed: u8) -> Self {
        u64::from(seed) * 0x0101_0101_0101_0101
    }
}

impl Element for [u64; 3] {
    fn new(seed: u8) -> Self {
        [1, 2, 3].map(|factor| u64::new(seed) * factor)
    }
}

impl Element for A64 {
    fn new(seed: u8) -> Self {
        Self([seed; 64])
    }
}

/// Runs something that may find the arena full.
fn attempt<R>(f: impl FnOnce() -> R) -> Result<R, Panic> {
    let mut result = None;
    let panic = panic_of(|| {
        result = Some(f());
        resume_unwind(Box::new(()))
    });
    result.ok_or(panic)
}

fn assert_full(panic: &Panic) {
    assert!(panic.message.starts_with("arena full: "), "{panic:?}");
}

/// What else is allocated from the same handle, and what was written to it.
#[derive(Default)]
struct Others<'a>(Vec<(&'a mut [u8], u8)>);

impl<'a> Others<'a> {
    fn claim(&mut self, handle: impl Handle<'a>, size: usize, align: usize) {
        let layout = Layout::from_size_align(size, align).unwrap();
        let Ok(mut block) = handle.allocate(layout) else { return };
        // SAFETY: the block is ours for `'a`, and any byte is valid once it is written.
        unsafe { block.cast::<u8>().write_bytes(0, size) };
        // SAFETY: the same.
        let bytes = unsafe { block.as_mut() };
        let tag = 0x80 | u8::try_from(self.0.len()).unwrap();
        bytes.fill(tag);
        self.0.push((bytes, tag));
    }

    fn assert_intact(&self) {
        assert!(self.0.iter().all(|(bytes, tag)| bytes.iter().all(|byte| byte == tag)));
    }
}

/// What is done to a list. An index is taken modulo a little more than the length, so that some are
/// out of bounds.
#[derive(Clone, Debug)]
enum ListOp {
    Push(u8),
    Pop,
    Insert(usize, u8),
    Remove(usize),
    SwapRemove(usize),
    Truncate(usize),
    Clear,
    Set(usize, u8),
    Extend { seeds: Vec<u8>, told: bool },
    ExtendFromSlice(Vec<u8>),
    ExtendFromSliceCopy(Vec<u8>),
    Resize(usize, u8),
    Retain(u8),
    Dedup,
    Drain { range: Range<usize>, front: usize, back: usize, forget: bool },
    Append,
    Reserve(usize),
    ShrinkToFit,
    Clone,
    Collect(Vec<u8>),
    IntoIter { front: usize, back: usize },
    IntoSlice,
}

#[derive(Clone, Debug)]
enum Op<T> {
    To(usize, T),
    Other { size: usize, align: usize },
}

/// A collection, and what it must hold.
struct Pair<O, M> {
    ours: O,
    model: M,
}

impl<O, M> Pair<O, M> {
    /// Does the same to both, unless the arena is full, which must change nothing.
    fn grow(&mut self, ours: impl FnOnce(&mut O), model: impl FnOnce(&mut M)) {
        match attempt(|| ours(&mut self.ours)) {
            Ok(()) => model(&mut self.model),
            Err(panic) => assert_full(&panic),
        }
    }

    /// Does what `std` panics at, which must change nothing.
    fn refuse<R>(&mut self, ours: impl FnOnce(&mut O) -> R) {
        let panic = panic_of(|| _ = ours(&mut self.ours));
        let Panic { message, .. } = &panic;
        let reasons = ["index", "range", "border of a character", "char boundary", "arena full: "];
        assert!(reasons.iter().any(|reason| message.contains(reason)), "{panic:?}");
    }

    /// Replaces the collection by another, unless the arena is full.
    fn replace(&mut self, ours: impl FnOnce(&O) -> O) -> bool {
        match attempt(|| ours(&self.ours)) {
            Ok(made) => {
                self.ours = made;
                true
            }
            Err(panic) => {
                assert_full(&panic);
                false
            }
        }
    }
}

type ListPair<T, H> = Pair<List<T, H>, Vec<T>>;

impl<'a, T: Element, H: Handle<'a>> ListPair<T, H> {
    fn new(handle: H) -> Self {
        Self { ours: List::new_in(handle), model: Vec::new() }
    }

    fn assert_same(&self) {
        assert_eq!(self.ours, self.model[..]);
        assert!(self.ours.capacity() >= self.ours.len());
        assert!(self.ours.as_ptr().is_aligned());
    }

    #[expect(clippy::too_many_lines, reason = "a few for each operation")]
    fn apply(&mut self, op: &ListOp, kept: &mut Vec<(&'a mut [T], Vec<T>)>) {
        let (len, handle) = (self.model.len(), self.ours.handle());
        let near = |index: usize| index % (len + 3);
        let items = |seeds: &[u8]| seeds.iter().copied().map(T::new).collect::<Vec<T>>();
        match *op {
            ListOp::Push(seed) => {
                let value = T::new(seed);
                self.grow(|ours| ours.push(value), |model| model.push(value));
            }
            ListOp::Pop => assert_eq!(self.ours.pop(), self.model.pop()),
            ListOp::Insert(index, seed) => {
                let (index, value) = (near(index), T::new(seed));
                if index > len {
                    self.refuse(|ours| ours.insert(index, value));
                } else {
                    self.grow(|ours| ours.insert(index, value), |model| model.insert(index, value));
                }
            }
            ListOp::Remove(index) if near(index) >= len => {
                self.refuse(|ours| ours.remove(near(index)));
            }
            ListOp::Remove(index) => {
                assert_eq!(self.ours.remove(near(index)), self.model.remove(near(index)));
            }
            ListOp::SwapRemove(index) if near(index) >= len => {
                self.refuse(|ours| ours.swap_remove(near(index)));
            }
            ListOp::SwapRemove(index) => {
                assert_eq!(self.ours.swap_remove(near(index)), self.model.swap_remove(near(index)),);
            }
            ListOp::Truncate(index) => {
                self.ours.truncate(near(index));
                self.model.truncate(near(index));
            }
            ListOp::Clear => {
                self.ours.clear();
                self.model.clear();
            }
            ListOp::Set(index, _) if near(index) >= len => {
                self.refuse(|ours| ours[near(index)]);
            }
            ListOp::Set(index, seed) => {
                self.ours[near(index)] = T::new(seed);
                self.model[near(index)] = T::new(seed);
            }
            ListOp::Extend { ref seeds, told } => {
                let items = items(seeds);
                let result = attempt(|| {
                    if told {
                        self.ours.extend(&items);
                    } else {
                        self.ours.extend(items.iter().copied().filter(|_| true));
                    }
                });
                let taken = self.ours.len() - len;
                match result {
                    Ok(()) => assert_eq!(taken, items.len()),
                    Err(panic) => assert_full(&panic),
                }
                assert!(!told || taken == 0 || taken == items.len());
                self.model.extend(&items[..taken]);
            }
            ListOp::ExtendFromSlice(ref seeds) => {
                let items = items(seeds);
                self.grow(|ours| ours.extend_from_slice(&items), |model| model.extend(&items));
            }
            ListOp::ExtendFromSliceCopy(ref seeds) => {
                let items = items(seeds);
                self.grow(|ours| ours.extend_from_slice_copy(&items), |model| model.extend(&items));
            }
            ListOp::Resize(index, seed) => {
                let (index, value) = (index % (2 * len + 9), T::new(seed));
                self.grow(|ours| ours.resize(index, value), |model| model.resize(index, value));
            }
            ListOp::Retain(seed) => {
                self.ours.retain(|value| *value != T::new(seed));
                self.model.retain(|value| *value != T::new(seed));
            }
            ListOp::Dedup => {
                self.ours.dedup();
                self.model.dedup();
            }
            ListOp::Drain { ref range, front, back, forget } => {
                let range = near(range.start)..near(range.end);
                if range.start > range.end || range.end > len {
                    self.refuse(|ours| drop(ours.drain(range)));
                    return;
                }
                let mut drain = self.ours.drain(range.clone());
                assert_taken(&mut drain, &self.model[range.clone()], front, back);
                if forget {
                    _ = ManuallyDrop::new(drain);
                    // What is left is unspecified; it is what was there.
                    assert!(self.model.starts_with(&self.ours));
                    self.model.truncate(self.ours.len());
                } else {
                    drop(drain);
                    self.model.drain(range);
                }
            }
            ListOp::Append => unreachable!("an operation on two"),
            ListOp::Reserve(additional) => self.grow(
                |ours| {
                    ours.reserve(additional);
                    assert!(ours.capacity() >= len + additional);
                },
                |_| {},
            ),
            ListOp::ShrinkToFit => self.ours.shrink_to_fit(),
            ListOp::Clone => _ = self.replace(List::clone),
            ListOp::Collect(ref seeds) => {
                let items = items(seeds);
                if self.replace(|_| items.iter().copied().collect_in(handle)) {
                    self.model = items;
                }
            }
            ListOp::IntoIter { front, back } => {
                let old = mem::replace(self, Self::new(handle));
                assert_taken(&mut old.ours.into_iter(), &old.model, front, back);
            }
            ListOp::IntoSlice => {
                let old = mem::replace(self, Self::new(handle));
                kept.push((old.ours.into_slice(), old.model));
            }
        }
    }
}

/// Takes some from both ends.
fn assert_taken<T: Element>(
    iter: &mut (impl DoubleEndedIterator<Item = T> + ExactSizeIterator),
    expected: &[T],
    front: usize,
    back: usize,
) {
    assert_eq!(iter.len(), expected.len());
    let front = front.min(expected.len());
    let back = back.min(expected.len() - front);
    assert!(iter.by_ref().take(front).eq(expected[..front].iter().copied()));
    assert!(iter.by_ref().rev().take(back).eq(expected.iter().rev().take(back).copied()));
    assert_eq!(iter.len(), expected.len() - front - back);
}

fn run_lists<'a, T: Element, H: Handle<'a>>(handle: H, ops: &[Op<ListOp>]) {
    let mut pairs = [0, 1].map(|_| ListPair::<T, H>::new(handle));
    let (mut kept, mut others) = (Vec::new(), Others::default());
    for op in ops {
        match *op {
            Op::To(_, ListOp::Append) => {
                let [one, two] = &mut pairs;
                match attempt(|| one.ours.append(&mut two.ours)) {
                    Ok(()) => one.model.append(&mut two.model),
                    Err(panic) => assert_full(&panic),
                }
            }
            Op::To(which, ref op) => pairs[which].apply(op, &mut kept),
            Op::Other { size, align } => others.claim(handle, size, align),
        }
        pairs.iter().for_each(ListPair::assert_same);
        others.assert_intact();
        assert!(kept.iter().all(|(slice, expected)| slice == expected));
    }
}

fn some<T>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<Op<T>>>
where
    T: Debug + Clone,
{
    let op = prop_oneof![
        8 => (0..2_usize, strategy).prop_map(|(which, op)| Op::To(which, op)),
        1 => (0..40_usize, 0..=7_u32).prop_map(|(size, power)| Op::Other { size, align: 1 << power }),
    ];
    vec(op, 0..80)
}

fn seeds() -> impl Strategy<Value = Vec<u8>> {
    vec(0..4_u8, 0..20)
}

fn list_ops() -> impl Strategy<Value = Vec<Op<ListOp>>> {
    let (index, few, seed) = (|| 0..1000_usize, || 0..4_usize, || 0..4_u8);
    some(prop_oneof![
        8 => seed().prop_map(ListOp::Push),
        2 => Just(ListOp::Pop),
        3 => (index(), seed()).prop_map(|(index, seed)| ListOp::Insert(index, seed)),
        1 => index().prop_map(ListOp::Remove),
        1 => index().prop_map(ListOp::SwapRemove),
        1 => index().prop_map(ListOp::Truncate),
        1 => Just(ListOp::Clear),
        1 => (index(), seed()).prop_map(|(index, seed)| ListOp::Set(index, seed)),
        3 => (seeds(), any::<bool>()).prop_map(|(seeds, told)| ListOp::Extend { seeds, told }),
        2 => seeds().prop_map(ListOp::ExtendFromSlice),
        2 => seeds().prop_map(ListOp::ExtendFromSliceCopy),
        1 => (index(), seed()).prop_map(|(index, seed)| ListOp::Resize(index, seed)),
        1 => seed().prop_map(ListOp::Retain),
        1 => Just(ListOp::Dedup),
        2 => (index(), index(), few(), few(), any::<bool>()).prop_map(
            |(from, to, front, back, forget)| {
                ListOp::Drain { range: from..to, front, back, forget }
            }
        ),
        1 => Just(ListOp::Append),
        1 => (0..200_usize).prop_map(ListOp::Reserve),
        2 => Just(ListOp::ShrinkToFit),
        1 => Just(ListOp::Clone),
        1 => seeds().prop_map(ListOp::Collect),
        1 => (few(), few()).prop_map(|(front, back)| ListOp::IntoIter { front, back }),
        1 => Just(ListOp::IntoSlice),
    ])
}

#[derive(Clone, Debug)]
enum TextOp {
    Push(char),
    PushStr(&'static str),
    Pop,
    Insert(usize, char),
    InsertStr(usize, &'static str),
    Remove(usize),
    Truncate(usize),
    Clear,
    Write(u32, &'static str),
    AddAssign(&'static str),
    ExtendChars(&'static str),
    ExtendStrs(Vec<&'static str>),
    Upper,
    Reserve(usize),
    ShrinkToFit,
    Clone,
    Collect(&'static str),
    ThroughBytes,
    IntoStr,
}

type TextPair<H> = Pair<Text<H>, String>;

impl<'a, H: Handle<'a>> TextPair<H> {
    fn new(handle: H) -> Self {
        Self { ours: Text::new_in(handle), model: String::new() }
    }

    fn assert_same(&self) {
        assert_eq!(self.ours, self.model[..]);
        assert_eq!(std::str::from_utf8(self.ours.as_bytes()), Ok(&*self.model));
        assert!(self.ours.capacity() >= self.ours.len());
    }

    fn apply(&mut self, op: &TextOp, kept: &mut Vec<(&'a str, String)>) {
        let (len, handle) = (self.model.len(), self.ours.handle());
        let near = |index: usize| index % (len + 3);
        let is_border = |index: usize| self.model.is_char_boundary(near(index));
        match *op {
            TextOp::Push(char) => self.grow(|ours| ours.push(char), |model| model.push(char)),
            TextOp::PushStr(text) => {
                self.grow(|ours| ours.push_str(text), |model| model.push_str(text));
            }
            TextOp::Pop => assert_eq!(self.ours.pop(), self.model.pop()),
            TextOp::Insert(index, char) if !is_border(index) => {
                self.refuse(|ours| ours.insert(near(index), char));
            }
            TextOp::Insert(index, char) => {
                let index = near(index);
                self.grow(|ours| ours.insert(index, char), |model| model.insert(index, char));
            }
            TextOp::InsertStr(index, text) if !is_border(index) => {
                self.refuse(|ours| ours.insert_str(near(index), text));
            }
            TextOp::InsertStr(index, text) => {
                let index = near(index);
                self.grow(
                    |ours| ours.insert_str(index, text),
                    |model| model.insert_str(index, text),
                );
            }
            TextOp::Remove(index) if !is_border(index) || near(index) == len => {
                self.refuse(|ours| ours.remove(near(index)));
            }
            TextOp::Remove(index) => {
                assert_eq!(self.ours.remove(near(index)), self.model.remove(near(index)));
            }
            TextOp::Truncate(index) if near(index) < len && !is_border(index) => {
                self.refuse(|ours| ours.truncate(near(index)));
            }
            TextOp::Truncate(index) => {
                self.ours.truncate(near(index));
                self.model.truncate(near(index));
            }
            TextOp::Clear => {
                self.ours.clear();
                self.model.clear();
            }
            TextOp::Write(number, text) => {
                let whole = format!("{number}: {text:?}");
                let result = write!(self.ours, "{number}: {text:?}");
                let written = &self.ours[len..];
                assert!(if result.is_ok() { written == whole } else { whole.starts_with(written) });
                self.model.push_str(written);
            }
            TextOp::AddAssign(text) => self.grow(|ours| *ours += text, |model| *model += text),
            TextOp::ExtendChars(text) => {
                let result = attempt(|| self.ours.extend(text.chars()));
                self.assert_appended(result, text);
            }
            TextOp::ExtendStrs(ref texts) => {
                let result = attempt(|| self.ours.extend(texts.iter().copied()));
                self.assert_appended(result, &texts.concat());
            }
            TextOp::Upper => {
                self.ours.make_ascii_uppercase();
                self.model.make_ascii_uppercase();
            }
            TextOp::Reserve(additional) => self.grow(
                |ours| {
                    ours.reserve(additional);
                    assert!(ours.capacity() >= len + additional);
                },
                |_| {},
            ),
            TextOp::ShrinkToFit => self.ours.shrink_to_fit(),
            TextOp::Clone => _ = self.replace(Text::clone),
            TextOp::Collect(text) => {
                if self.replace(|_| text.chars().rev().collect_in(handle)) {
                    self.model = text.chars().rev().collect();
                }
            }
            TextOp::ThroughBytes => {
                let old = mem::replace(&mut self.ours, Text::new_in(handle));
                let mut bytes = old.into_bytes();
                assert_eq!(bytes, self.model.as_bytes());
                if bytes.try_push(0xFF).is_ok() {
                    let error = Text::from_utf8(bytes).unwrap_err();
                    let (error, returned) = (error.utf8_error(), error.into_bytes());
                    assert_eq!(error.valid_up_to(), len);
                    bytes = returned;
                    bytes.pop();
                }
                self.ours = Text::from_utf8(bytes).unwrap();
            }
            TextOp::IntoStr => {
                let old = mem::replace(self, Self::new(handle));
                kept.push((old.ours.into_str(), old.model));
            }
        }
    }

    /// Checks what was appended of `text`: all of it, or as much as there was room for.
    fn assert_appended(&mut self, result: Result<(), Panic>, text: &str) {
        let written = &self.ours[self.model.len()..];
        match result {
            Ok(()) => assert_eq!(written, text),
            Err(panic) => assert_full(&panic),
        }
        assert!(text.starts_with(written));
        self.model.push_str(written);
    }
}

fn run_texts<'a, H: Handle<'a>>(handle: H, ops: &[Op<TextOp>]) {
    let mut pairs = [0, 1].map(|_| TextPair::new(handle));
    let (mut kept, mut others) = (Vec::new(), Others::default());
    for op in ops {
        match *op {
            Op::To(which, ref op) => pairs[which].apply(op, &mut kept),
            Op::Other { size, align } => others.claim(handle, size, align),
        }
        pairs.iter().for_each(TextPair::assert_same);
        others.assert_intact();
        assert!(kept.iter().all(|(text, expected)| text == expected));
    }
}

fn text_ops() -> impl Strategy<Value = Vec<Op<TextOp>>> {
    let index = || 0..1000_usize;
    let char = || prop::sample::select(&['a', '\n', 'é', '中', '🦀'][..]);
    let text = || {
        let texts =
            ["", "a", "plain text", "höher", "中文", "🦀🦀🦀", "a much longer piece of text"];
        prop::sample::select(texts.to_vec())
    };
    some(prop_oneof![
        4 => char().prop_map(TextOp::Push),
        4 => text().prop_map(TextOp::PushStr),
        2 => Just(TextOp::Pop),
        2 => (index(), char()).prop_map(|(index, char)| TextOp::Insert(index, char)),
        2 => (index(), text()).prop_map(|(index, text)| TextOp::InsertStr(index, text)),
        2 => index().prop_map(TextOp::Remove),
        2 => index().prop_map(TextOp::Truncate),
        1 => Just(TextOp::Clear),
        2 => (any::<u32>(), text()).prop_map(|(number, text)| TextOp::Write(number, text)),
        1 => text().prop_map(TextOp::AddAssign),
        1 => text().prop_map(TextOp::ExtendChars),
        1 => vec(text(), 0..5).prop_map(TextOp::ExtendStrs),
        1 => Just(TextOp::Upper),
        1 => (0..200_usize).prop_map(TextOp::Reserve),
        1 => Just(TextOp::ShrinkToFit),
        1 => Just(TextOp::Clone),
        1 => text().prop_map(TextOp::Collect),
        1 => Just(TextOp::ThroughBytes),
        1 => Just(TextOp::IntoStr),
    ])
}

#[derive(Clone, Debug)]
enum MapOp {
    Insert(u8, u8),
    TryInsert(u8, u8),
    Extend(Vec<u8>),
    Entry(u8, u8),
    EntryRemove(u8),
    Set(u8, u8),
    Remove(u8),
    RemoveEntry(u8),
    Retain(u8),
    Drain { taken: usize, forget: bool },
    Clear,
    Reserve(usize),
    Clone,
    Collect(Vec<u8>),
    IntoIter(usize),
}

type MapPair<T, H> = Pair<HashMap<u64, T, H>, StdMap<u64, T>>;

impl<'a, T: Element, H: Handle<'a>> MapPair<T, H> {
    fn new(handle: H) -> Self {
        Self { ours: HashMap::new_in(handle), model: StdMap::new() }
    }

    fn assert_same(&self) {
        assert_eq!(self.ours.len(), self.model.len());
        assert_eq!(self.ours.iter().count(), self.model.len());
        for (key, value) in &self.model {
            assert_eq!(self.ours.get(key), Some(value));
        }
        assert!(!self.ours.contains_key(&u64::MAX));
    }

    #[expect(clippy::too_many_lines, reason = "a few for each operation")]
    fn apply(&mut self, op: &MapOp) {
        let handle = self.ours.handle();
        let items = |seeds: &[u8]| {
            seeds.iter().map(|seed| (u64::new(*seed), T::new(*seed))).collect::<Vec<_>>()
        };
        match *op {
            MapOp::Insert(key, seed) => {
                let (key, value) = (u64::new(key), T::new(seed));
                if let Some(inserted) = self.attempt(|ours| ours.insert(key, value)) {
                    assert_eq!(inserted, self.model.insert(key, value));
                }
            }
            MapOp::TryInsert(key, seed) => {
                let (key, value) = (u64::new(key), T::new(seed));
                if let Ok(inserted) = self.ours.try_insert(key, value) {
                    assert_eq!(inserted, self.model.insert(key, value));
                }
            }
            MapOp::Extend(ref seeds) => {
                for (key, value) in items(seeds) {
                    self.grow(
                        |ours| ours.extend([(key, value)]),
                        |model| model.extend([(key, value)]),
                    );
                }
            }
            MapOp::Entry(key, seed) => {
                let (key, value) = (u64::new(key), T::new(seed));
                let entered = self.attempt(|ours| {
                    *ours.entry(key).and_modify(|there| *there = value).or_insert(T::new(0))
                });
                if let Some(entered) = entered {
                    let entry = self.model.entry(key).and_modify(|there| *there = value);
                    assert_eq!(entered, *entry.or_insert(T::new(0)));
                }
            }
            MapOp::EntryRemove(key) => {
                use arena::collections::hashbrown::hash_map::Entry;
                let key = u64::new(key);
                let removed = self.attempt(|ours| match ours.entry(key) {
                    Entry::Occupied(entry) => Some(entry.remove()),
                    Entry::Vacant(_) => None,
                });
                if let Some(removed) = removed {
                    assert_eq!(removed, self.model.remove(&key));
                }
            }
            MapOp::Set(key, seed) => {
                let (ours, model) =
                    (self.ours.get_mut(&u64::new(key)), self.model.get_mut(&u64::new(key)));
                assert_eq!(ours, model);
                ours.into_iter().chain(model).for_each(|value| *value = T::new(seed));
            }
            MapOp::Remove(key) => {
                assert_eq!(self.ours.remove(&u64::new(key)), self.model.remove(&u64::new(key)));
            }
            MapOp::RemoveEntry(key) => {
                let key = u64::new(key);
                assert_eq!(self.ours.remove_entry(&key), self.model.remove_entry(&key));
            }
            MapOp::Retain(seed) => {
                let keep = |key: &u64, value: &mut T| {
                    *value = T::new(seed);
                    key % 3 != u64::from(seed % 3)
                };
                self.ours.retain(keep);
                self.model.retain(keep);
            }
            MapOp::Drain { taken, forget } => {
                let mut drain = self.ours.drain();
                assert_eq!(drain.len(), self.model.len());
                for (key, value) in drain.by_ref().take(taken) {
                    assert_eq!(self.model.remove(&key), Some(value));
                }
                if forget {
                    _ = ManuallyDrop::new(drain);
                    // What is left is unspecified; it is what was there.
                    let left = self.ours.iter().map(|(key, value)| (*key, *value));
                    let left: StdMap<_, _> = left.collect();
                    assert!(left.iter().all(|(key, value)| self.model.get(key) == Some(value)));
                    self.model = left;
                } else {
                    drop(drain);
                    self.model.clear();
                }
            }
            MapOp::Clear => {
                self.ours.clear();
                self.model.clear();
            }
            MapOp::Reserve(additional) => self.grow(
                |ours| {
                    ours.reserve(additional);
                    assert!(ours.capacity() >= ours.len() + additional);
                },
                |_| {},
            ),
            MapOp::Clone => _ = self.replace(HashMap::clone),
            MapOp::Collect(ref seeds) => {
                if self.replace(|_| items(seeds).into_iter().collect_in(handle)) {
                    self.model = items(seeds).into_iter().collect();
                }
            }
            MapOp::IntoIter(taken) => {
                let mut old = mem::replace(self, Self::new(handle));
                for (key, value) in old.ours.into_iter().take(taken) {
                    assert_eq!(old.model.remove(&key), Some(value));
                }
            }
        }
    }

    fn attempt<R>(&mut self, ours: impl FnOnce(&mut HashMap<u64, T, H>) -> R) -> Option<R> {
        let result = attempt(|| ours(&mut self.ours));
        result.map_err(|panic| assert_full(&panic)).ok()
    }
}

fn run_maps<'a, T: Element, H: Handle<'a>>(handle: H, ops: &[Op<MapOp>]) {
    let mut pairs = [0, 1].map(|_| MapPair::<T, H>::new(handle));
    let mut others = Others::default();
    for op in ops {
        match *op {
            Op::To(which, ref op) => pairs[which].apply(op),
            Op::Other { size, align } => others.claim(handle, size, align),
        }
        pairs.iter().for_each(MapPair::assert_same);
        others.assert_intact();
    }
    assert_eq!(pairs[0].ours == pairs[1].ours, pairs[0].model == pairs[1].model);
}

fn map_ops() -> impl Strategy<Value = Vec<Op<MapOp>>> {
    let seed = || 0..40_u8;
    some(prop_oneof![
        6 => (seed(), seed()).prop_map(|(key, seed)| MapOp::Insert(key, seed)),
        2 => (seed(), seed()).prop_map(|(key, seed)| MapOp::TryInsert(key, seed)),
        2 => vec(seed(), 0..20).prop_map(MapOp::Extend),
        3 => (seed(), seed()).prop_map(|(key, seed)| MapOp::Entry(key, seed)),
        1 => seed().prop_map(MapOp::EntryRemove),
        1 => (seed(), seed()).prop_map(|(key, seed)| MapOp::Set(key, seed)),
        3 => seed().prop_map(MapOp::Remove),
        1 => seed().prop_map(MapOp::RemoveEntry),
        1 => seed().prop_map(MapOp::Retain),
        1 => (0..9_usize, any::<bool>()).prop_map(|(taken, forget)| MapOp::Drain { taken, forget }),
        1 => Just(MapOp::Clear),
        1 => (0..60_usize).prop_map(MapOp::Reserve),
        1 => Just(MapOp::Clone),
        1 => vec(seed(), 0..20).prop_map(MapOp::Collect),
        1 => (0..9_usize).prop_map(MapOp::IntoIter),
    ])
}

fn capacities() -> impl Strategy<Value = usize> {
    prop_oneof![0..600_usize, 0..8000_usize, Just(1 << 20)]
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 64, ..Config::default() })]

    #[test]
    fn lists_agree_with_those_of_std(capacity in capacities(), ops in list_ops()) {
        on_every!(capacity, |handle| {
            run_lists::<(), _>(handle, &ops);
            run_lists::<u8, _>(handle, &ops);
            run_lists::<u64, _>(handle, &ops);
            run_lists::<[u64; 3], _>(handle, &ops);
            run_lists::<A64, _>(handle, &ops);
        });
    }

    #[test]
    fn texts_agree_with_those_of_std(capacity in capacities(), ops in text_ops()) {
        on_every!(capacity, |handle| run_texts(handle, &ops));
    }

    #[test]
    fn maps_agree_with_those_of_std(capacity in capacities(), ops in map_ops()) {
        on_every!(capacity, |handle| {
            run_maps::<(), _>(handle, &ops);
            run_maps::<u64, _>(handle, &ops);
            run_maps::<A64, _>(handle, &ops);
        });
    }
}
