//! A JSON document as a tree.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    example::parser,
    harness::{
        Case,
        Kind::{Ours, Peer},
        Row, Work,
    },
    json::parse,
    peers::{bump_scope, bumpalo, multitude, ours, system},
    subject::{Alone, Keep, Subject},
};

/// The document of `examples/json`.
const JSON: &[u8] = include_bytes!("../../../examples/json/sample.json");

/// Parsing.
pub const PARSE: Case = Case {
    name: "json",
    question: "What does a byte of JSON cost, parsed into a tree (103 KB, by one parser for every arena)? \"examples/json\" is the parser it was \
               made after, which keeps every digit and says where an error is.",
    unit: "ns per byte",
    lead: "Local",
    rows: || {
        // Many: what the heap does in a sample slows the first pass of the next row.
        let work = Work { values: JSON.len(), passes: 16 };
        let room = 8 * JSON.len();
        vec![
            Row::of("Local", Ours, Alone(ours::locals(room)), work, pass),
            Row::of("&Arena", Ours, Alone(ours::direct(room)), work, pass),
            Row::of("Local, examples/json", Ours, Alone(ours::locals(room)), work, example),
            Row::of("bumpalo", Peer, bumpalo::plain(room), work, pass),
            Row::of("bumpalo, align 8", Peer, bumpalo::aligned(room), work, pass),
            Row::of("bump-scope", Peer, bump_scope::plain(room), work, pass),
            Row::of("bump-scope, align 8", Peer, bump_scope::aligned(room), work, pass),
            Row::of("multitude", Peer, multitude::arena(room), work, pass),
            Row::of("serde_json", Peer, system::kept(1, false), work, values),
            Row::of("serde_json + free", Peer, system::kept(1, true), work, values),
        ]
    },
};

#[inline(never)]
fn pass<S: Subject>(subject: &mut S, _: usize) -> Duration
where
    for<'a> S::Handle<'a>: Keep,
{
    let json = black_box(JSON);
    let start = Instant::now();
    let handle = subject.open();
    black_box(parse(json, &handle)).expect("the document is JSON");
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn example(subject: &mut Alone<ours::Locals>, _: usize) -> Duration {
    let json = black_box(JSON);
    let start = Instant::now();
    let local = subject.open();
    black_box(parser::parse(json, &local)).expect("the document is JSON");
    drop(local);
    start.elapsed()
}

#[inline(never)]
fn values(subject: &mut system::Kept<serde_json::Value>, _: usize) -> Duration {
    let json = black_box(JSON);
    let start = Instant::now();
    let handle = subject.open();
    handle.keep(serde_json::from_slice(json).expect("the document is JSON"));
    system::Kept::close(handle);
    start.elapsed()
}

#[cfg(test)]
mod tests {
    use arena::Arena;
    use serde_json::{Value as Theirs, json};

    use super::*;
    use crate::json::Value;

    /// Our tree as theirs, in which an object has no order.
    fn ours(value: &Value<'_>) -> Theirs {
        match *value {
            Value::Null => Theirs::Null,
            Value::Bool(value) => json!(value),
            Value::Int(number) => json!(number),
            Value::Float(number) => json!(number),
            Value::Text(text) => json!(text),
            Value::List(items) => items.iter().map(ours).collect(),
            Value::Object(members) => {
                members.iter().map(|(name, value)| (*name, ours(value))).collect()
            }
        }
    }

    #[test]
    fn the_document_is_what_the_question_says() {
        assert_eq!(JSON.len() / 1000, 103);
    }

    #[test]
    fn the_tree_is_that_of_serde() {
        let arena = Arena::new(8 * JSON.len()).unwrap();
        let handle = &arena;
        let tree = parse(JSON, &handle).unwrap();
        let theirs: Theirs = serde_json::from_slice(JSON).unwrap();
        assert_eq!(ours(&tree), theirs);
    }
}
