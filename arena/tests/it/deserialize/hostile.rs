//! What a format should not do, and what an arena has no room for.

use std::fmt::Debug;

use arena::{
    Arena, ArenaSafe, DeserializeIn,
    deserialize::{Bytes, Pairs},
};
use serde::{
    Deserializer,
    de::{
        DeserializeSeed, SeqAccess, Visitor,
        value::{Error, U8Deserializer},
    },
    forward_to_deserialize_any,
};

/// A sequence of three, which says that it has any length.
struct Liar(usize, u8);

impl<'de> Deserializer<'de> for Liar {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for Liar {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        self.1 += 1;
        let more = (self.1 <= 3).then(|| seed.deserialize(U8Deserializer::new(self.1)));
        more.transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0)
    }
}

#[test]
fn a_length_that_lies_costs_nothing() {
    for said in [0, 1, 3, 1000, 1 << 20, usize::MAX >> 4, usize::MAX] {
        let arena = Arena::new(256).unwrap();
        let local = arena.local();
        let list: &mut &[u64] = local.deserialize(Liar(said, 0)).unwrap();
        assert_eq!(**list, [1, 2, 3], "{said} elements");
        let none: &mut &[()] = local.deserialize(Liar(said, 3)).unwrap();
        assert_eq!(none.len(), 0);
        drop(local);
        assert!(arena.allocated() <= 128, "{said}: {} bytes", arena.allocated());
    }
}

#[derive(ArenaSafe, DeserializeIn, Debug, PartialEq)]
struct Everything<'a> {
    text: &'a str,
    list: &'a [u64],
    map: Pairs<'a, &'a str, &'a [f64]>,
    bytes: Bytes<'a>,
    inner: Option<&'a Everything<'a>>,
    either: &'a [Either<'a>],
}

#[derive(ArenaSafe, DeserializeIn, Debug, PartialEq)]
#[serde(untagged)]
enum Either<'a> {
    Number(u64),
    Text(&'a str),
}

const JSON: &str = r#"{"text":"some text","list":[1,2,3,4,5,6,7,8,9],"map":{"a":[1],"b":[2,3]},"bytes":[1,2],
    "inner":{"text":"","list":[],"map":{},"bytes":[],"either":["text",7]},"either":[]}"#;

#[test]
fn a_full_arena_is_an_error_of_the_format() {
    let read = |capacity| {
        let mut arena = Arena::new(capacity).unwrap();
        let local = arena.local();
        let from = &mut serde_json::Deserializer::from_str(JSON);
        let is_read = match local.deserialize::<Everything<'_>, _>(from) {
            Ok(value) => {
                assert_eq!((value.text, value.list.len()), ("some text", 9));
                assert_eq!(value.inner.unwrap().either, [Either::Text("text"), Either::Number(7)]);
                true
            }
            Err(error) => {
                assert!(error.to_string().starts_with("arena full: "), "{error}");
                false
            }
        };
        drop(local);
        arena.reset();
        assert_eq!(arena.remaining(), capacity);
        is_read
    };
    let enough = (0..4096).find(|capacity| read(*capacity)).unwrap();
    assert!(enough > size_of::<Everything<'_>>());
    assert!(read(enough + 64));
}

#[test]
fn an_unfinished_list_gives_its_bytes_back() {
    let arena = Arena::new(1 << 16).unwrap();
    for _ in 0..100 {
        let local = arena.local();
        let json = format!("[{}true]", "1,".repeat(1000));
        let from = &mut serde_json::Deserializer::from_str(&json);
        let error = local.deserialize::<&[u64], _>(from).unwrap_err();
        assert!(error.to_string().starts_with("invalid type: boolean `true`, expected u64"));
    }
    assert_eq!(arena.allocated(), 0);
}

#[derive(ArenaSafe, DeserializeIn, Debug)]
struct Deep<'a>(#[expect(dead_code, reason = "it is only read")] &'a [Deep<'a>]);

#[test]
fn depth_is_the_limit_of_the_format() {
    let arena = Arena::new(1 << 20).unwrap();
    let read = |depth: usize| {
        let json = "[".repeat(depth) + &"]".repeat(depth);
        let from = &mut serde_json::Deserializer::from_str(&json);
        arena.local().deserialize::<Deep<'_>, _>(from).map(|_| ()).map_err(|it| it.to_string())
    };
    assert_eq!(read(127), Ok(()));
    assert!(read(100_000).unwrap_err().starts_with("recursion limit exceeded"));
}

type Parts<'a> = (&'a mut [&'a mut str], (&'a mut [u8; 2], &'a mut u8));

#[test]
fn parts_may_be_exclusive() {
    let arena = Arena::new(1024).unwrap();
    let from = &mut serde_json::Deserializer::from_str(r#"[["a","b"],[[1,2],3]]"#);
    let (texts, (pair, one)) = arena.local().deserialize::<Parts<'_>, _>(from).unwrap();
    texts[0].make_ascii_uppercase();
    pair[0] += **one;
    assert_eq!((&*texts[0], &*texts[1], **pair), ("A", "b", [4, 2]));
}
