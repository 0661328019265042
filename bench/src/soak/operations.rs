//! The operations of the soak, one function each.

use std::{alloc::Layout, array, ptr::NonNull, slice};

use arena::{AllocError, Arena, Handle, Local, Scope, collections};

pub(crate) type Mapped = Arena<arena::Mapped>;

/// What a thread shares with the others.
#[derive(Clone, Copy)]
pub(crate) enum Shared<'a> {
    Arena(&'a Mapped),
    Scope(&'a Scope<'a>),
}

impl<'a> Shared<'a> {
    pub(crate) fn local(self) -> Local<'a> {
        match self {
            Self::Arena(arena) => arena.local(),
            Self::Scope(scope) => scope.local(),
        }
    }
}

/// What an operation allocates with.
#[derive(Clone, Copy)]
pub(crate) enum On<'h, 'a> {
    Shared(Shared<'a>),
    Local(&'h Local<'a>),
}

/// Does something with whatever it is, or calls a method of it.
macro_rules! on {
    ($on:expr, |$it:ident| $does:expr) => {
        match $on {
            On::Shared(Shared::Arena($it)) => $does,
            On::Shared(Shared::Scope($it)) => $does,
            On::Local($it) => $does,
        }
    };
    ($on:expr, $($call:tt)+) => {
        on!($on, |it| it.$($call)+)
    };
}

/// Looks whether what was made is still as it was, every byte.
pub(crate) type Kept<'a> = Box<dyn Fn() -> bool + 'a>;
pub(crate) type Made<'a> = Result<Kept<'a>, AllocError>;
/// Makes something from a seed, of about a length.
pub(crate) type Operation = for<'a> fn(On<'_, 'a>, u64, usize) -> Made<'a>;

pub(crate) const OPERATIONS: &[Operation] = &[
    |on, seed, _| words(slice::from_ref(on!(on, try_alloc(word(seed, 0)))?), seed),
    |on, seed, _| words(slice::from_ref(on!(on, try_alloc_copy(word(seed, 0)))?), seed),
    |on, seed, _| words(on!(on, try_alloc_with(|| array_of::<100>(seed)))?, seed),
    |on, seed, _| words(on!(on, try_alloc_uninit())?.write(array_of::<3>(seed)), seed),
    |on, seed, len| words(on!(on, try_alloc_slice_copy(&source(seed, len)))?, seed),
    |on, seed, len| words(on!(on, try_alloc_slice_clone(&source(seed, len)))?, seed),
    |on, seed, len| words(on!(on, try_alloc_slice_fill_with(len, |at| word(seed, at)))?, seed),
    |on, seed, len| text(on!(on, try_alloc_str(&letters(seed, len)))?, seed),
    |on, seed, len| {
        let (first, second) = (letters(seed, len), letters(!seed, len));
        let made = on!(on, try_alloc_fmt(format_args!("{first}{second}")))?;
        Ok(Box::new(move || made.strip_prefix(&first).is_some_and(|rest| rest == second)))
    },
    |on, seed, _| {
        let result = || Some(word(seed, 0)).filter(|word| word % 3 > 0).ok_or(());
        let made = on!(on, try_alloc_try_with(result))?;
        words(made.map_or(&[], |word| slice::from_ref(word)), seed)
    },
    |on, seed, len| {
        let made = on!(on, try_alloc_slice_fill_copy(len, seed))?;
        Ok(Box::new(move || made.iter().all(|word| *word == seed)))
    },
    |on, _, len| {
        let made = on!(on, try_alloc_slice_fill_default::<u64>(len))?;
        Ok(Box::new(move || made.iter().all(|word| *word == 0)))
    },
    |on, seed, len| {
        let of_any_length = source(seed, len).into_iter().filter(|_| true);
        words(on!(on, try_alloc_slice_fill_iter(of_any_length))?, seed)
    },
    |on, seed, len| {
        let made = on!(on, try_alloc_slice_uninit(len))?;
        words(made.write_copy_of_slice(&source(seed, len)), seed)
    },
    |on, seed, len| {
        let layout = Layout::from_size_align(len, 1 << (seed % 13)).expect("both are small");
        let (made, value) = (on!(on, try_alloc_layout(layout))?, seed.to_le_bytes()[0]);
        // SAFETY: the claim is ours, for as long as the handle says.
        unsafe { made.write_bytes(value, len) };
        // SAFETY: the same, and all of it was written.
        let bytes = unsafe { NonNull::slice_from_raw_parts(made, len).as_ref() };
        let aligned = made.addr().get() % layout.align() == 0;
        Ok(Box::new(move || aligned && bytes.iter().all(|byte| *byte == value)))
    },
    |on, seed, len| {
        let made = on!(on, try_alloc_box(source(seed, len)))?;
        Ok(Box::new(move || are_of(&made, seed)))
    },
    |on, seed, len| {
        let inside = Arena::from_buffer(on!(on, try_alloc_slice_uninit(8 * len + 8))?);
        let intact = words(inside.local().try_alloc_slice_copy(&source(seed, len))?, seed)?();
        Ok(Box::new(move || intact))
    },
    |on, seed, len| on!(on, |on| list(on, seed, len)),
    |on, seed, len| on!(on, |on| string(on, seed, len)),
    |on, seed, len| on!(on, |on| map(on, seed, len)),
];

/// A list that grows, beside one of the standard library.
fn list<'a>(on: impl Handle<'a>, seed: u64, len: usize) -> Made<'a> {
    let (mut made, mut model) = (collections::Vec::new_in(on), source(seed, len));
    made.try_extend_from_slice_copy(&model[len / 2..])?;
    for word in model.drain(..len / 2).rev().collect::<Vec<_>>() {
        made.try_push(word).map_err(|(_, error)| error)?;
        model.push(word);
    }
    if seed.is_multiple_of(2) {
        made.retain(|word| *word % 3 > 0);
        model.retain(|word| word % 3 > 0);
    }
    made.drain(..made.len() / 4);
    model.drain(..model.len() / 4);
    let made = made.into_slice();
    Ok(Box::new(move || made == model))
}

