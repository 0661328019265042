//! What is done to texts.

use std::{
    fmt::Write as _,
    io::{ErrorKind, Write as _},
    mem,
};

use arena::{
    Handle,
    collections::{CollectIn, String as Text},
};

use super::{
    element::{Element, Pieces},
    pair::{reserve, same},
    steps::{Step, TextOp},
    world::{World, pick},
};

/// What texts are made of.
const PIECES: [&str; 8] =
    ["", "a", "\n", "é", "中文", "🦀", "plain text", "a much longer text, höher than all others"];

fn piece(seed: u8) -> &'static str {
    PIECES[usize::from(seed) % PIECES.len()]
}

fn char(seed: u8) -> char {
    piece(seed).chars().next().unwrap_or('x')
}

impl<'a, T: Element, H: Handle<'a>> World<'a, T, H> {
    pub(super) fn text(&mut self, op: TextOp, step: &Step) {
        let (pair, _) = pick(&mut self.texts, step.second);
        let (handle, len) = (self.handle, pair.model.len());
        let (at, text, char) = (step.at % (len + 3), piece(step.seed), char(step.seed));
        let chars = || step.items(self::char);
        match op {
            TextOp::Push => same!(pair, step, |it| it.push(char)),
            TextOp::PushStr if step.tried => {
                pair.both(step.throw, |ours| ours.try_push_str(text), |model| model.push_str(text));
            }
            TextOp::PushStr => same!(pair, step, |it| it.push_str(text)),
            TextOp::Pop => same!(pair, step, |it| it.pop()),
            TextOp::Insert => same!(pair, step, |it| it.insert(at, char)),
            TextOp::InsertStr => same!(pair, step, |it| it.insert_str(at, text)),
            TextOp::Remove => same!(pair, step, |it| it.remove(at)),
            TextOp::Truncate => same!(pair, step, |it| it.truncate(at)),
            TextOp::Clear => same!(pair, step, |it| it.clear()),
            TextOp::Write => same!(pair, step, |it| {
                write!(it, "{}", Pieces(text))
                    .unwrap_or_else(|error| panic!("arena full: {error}"));
            }),
            TextOp::AddAssign => same!(pair, step, |it| *it += text),
            TextOp::ExtendChars => same!(pair, step, |it| it.extend(chars())),
            TextOp::ExtendStrs => same!(pair, step, |it| it.extend(step.items(piece))),
            TextOp::Upper => same!(pair, step, |it| it.make_ascii_uppercase()),
            TextOp::Reserve => {
                reserve!(pair, step, step.len, |model| model.reserve(step.len));
            }
            TextOp::ShrinkToFit => same!(pair, step, |it| it.shrink_to_fit()),
            TextOp::Clone => same!(pair, step, |it| *it = it.clone()),
            TextOp::Collect => {
                pair.replace(step.throw, || chars().collect_in(handle), || chars().collect());
            }
            TextOp::FromStr => {
                pair.replace(step.throw, || Text::from_str_in(text, handle), || text.into());
            }
            TextOp::Bytes => {
                // Cut anywhere, so that it may be no text.
                let bytes = &text.as_bytes()[..step.at % (text.len() + 1)];
                let write = |ours: &mut Text<H>| {
                    let mut list = mem::replace(ours, Text::new_in(handle)).into_bytes();
                    let written = list.write_all(bytes).map_err(|error| {
                        assert_eq!(error.kind(), ErrorKind::OutOfMemory);
                        error.downcast().expect("it is the arena's")
                    });
                    *ours = Text::from_utf8(list).unwrap_or_else(|error| {
                        let valid = error.utf8_error().valid_up_to();
                        let mut list = error.into_bytes();
                        list.truncate(valid);
                        Text::from_utf8(list).expect("so much is valid")
                    });
                    written
                };
                pair.both(step.throw, write, |model| {
                    let whole = [model.as_bytes(), bytes].concat();
                    *model = whole.utf8_chunks().next().map_or("", |chunk| chunk.valid()).into();
                });
            }
            TextOp::IntoStr => {
                let old = mem::replace(&mut pair.ours, Text::new_in(handle));
                self.strs.push((old.into_str(), mem::take(&mut pair.model)));
            }
        }
    }
}
