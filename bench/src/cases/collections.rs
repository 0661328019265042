//! Collections that grow: lists, strings and hash maps.

use std::{
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    growing::{Append, Counts, List, Lists, Maps, Strings},
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        PAYLOAD, Row, Work,
    },
    peers::{api2, bump_scope, bumpalo, cleared, multitude, ours, system},
    subject::{Alone, Subject},
    texts::PROSE,
};

/// Values of a list.
const LIST: usize = 1000;

/// Lists that begin empty.
pub const PUSH: Case = Case {
    name: "vec-push",
    question: "What does a push cost, where a `Vec` of 1,000 `u64`s grows from nothing? (Lists are made one after another and kept.)",
    unit: "ns per push",
    lead: "Local",
    rows: || lists!(pushes::<_, 0>),
};

/// Lists with room for everything.
pub const PUSH_RESERVED: Case = Case {
    name: "vec-push-reserved",
    question: "The same, where the `Vec` is made with the capacity it needs.",
    unit: "ns per push",
    lead: "Local",
    rows: || lists!(pushes::<_, LIST>),
};

macro_rules! lists {
    ($pass:expr) => {{
        let lists = PAYLOAD / (LIST * size_of::<u64>());
        let work = Work { values: lists * LIST, passes: 4 };
        // Twice for doubling, and twice for what growth leaves behind.
        let room = 4 * PAYLOAD;
        vec![
            Row::of("Local", Ours, Alone(ours::locals(room)), work, $pass),
            Row::of("&Arena", Ours, Alone(ours::direct(room)), work, $pass),
            Row::of("bumpalo", Peer, bumpalo::plain(room), work, $pass),
            Row::of("bumpalo, allocator-api2", Peer, bumpalo::api2(room), work, $pass),
            Row::of("bump-scope", Peer, bump_scope::upward(room), work, $pass),
            Row::of("bump-scope, MutBumpVec", Peer, bump_scope::sole(room), work, $pass),
            Row::of("bump-scope, allocator-api2", Peer, bump_scope::api2(room), work, $pass),
            Row::of("multitude", Peer, multitude::arena(room), work, $pass),
            Row::of("system", Peer, system::kept(lists, false), work, $pass),
            Row::of("system + free", Peer, system::kept(lists, true), work, $pass),
            Row::of("cleared", Floor, cleared::list(LIST), work, $pass),
        ]
    }};
}
use lists;

#[inline(never)]
fn pushes<S: Subject, const CAPACITY: usize>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Lists,
{
    let start = Instant::now();
    let mut handle = subject.open();
    for _ in 0..values / LIST {
        let mut list = handle.list(CAPACITY);
        for eight in 0..LIST / 8 {
            // A loop of so few instructions runs once or twice as fast by where in the code it happens to lie.
            for value in 0..8 {
                list.push((8 * eight + value) as u64);
            }
        }
        black_box(list.keep());
    }
    S::close(handle);
    start.elapsed()
}

/// A string of words.
pub const BUILD: Case = Case {
    name: "string-build",
    question: "What does a word cost, where a `String` of the whole text (see `words`) grows from nothing by `push_str` of the word and `push` \
               of a space?",
    unit: "ns per word",
    lead: "Local",
    rows: || strings!(builds),
};

/// A string that a formatter writes.
pub const WRITE: Case = Case {
    name: "string-write",
    question: "The same by `write!(text, \"{number} {word}, \")`, with the number of each word.",
    unit: "ns per word",
    lead: "Local",
    rows: || strings!(writes),
};

macro_rules! strings {
    ($pass:ident) => {{
        let work = Work { values: PROSE.len(), passes: 2 };
        // With numbers: twice for doubling, and twice for what growth leaves behind.
        let bytes = 16 * work.values;
        let room = 4 * bytes;
        vec![
            Row::of("Local", Ours, Alone(ours::locals(room)), work, $pass),
            Row::of("&Arena", Ours, Alone(ours::direct(room)), work, $pass),
            Row::of("bumpalo", Peer, bumpalo::plain(room), work, $pass),
            Row::of("bump-scope", Peer, bump_scope::upward(room), work, $pass),
            Row::of("bump-scope, MutBumpString", Peer, bump_scope::sole(room), work, $pass),
            Row::of("multitude", Peer, multitude::arena(room), work, $pass),
            Row::of("system", Peer, system::kept(1, false), work, $pass),
            Row::of("system + free", Peer, system::kept(1, true), work, $pass),
            Row::of("cleared", Floor, cleared::string(bytes), work, $pass),
        ]
    }};
}
use strings;

#[inline(never)]
fn builds<S: Subject>(subject: &mut S, _: usize) -> Duration
where
    for<'a> S::Handle<'a>: Strings,
{
    let list: &[&str] = black_box(&PROSE);
    let start = Instant::now();
    let mut handle = subject.open();
    let mut text = handle.string();
    for word in list {
        text.push_str(word);
        text.push(' ');
    }
    black_box(text.keep());
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn writes<S: Subject>(subject: &mut S, _: usize) -> Duration
where
    for<'a> S::Handle<'a>: Strings,
{
    let list: &[&str] = black_box(&PROSE);
    let start = Instant::now();
    let mut handle = subject.open();
    let mut text = handle.string();
    for (number, word) in list.iter().enumerate() {
        write!(text, "{number} {word}, ").expect("there is room");
    }
    black_box(text.keep());
    S::close(handle);
    start.elapsed()
}

/// A map of words.
pub const MAP: Case = Case {
    name: "hashmap-words",
    question: "What does a word cost, where a `HashMap` that begins empty counts the first 10,000 words of the text by `entry`, and is dropped? \
               (Every row has the hasher of `hashbrown`.)",
    unit: "ns per word",
    lead: "Local",
    rows: || {
        let work = Work { values: 10_000, passes: 4 };
        let room = 4 * PAYLOAD;
        vec![
            Row::of("Local", Ours, Alone(ours::locals(room)), work, counts),
            Row::of("&Arena", Ours, Alone(ours::direct(room)), work, counts),
            Row::of("bumpalo", Peer, bumpalo::api2(room), work, counts),
            Row::of("bump-scope", Peer, bump_scope::api2(room), work, counts),
            Row::of("multitude", Peer, multitude::arena(room), work, counts),
            Row::of("system, hashbrown", Peer, api2::system(), work, counts),
            Row::of("system, std", Peer, system::map(), work, counts),
            Row::of("cleared", Floor, cleared::map(work.values), work, counts),
        ]
    },
};

#[inline(never)]
fn counts<S: Subject>(subject: &mut S, words: usize) -> Duration
where
    for<'a> S::Handle<'a>: Maps,
{
    let list: &[&str] = black_box(&PROSE[..words]);
    let start = Instant::now();
    let mut handle = subject.open();
    let mut map = handle.map();
    for word in list {
        black_box(map.count(word));
    }
    drop(map);
    S::close(handle);
    start.elapsed()
}
