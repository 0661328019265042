//! The floor of the collections: those that grew before, and are cleared and filled again.

use std::fmt;

use hashbrown::HashMap;

use crate::{
    growing::{Append, List, Lists, Maps, Strings, counts},
    subject::Subject,
};

/// A collection that is used again and never grows.
pub struct Cleared<C>(C);

/// A list with room for `len` values.
pub fn list(len: usize) -> Cleared<Vec<u64>> {
    Cleared(Vec::with_capacity(len))
}

/// A string with room for `bytes`.
pub fn string(bytes: usize) -> Cleared<String> {
    Cleared(String::with_capacity(bytes))
}

/// A map with room for `len` words.
pub fn map(len: usize) -> Cleared<HashMap<&'static str, u32>> {
    Cleared(HashMap::with_capacity(len))
}

impl<C: 'static> Subject for Cleared<C> {
    type Handle<'a> = &'a mut C;

    #[inline(always)]
    fn open(&mut self) -> &mut C {
        &mut self.0
    }

    fn reset(&mut self) {}
}

/// Such a collection in use.
pub struct Held<'l, C>(&'l mut C);

impl Lists for &mut Vec<u64> {
    type List<'l>
        = Held<'l, Vec<u64>>
    where
        Self: 'l;

    #[inline(always)]
    fn list(&mut self, _: usize) -> Held<'_, Vec<u64>> {
        self.clear();
        Held(self)
    }
}

impl List for Held<'_, Vec<u64>> {
    #[inline(always)]
    fn push(&mut self, value: u64) {
        self.0.push(value);
    }

    #[inline(always)]
    fn keep(self) -> *const u64 {
        self.0.as_ptr()
    }
}

impl Strings for &mut String {
    type String<'l>
        = Held<'l, String>
    where
        Self: 'l;

    #[inline(always)]
    fn string(&mut self) -> Held<'_, String> {
        self.clear();
        Held(self)
    }
}

impl fmt::Write for Held<'_, String> {
    #[inline(always)]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(text)
    }

    #[inline(always)]
    fn write_char(&mut self, char: char) -> fmt::Result {
        self.0.write_char(char)
    }
}

impl Append for Held<'_, String> {
    #[inline(always)]
    fn push_str(&mut self, text: &str) {
        self.0.push_str(text);
    }

    #[inline(always)]
    fn push(&mut self, char: char) {
        self.0.push(char);
    }

    #[inline(always)]
    fn keep(self) -> *const u8 {
        self.0.as_ptr()
    }
}

impl Maps for &mut HashMap<&'static str, u32> {
    type Map<'l>
        = &'l mut HashMap<&'static str, u32>
    where
        Self: 'l;

    #[inline(always)]
    fn map(&mut self) -> &mut HashMap<&'static str, u32> {
        self.clear();
        self
    }
}

counts!(['l] &'l mut HashMap<&'static str, u32>);
