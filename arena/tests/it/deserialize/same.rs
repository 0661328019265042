//! The same value, or the same error, as by serde's own derive.

use std::collections::BTreeSet;

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    both::{as_each_type, as_each_type_of_postcard, each},
    documents::{CATALOGUE, COORDINATES, TWEETS},
    types::{ours, theirs},
};

/// Documents of each type, each read as every other too.
const JSON: &[&str] = &[
    r#"{"a":"text","see":7,"ddd":true,"read":"\"\u00e9\"","e":[1,-2],"f":1,"type":1.5}"#,
    r#"{"type":1,"dd":false,"see":0,"a":"","unknown":[{"a":[]}],"g":3,"h":3}"#,
    r#"{"theFirst":"a","theThird":null}"#,
    r#"{"theFirst":"a","theThird":1,"theSecond":1}"#,
    r#"{"a":"b"}"#,
    r#"{"one_two":1,"X":2}"#,
    r#"{"onetwo":1,"ONE_TWO":1,"OneTwo":2,"ThreeFour":2,"ONE-TWO":3,"one-two":4}"#,
    r#"["text"]"#,
    r#"["text",1,2]"#,
    r#"["text",1,2,3]"#,
    r#"["a","b","\u0000"]"#,
    "null",
    "[]",
    "{}",
    r#""inner""#,
    r#"{"value":-9223372036854775808,"next":{"value":1,"all":[]},"all":[{"value":2,"all":[]},{"value":3,"next":null,"all":[]}]}"#,
    r#"{"one":255,"all":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]}"#,
    r#"{"texts":{"b":1,"a":2,"b":3},"numbers":{"7":["seven"],"3":[]}}"#,
    r#"{"a":[1,-1,2,-2],"b":[3,-3,4,-4],"c":[5,-5,170141183460469231731687303715884105728,-1],"d":[0.5,1e3],"e":["é"],"f":null,"g":[],"h":[1,2],"i":[{"secs":1,"nanos":2},"::1"],"j":null,"k":[1,true],"l":0.1}"#,
    r#""Unit""#,
    r#"{"New":"text"}"#,
    r#"{"Tuple":[1,"text"]}"#,
    r#"{"zed":{"A_A":1,"BB":{"zett":{"A_A":2}}}}"#,
    r#"{"Hidden":null}"#,
    r#"{"HiddenToo":1}"#,
    r#"{"Skipping":null}"#,
    r#"{"Empty":{}}"#,
    r#"{"None":[]}"#,
    r#""one-two""#,
    r#"{"three-four":{"FiveSix":1}}"#,
    r#"{"éa":null}"#,
    r#""ONE_TWO""#,
    r#""oneTwo""#,
    r#""anything""#,
    r#"{"a":[null,"x"],"b":{"New":"y"}}"#,
    r#"{"type":"Unit","more":[1]}"#,
    r#"{"type":"New","a":["x",null],"b":"Unit"}"#,
    r#"{"a":["x",null],"b":{"Tuple":[1,"t"]},"type":"New"}"#,
    r#"{"type":"Nothing"}"#,
    r#"{"type":"struct","a":"text","b":1,"c":[{"type":"Unit"},{"c":[],"type":"Struct","a":"é","b":null}]}"#,
    r#"{"b":1,"more":{"more":[{}]},"a":"\n","type":"Struct","c":[]}"#,
    r#"["Struct","text",1,[["Unit"]]]"#,
    r#"["Unit",1]"#,
    r#"{"type":"Skipping"}"#,
    r#"{"t":"Unit"}"#,
    r#"{"t":"Unit","c":null}"#,
    r#"{"c":{},"t":"Unit"}"#,
    r#"{"t":"New","c":"text"}"#,
    r#"{"c":"text","t":"New"}"#,
    r#"{"t":"Maybe"}"#,
    r#"{"t":"Maybe","c":7,"x":1}"#,
    r#"{"c":[1,"text"],"t":"Tuple"}"#,
    r#"{"t":"Struct","c":{"a":1}}"#,
    r#"{"t":"Other"}"#,
    r#"["Tuple",[1,"text"]]"#,
    r#"[1,"text"]"#,
    r#"{"a":1,"b":"text"}"#,
    r#"[1,1.5,"text",null,[{"a":1}],{"New":"text"},[1,"x"],true]"#,
    "-1",
    "18446744073709551616",
    "1.5",
    "[[[[[[]]]]]]",
    TWEETS,
    CATALOGUE,
    COORDINATES,
    r#"{"t":"\ud800"}"#,
    "",
    "{",
    r#"{"a":"#,
    r#"["x","#,
    "1 2",
];

