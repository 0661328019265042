//! The parser of the example `json` against `serde_json`, on any bytes and on documents of a grammar.
//!
//! They must accept the same, with two exceptions: the example skips a byte order mark, and has a
//! limit of its own to the depth.
#![expect(unreachable_pub, reason = "the example's modules are a program's")]

#[path = "../../examples/json/error.rs"]
mod error;
#[expect(clippy::collapsible_if, reason = "the example is for an older Rust")]
#[path = "../../examples/json/parser.rs"]
mod parser;
#[path = "../../examples/json/value.rs"]
mod value;
#[path = "../../examples/json/writer.rs"]
mod writer;

use std::{iter, sync::LazyLock};

use arbitrary::{Result, Unstructured};
use arena::{AllocError, Arena};
use serde_json::{Deserializer, Value as Theirs};

use self::{
    error::Error,
    parser::{MAX_DEPTH, parse},
    value::{Number, Value},
};
use crate::grammar::Grammar;

/// Longer texts may nest too deeply for the stack.
const LONGEST: usize = 4000;

static GRAMMAR: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(include_str!("json.grammar"), 600, ""));

/// Takes the bytes for a document, and for choices of a grammar.
pub fn run(data: &[u8], show: bool) {
    let generated = generate(&mut Unstructured::new(data)).unwrap_or_default();
    for json in [data, generated.as_bytes()] {
        // By this name `serde_json` knows its own numbers.
        let special = json.windows(11).any(|bytes| bytes == b"$serde_json");
        if json.len() <= LONGEST && !special {
            check(json, show);
        }
    }
}

/// A document by the grammar, at any depth.
fn generate(u: &mut Unstructured<'_>) -> Result<String> {
    let depth = if u.ratio(1, 16)? { u.int_in_range(0..=MAX_DEPTH + 2)? } else { 0 };
    let document = GRAMMAR.text(u)?;
    let document = ["␣ ", "␤\n", "␉\t", "␍\r", "␟\u{1f}"]
        .iter()
        .fold(document, |text, pair| text.replace(&pair[..3], &pair[3..]));
    let (open, close) = *u.choose(&[("[", "]"), ("{\"\":", "}")])?;
    Ok([&open.repeat(depth), &*document, &close.repeat(depth)].concat())
}

fn check(json: &[u8], show: bool) {
    if show {
        println!("{}", json.escape_ascii());
    }
    let arena = Arena::new(64 * json.len() + 4096).expect("the system has it");
    let ours = parse(json, &arena.local());
    match (&ours, read(json)) {
        (Ok(ours), Some(theirs)) => {
            assert!(depth(json) <= MAX_DEPTH, "the depth has no limit");
            assert!(same(ours, &theirs), "{ours:?}\n{theirs:?}");
            let written = write(ours);
            assert!(read(&written).is_some_and(|theirs| same(ours, &theirs)), "written: {ours:?}");
            let again = parse(&written, &arena.local()).expect("it is well-formed");
            assert_eq!(write(&again), written);
            full(json, ours);
        }
        (Err(error), theirs) => {
            assert!(matches!(**error, Error::Malformed { .. }), "{error}");
            assert!(theirs.is_none() || depth(json) > MAX_DEPTH, "{error}");
        }
        (Ok(ours), None) => panic!("accepted as {ours:?}"),
    }
}

fn write(value: &Value<'_>) -> Vec<u8> {
    let mut written = Vec::new();
    writer::write(value, &mut written).expect("there is memory for it");
    written
}

/// Parses a right document in arenas that may be too small.
fn full(json: &[u8], expected: &Value<'_>) {
    // Whether a capacity is enough, and how much of it is allocated.
    let needed = |capacity| {
        let mut arena = Arena::new(capacity).expect("the system has it");
        let needed = match parse(json, &arena.local()) {
            Ok(value) => {
                assert_eq!(value, *expected);
                Some(arena.allocated())
            }
            Err(error) => {
                assert!(matches!(*error, Error::Arena(AllocError::Full { .. })), "{error}");
                None
            }
        };
        arena.reset();
        assert_eq!(arena.remaining(), capacity);
        needed
    };
    let enough = needed(64 * json.len() + 4096).expect("it is enough");
    assert!(needed(enough).is_some(), "{enough} bytes are not enough for as many");
    let (size, sum) = (size(expected), json.iter().map(|byte| usize::from(*byte)).sum::<usize>());
    needed(sum % (enough + 1));
    for capacity in [size.checked_sub(1), sum.checked_rem(size)].into_iter().flatten() {
        assert_eq!(needed(capacity), None, "{capacity} bytes are enough for {size}");
    }
}

/// Bytes of a value's lists and texts.
fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(Number::Int(_) | Number::Float(_)) => 0,
        Value::Number(Number::Text(text)) | Value::Text(text) => text.len(),
        Value::List(items) => size_of_val(*items) + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => {
            let inside = members.iter().map(|(name, value)| name.len() + size(value));
            size_of_val(*members) + inside.sum::<usize>()
        }
    }
}

/// What `serde_json` reads.
fn read(json: &[u8]) -> Option<Theirs> {
    let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
    let mut from = Deserializer::from_slice(json);
    from.disable_recursion_limit();
    let mut values = from.into_iter();
    let value = values.next()?.ok()?;
    values.next().is_none().then_some(value)
}

/// How deep the lists and objects of a right document are nested.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Whether they are the same. `serde_json` has only the last of the members with one name.
fn same(ours: &Value<'_>, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Bool(ours), Theirs::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), Theirs::Number(theirs)) => same_number(ours, theirs.as_str()),
        (Value::Text(ours), Theirs::String(theirs)) => ours == theirs,
        (Value::List(ours), Theirs::Array(theirs)) => {
            ours.len() == theirs.len() && iter::zip(*ours, theirs).all(|(one, two)| same(one, two))
        }
        (Value::Object(ours), Theirs::Object(theirs)) => {
            let last = |name| ours.iter().rfind(|(there, _)| *there == name);
            ours.iter().all(|(name, _)| theirs.contains_key(*name))
                && theirs
                    .iter()
                    .all(|(name, two)| last(name).is_some_and(|(_, one)| same(one, two)))
        }
        _ => false,
    }
}

fn same_number(ours: &Number<'_>, theirs: &str) -> bool {
    match ours {
        Number::Int(int) => int.to_string() == theirs,
        Number::Float(float) => {
            let closest: f64 = theirs.parse().expect("it is a number");
            float.to_bits() == closest.to_bits()
                && decimal(&format!("{float:?}")) == decimal(theirs)
        }
        // In its own digits, but for the sign of an exponent.
        Number::Text(text) => {
            text.parse::<i64>().is_err()
                && text.replace('E', "e").replace("e+", "e") == theirs.replace("e+", "e")
        }
    }
}

/// A number as its digits without any zero around them, and its power of ten.
fn decimal(text: &str) -> (String, i64) {
    let (text, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole.trim_start_matches('-'), fraction].concat();
    let len = i64::try_from(digits.trim_start_matches('0').len()).expect("it is short");
    let decimals = i64::try_from(fraction.len()).expect("it is short");
    let power = len - decimals + exponent.parse::<i64>().expect("it is a number");
    let digits = digits.trim_matches('0');
    (digits.into(), if digits.is_empty() { 0 } else { power })
}
