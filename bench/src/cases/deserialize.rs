//! JSON as values of types, read by `serde_json` and freed again.

use std::{
    fmt,
    hint::black_box,
    sync::Mutex,
    time::{Duration, Instant},
};

use arena::{Arena, ArenaSafe, DeserializeIn};
use bumpalo::Bump;
use serde::{
    Deserialize,
    de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{
    crew::{EVERY_CORE, ONE_THREAD, cores, together},
    harness::{
        Case,
        Kind::{self, Floor, Ours, Peer},
        Row,
    },
    peers::ours,
    typed::{
        Sample, by_hand::ReadIn, catalogue::Catalogue, coordinates::Coordinates, tweets::Tweets,
    },
};

/// Reading.
pub const DESERIALIZE: Case = Case {
    name: "deserialize",
    question: "What does a byte of JSON cost that `serde_json` reads as values of types, until they are freed? (Documents of the shapes and sizes of `twitter.json`, \
               `citm_catalog.json` and `canada.json`. Each thread reads one of its own; those of ours into one arena, which is kept and reset, those of bumpalo by a \
               `DeserializeSeed` written by hand into a `Bump` for each thread, which is kept and reset too. Text without escapes stays in the document where the row says so, \
               and in the row \"borrowed\". Maps are lists of their pairs, but in the row \"HashMap\". \
               The floors are the parser alone: every value is visited and not kept, or passed over.)",
    unit: "ns per byte, together",
    lead: "Local",
    rows: || {
        [(ONE_THREAD, 1), (EVERY_CORE, cores())]
            .into_iter()
            .flat_map(|(group, threads)| {
                let tweets = rows::<Tweets>(group, threads);
                let catalogue = rows::<Catalogue>(group, threads);
                let coordinates = rows::<Coordinates>(group, threads);
                tweets.into_iter().chain(catalogue).chain(coordinates)
            })
            .collect()
    },
};

/// Bytes of an arena for each of a document.
const ROOM: usize = 4;

/// How many times over a sample reads its document.
const PASSES: usize = 4;

fn rows<S: Sample>(group: &str, threads: usize) -> Vec<Row> {
    let json = S::json();
    let row = |name, kind, read: fn(&'static str)| {
        passes(name, kind, json, threads, move || together(threads, |_| read(black_box(json))).0)
    };
    let in_arena = |name, read: fn(&str, &Arena)| {
        let mut arena = ours::arena(ROOM * json.len() * threads);
        passes(name, Ours, json, threads, move || {
            let (time, _) = together(threads, |_| read(black_box(json), &arena));
            let start = Instant::now();
            arena.reset();
            time + start.elapsed()
        })
    };
    let bump = || Mutex::new(Bump::with_capacity(ROOM * json.len()));
    let bumps: Vec<_> = (0..threads).map(|_| bump()).collect();
    let mut rows = vec![
        in_arena("Local", |json, arena| in_local::<S::InArena<'_>>(json, arena)),
        in_arena("Local, text stays", |json, arena| in_local::<S::Staying<'_>>(json, arena)),
        row("serde_json, owned", Peer, by_serde::<S::Owned>),
        row("serde_json, borrowed", Peer, by_serde::<S::Borrowed<'static>>),
        passes("bumpalo, by hand", Peer, json, threads, move || {
            let read = |index: usize| {
                let mut bump = bumps[index].lock().expect("no row panics");
                in_bump::<S>(black_box(json), &bump);
                bump.reset();
            };
            together(threads, read).0
        }),
        row("serde_json, nothing kept", Floor, by_serde::<Visited>),
        row("serde_json, passed over", Floor, by_serde::<IgnoredAny>),
    ];
    if S::HAS_MAPS {
        rows.insert(3, row("serde_json, HashMap", Peer, by_serde::<S::Hashed>));
    }
    let group = format!("{}, {group}", S::NAME);
    rows.into_iter().map(|row| row.within(&*group)).collect()
}

fn passes(
    name: &str,
    kind: Kind,
    json: &str,
    threads: usize,
    mut pass: impl FnMut() -> Duration + 'static,
) -> Row {
    let bytes = json.len() * threads * PASSES;
    Row::new(name, kind, bytes, move || (0..PASSES).map(|_| pass()).sum())
}

#[inline(never)]
fn in_local<'a, T: DeserializeIn<'a, 'a> + ArenaSafe + 'a>(json: &'a str, arena: &'a Arena) {
    let local = arena.local();
    let from = &mut serde_json::Deserializer::from_str(json);
    let read = local.deserialize::<T, _>(&mut *from);
    black_box(read.and_then(|value| from.end().map(|()| value)))
        .expect("the document is of the type");
}

#[inline(never)]
fn in_bump<S: Sample>(json: &str, bump: &Bump) {
    let from = &mut serde_json::Deserializer::from_str(json);
    let read = <&S::InBump<'_>>::read_in(&mut *from, bump);
    black_box(read.and_then(|value| from.end().map(|()| value)))
        .expect("the document is of the type");
}

#[inline(never)]
fn by_serde<T: Deserialize<'static>>(json: &'static str) {
    drop(black_box(serde_json::from_str::<T>(json).expect("the document is of the type")));
}

/// Whatever there is: numbers are made, escapes are replaced, and nothing is kept.
struct Visited;

impl<'de> Deserialize<'de> for Visited {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Self)
    }
}

/// Visits what has nothing inside.
macro_rules! visit {
    ($($visit:ident($type:ty))*) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<Self, E> {
            black_box(value);
            Ok(self)
        }
    )*};
}

impl<'de> Visitor<'de> for Visited {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    visit!(visit_bool(bool) visit_u64(u64) visit_i64(i64) visit_f64(f64) visit_str(&str));

    fn visit_unit<E: Error>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self, A::Error> {
        while let Some(Self) = seq.next_element()? {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        while let Some((Self, Self)) = map.next_entry()? {}
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Deserializer as From, Value};

    use super::*;

    fn same<S: Sample>() {
        fn written(value: impl serde::Serialize) -> Value {
            serde_json::to_value(value).unwrap()
        }

        let (json, arena, bump) = (S::json(), ours::arena(ROOM * S::json().len()), Bump::new());
        let owned = written(serde_json::from_str::<S::Owned>(json).unwrap());
        let local = arena.local();
        let in_arena = S::InArena::deserialize_in(&mut From::from_str(json), &local).unwrap();
        assert_eq!(written(in_arena), owned);
        let staying = S::Staying::deserialize_in(&mut From::from_str(json), &local).unwrap();
        assert_eq!(written(staying), owned);
        assert_eq!(written(serde_json::from_str::<S::Hashed>(json).unwrap()), owned);
        assert_eq!(written(serde_json::from_str::<S::Borrowed<'_>>(json).unwrap()), owned);
        assert_eq!(written(S::InBump::read_in(&mut From::from_str(json), &bump).unwrap()), owned);
    }

    #[test]
    fn every_row_reads_the_same() {
        same::<Tweets>();
        same::<Catalogue>();
        same::<Coordinates>();
    }

    #[test]
    fn the_documents_are_of_the_sizes_of_the_well_known_ones() {
        let documents = [
            (Tweets::json(), 631_514),
            (Catalogue::json(), 1_727_204),
            (Coordinates::json(), 2_251_051),
        ];
        for (json, size) in documents {
            assert!((98..=102).contains(&(json.len() * 100 / size)), "{} of {size}", json.len());
        }
    }
}
