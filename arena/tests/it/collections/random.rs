//! Random operations, on two collections in turn, against the collections of `std`.

mod lists;
mod maps;
mod texts;

use std::{fmt::Debug, panic::resume_unwind};

use allocator_api2::alloc::Layout;
use arena::{ArenaSafe, Handle};
use proptest::{collection::vec, prelude::*, test_runner::Config};

use crate::support::{A64, Panic, panic_of};

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

fn capacities() -> impl Strategy<Value = usize> {
    prop_oneof![0..600_usize, 0..8000_usize, Just(1 << 20)]
}

fn config() -> Config {
    Config { failure_persistence: None, cases: 64, ..Config::default() }
}
