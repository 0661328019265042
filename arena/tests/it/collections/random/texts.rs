//! Random operations on texts.

use std::{fmt::Write, mem};

use arena::{
    Handle,
    collections::{CollectIn, String as Text},
};
use proptest::{collection::vec, prelude::*};

use super::{Op, Others, Pair, assert_full, attempt, capacities, config, some};
use crate::{allocators::on_every, support::Panic};

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

proptest! {
    #![proptest_config(config())]

    #[test]
    fn texts_agree_with_those_of_std(capacity in capacities(), ops in text_ops()) {
        on_every!(capacity, |handle| run_texts(handle, &ops));
    }
}