/// A text that grows, in one part and then in single characters.
fn string<'a>(on: impl Handle<'a>, seed: u64, len: usize) -> Made<'a> {
    let mut made = collections::String::with_capacity_in(0, on);
    let letters = letters(seed, len);
    let (first, rest) = letters.split_at(len / 2);
    made.try_push_str(first)?;
    for char in rest.chars() {
        made.try_push_str(char.encode_utf8(&mut [0; 4]))?;
    }
    text(made.into_str(), seed)
}

/// A map that grows, loses some keys, and is looked through before it goes.
fn map<'a>(on: impl Handle<'a>, seed: u64, len: usize) -> Made<'a> {
    let mut made = collections::HashMap::new_in(on);
    for at in 0..len {
        made.try_insert(word(seed, at), at)?;
    }
    made.retain(|_, at| *at % 3 > 0);
    let found = |at: usize| made.get(&word(seed, at)) == Some(&at).filter(|at| **at % 3 > 0);
    let intact = (0..len).all(found);
    Ok(Box::new(move || intact))
}

fn words(made: &[u64], seed: u64) -> Made<'_> {
    Ok(Box::new(move || are_of(made, seed)))
}

fn text(made: &str, seed: u64) -> Made<'_> {
    Ok(Box::new(move || made == letters(seed, made.len())))
}

fn word(seed: u64, at: usize) -> u64 {
    (seed ^ at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn are_of(words: &[u64], seed: u64) -> bool {
    words.iter().enumerate().all(|(at, it)| *it == word(seed, at))
}

fn array_of<const N: usize>(seed: u64) -> [u64; N] {
    array::from_fn(|at| word(seed, at))
}

fn source(seed: u64, len: usize) -> Vec<u64> {
    (0..len).map(|at| word(seed, at)).collect()
}

/// One byte each.
fn letters(seed: u64, len: usize) -> String {
    (0..len).map(|at| char::from((word(seed, at) >> 57) as u8)).collect()
}
