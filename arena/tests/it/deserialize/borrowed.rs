//! Text that stays in the input, where it is there as it is.

use arena::{
    Arena, ArenaSafe, DeserializeIn,
    deserialize::{Pairs, Text},
};
use serde::{
    Deserialize, Serialize,
    de::{
        Deserializer,
        value::{BorrowedBytesDeserializer, BytesDeserializer, Error, U8Deserializer},
    },
};

#[derive(ArenaSafe, DeserializeIn, Serialize, Debug)]
struct Post<'a> {
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow, default)]
    more: Option<&'a More<'a>>,
    copied: &'a str,
}

#[derive(ArenaSafe, DeserializeIn, Serialize, Debug)]
struct More<'a> {
    #[serde(borrow)]
    list: &'a [Text<'a>],
    #[serde(borrow)]
    pairs: Pairs<'a, Text<'a>, (Text<'a>, [Text<'a>; 1])>,
    #[serde(borrow)]
    inner: Option<&'a Post<'a>>,
}

static JSON: &str = r#"{"title":"Tea","more":{"list":["a","","été"],"pairs":{"key":["one",["two"]]},"inner":{
    "title":"T\u00e9a","copied":"plain"}},"copied":"plain"}"#;

/// Every `Text` of a post.
fn texts<'a>(post: &Post<'a>) -> Vec<&'a str> {
    let mut all = vec![post.title.0];
    if let Some(more) = post.more {
        all.extend(more.list.iter().map(|text| text.0));
        all.extend(more.pairs.iter().flat_map(|(key, (one, [two]))| [key.0, one.0, two.0]));
        all.extend(more.inner.map(texts).unwrap_or_default());
    }
    all
}

#[test]
fn text_stays_in_the_input_unless_it_has_escapes() {
    let arena = Arena::new(4096).unwrap();
    let from = &mut serde_json::Deserializer::from_str(JSON);
    let post: &mut Post<'_> = arena.local().deserialize(from).unwrap();
    let all = texts(post);
    assert_eq!(all, ["Tea", "a", "", "été", "key", "one", "two", "Téa"]);
    let (escaped, plain) = all.split_last().unwrap();
    assert!(plain.iter().all(|text| JSON.as_bytes().as_ptr_range().contains(&text.as_ptr())));
    assert!(arena.contains(escaped.as_ptr()) && arena.contains(post.copied.as_ptr()));
    let [written, theirs] = [serde_json::to_value(post), serde_json::from_str(JSON)];
    assert_eq!(written.unwrap()["more"]["list"], theirs.unwrap()["more"]["list"]);
}

#[test]
fn what_is_read_from_a_stream_is_copied() {
    let arena = Arena::new(4096).unwrap();
    let from = &mut serde_json::Deserializer::from_reader(JSON.as_bytes());
    let post: &mut Post<'_> = arena.local().deserialize(from).unwrap();
    let all = texts(post);
    assert_eq!(all, ["Tea", "a", "", "été", "key", "one", "two", "Téa"]);
    assert!(all.iter().all(|text| text.is_empty() || arena.contains(text.as_ptr())));
}

#[test]
fn text_that_stays_takes_nothing_of_the_arena() {
    let arena = Arena::new(64).unwrap();
    let json = format!("[{:?}, {:?}]", "long ".repeat(100), "text");
    let from = &mut serde_json::Deserializer::from_str(&json);
    let [long, text] = <[Text<'_>; 2]>::deserialize_in(from, &arena.local()).unwrap();
    assert_eq!((long.len(), &*text, arena.allocated()), (500, "text", 0));
}

#[derive(ArenaSafe, DeserializeIn, Debug)]
#[serde(tag = "type")]
enum Tagged<'a> {
    Post {
        #[serde(borrow)]
        title: Text<'a>,
    },
}

#[test]
fn text_before_a_tag_is_copied() {
    let arena = Arena::new(1024).unwrap();
    let title = |json| {
        let from = &mut serde_json::Deserializer::from_str(json);
        let Tagged::Post { title } = Tagged::deserialize_in(from, &arena.local()).unwrap();
        title.0
    };
    let (first, last) = (r#"{"type":"Post","title":"Tea"}"#, r#"{"title":"Tea","type":"Post"}"#);
    assert_eq!((title(first), title(last)), ("Tea", "Tea"));
    assert!(first.as_bytes().as_ptr_range().contains(&title(first).as_ptr()));
    assert!(arena.contains(title(last).as_ptr()));
}

/// Reads as text here and by serde, with the same end.
fn same<'de, D: Deserializer<'de, Error = Error>>(from: impl Fn() -> D) {
    let arena = Arena::new(1024).unwrap();
    let ours = Text::deserialize_in(from(), &arena.local());
    assert_eq!(ours.map(|text| text.to_string()), String::deserialize(from()));
}

#[test]
fn bytes_and_numbers_are_taken_or_refused_as_by_serde() {
    for bytes in [&b"text"[..], b"", b"\xff", b"a\xc3"] {
        same(|| BorrowedBytesDeserializer::new(bytes));
        same(|| BytesDeserializer::new(bytes));
    }
    same(|| U8Deserializer::new(7));
}