#[test]
fn json_is_read_as_by_serde() {
    let found: BTreeSet<_> = JSON.iter().flat_map(|json| as_each_type(json)).collect();
    assert_eq!(found.len(), 32, "each type is there: {found:?}");
}

/// A document that is to be changed, with members in order and more than once.
#[derive(Clone, Debug)]
enum Json {
    Leaf(String),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

impl Json {
    fn new(value: &Value) -> Self {
        match value {
            Value::Array(list) => Self::List(list.iter().map(Self::new).collect()),
            Value::Object(map) => Self::Map(
                map.iter().map(|(name, value)| (name.clone(), Self::new(value))).collect(),
            ),
            leaf => Self::Leaf(leaf.to_string()),
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Leaf(text) => text.clone(),
            Self::List(list) => {
                format!("[{}]", list.iter().map(Self::write).collect::<Vec<_>>().join(","))
            }
            Self::Map(map) => {
                let pairs = map.iter().map(|(name, value)| format!("{name:?}:{}", value.write()));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
            }
        }
    }

    fn children(&mut self) -> Vec<&mut Json> {
        match self {
            Self::Leaf(_) => Vec::new(),
            Self::List(list) => list.iter_mut().collect(),
            Self::Map(map) => map.iter_mut().map(|(_, value)| value).collect(),
        }
    }

    /// Changes something in it, as the numbers say.
    fn change(&mut self, path: &[Index], how: u8, name: &str, other: &Json) {
        let Some((step, path)) = path.split_first() else {
            return match (self, how % 8) {
                (Self::List(list), 0 | 1) if !list.is_empty() => drop(list.pop()),
                (Self::List(list), 2) => list.push(other.clone()),
                (Self::Map(map), 0) if !map.is_empty() => drop(map.remove(0)),
                (Self::Map(map), 1) => map.reverse(),
                (Self::Map(map), 2) => map.push((name.into(), other.clone())),
                (Self::Map(map), 3) => map.extend(map.first().cloned()),
                (Self::Map(map), 4) if !map.is_empty() => map[0].0 = name.into(),
                (place, 5) => *place = Self::Map(vec![(name.into(), place.clone())]),
                (place, 6) => *place = Self::List(vec![place.clone()]),
                (place, _) => *place = other.clone(),
            };
        };
        let mut children = self.children();
        if children.is_empty() {
            return self.change(&[], how, name, other);
        }
        let index = step.index(children.len());
        children[index].change(path, how, name, other);
    }
}

/// The names of fields and variants, and others.
const NAMES: &[&str] = &[
    "a", "b", "c", "see", "dd", "ddd", "read", "e", "f", "type", "t", "theFirst", "theThird",
    "value", "next", "all", "one", "texts", "numbers", "New", "Tuple", "zed", "Unit", "A_A",
    "Struct", "7", "",
];

fn documents() -> Vec<Json> {
    JSON.iter().filter_map(|json| Some(Json::new(&serde_json::from_str(json).ok()?))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 1000 }))]

    #[test]
    fn changed_json_is_read_as_by_serde(
        mut document in select(documents()),
        changes in vec(
            (vec(any::<Index>(), 0..5), any::<u8>(), select(NAMES), select(documents())),
            1..4,
        ),
    ) {
        for (path, how, name, other) in changes {
            document.change(&path, how, name, &other);
        }
        as_each_type(&document.write());
    }
}

/// A document, as the bytes of what it is read as, if it is.
#[expect(clippy::extra_unused_type_parameters, reason = "called as all are")]
fn to_postcard<O, T: DeserializeOwned + Serialize>(json: &str) -> Vec<u8> {
    serde_json::from_str::<T>(json).map_or(Vec::new(), |value| postcard::to_stdvec(&value).unwrap())
}

fn all_postcard() -> Vec<Vec<u8>> {
    let as_each_type = |json: &&str| each!(@streamed to_postcard(json)).map(|(_, bytes)| bytes);
    let all: BTreeSet<_> = JSON.iter().flat_map(as_each_type).collect();
    all.into_iter().collect()
}

#[test]
fn postcard_is_read_as_by_serde() {
    let found: BTreeSet<_> =
        all_postcard().iter().flat_map(|bytes| as_each_type_of_postcard(bytes)).collect();
    // `Named` does not write all that it reads.
    assert_eq!(found.len(), 27, "each type but one is there: {found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 1000 }))]

    #[test]
    fn changed_postcard_is_read_as_by_serde(
        mut bytes in select(all_postcard()),
        changes in vec((any::<Index>(), any::<u8>()), 0..4),
        len in any::<Index>(),
    ) {
        for (at, byte) in changes {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        bytes.truncate(len.index(2 * bytes.len() + 1));
        as_each_type_of_postcard(&bytes);
    }
}
