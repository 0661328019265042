//! Documents of the shapes of three well-known ones: tweets, a catalogue and coordinates. Whole they
//! are read as by serde's own derive, and spoilt they are refused as by it.

use std::fmt::Debug;

use arena::{Arena, ArenaSafe, DeserializeIn};
use serde::de::DeserializeOwned;

use super::types::{ours, theirs};

/// Records with options, text in several scripts, escapes, and fields that nobody asks for.
pub(super) const TWEETS: &str = r#"{"statuses":[{"created_at":"Sun Aug 31","id":505874924095815681,"text":
"@name \"\u540d\u524d\"\nこんにちは","truncated":false,"user":{"id":1186275104,"name":"AYUMI","url":null,
"utc_offset":32400},"geo":null,"retweeted_status":{"id":7,"text":"\ud83d\ude00","user":{"name":"é","url":
"http://t.co/a","entities":{"urls":[[],{}]},"verified":true},"hashtags":[]},"hashtags":[{"text":"first",
"indices":[0,6]},{"text":"\t","indices":[7,9]}],"possibly_sensitive":false}],"search_metadata":null,"count":100}"#;

/// Maps from numbers in text, records in lists in records.
pub(super) const CATALOGUE: &str = r#"{"areaNames":{"205705993":"Arrière-scène","205705994":"1er balcon"},"blockNames":{},
"events":{"138586341":{"description":null,"id":138586341,"logo":null,"topicIds":[324846099,107888604]},"7":{"id":7,
"logo":"/images/UE0","topicIds":[]}},"performances":[{"eventId":138586341,"prices":[{"amount":90250,"seatCategoryId":
338937295},{"amount":0,"seatCategoryId":1}],"seatCategories":[{"areas":[[205705999,205705998],[]],"id":3},{"areas":
[]}],"start":1372701600000,"name":null}],"topicSubTopics":{"107888604":[337184283,337184263],"a":[]}}"#;

/// Numbers of many digits, in pairs, in lists.
pub(super) const COORDINATES: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":
"Canada"},"geometry":{"type":"Polygon","coordinates":[[[-65.613616999999977,43.420273000000009],[-65.61972,43.4180449]
,[1e2,-0.0]],[],[[5,6.02e-23]]]}},{"properties":{},"geometry":{"type":"","coordinates":[]}}]}"#;

/// Reads bytes as both, and says whether they were read.
fn same<'j, O, T>(json: &'j [u8], arena: &'j Arena) -> bool
where
    O: DeserializeIn<'j, 'j> + ArenaSafe + Debug + 'j,
    T: DeserializeOwned + Debug,
{
    let from = &mut serde_json::Deserializer::from_slice(json);
    let ours = arena.local().deserialize::<O, _>(&mut *from);
    let ours = ours.and_then(|value| from.end().map(|()| value));
    let ours = ours.map(|value| format!("{value:?}")).map_err(|error| error.to_string());
    let theirs = serde_json::from_slice::<T>(json);
    let theirs = theirs.map(|value| format!("{value:?}")).map_err(|error| error.to_string());
    assert_eq!(ours, theirs, "{}", json.escape_ascii());
    ours.is_ok()
}

/// What reads bytes as both, as one of the types.
type Same = fn(&[u8], &Arena) -> bool;

const ALL: [(&str, Same); 3] = [
    (TWEETS, |json, arena| same::<ours::Page<'_>, theirs::Page<'_>>(json, arena)),
    (CATALOGUE, |json, arena| same::<ours::Catalogue<'_>, theirs::Catalogue<'_>>(json, arena)),
    (COORDINATES, |json, arena| {
        same::<ours::Coordinates<'_>, theirs::Coordinates<'_>>(json, arena)
    }),
];

/// Miri reads at some of the places only.
const STEP: usize = if cfg!(miri) { 97 } else { 1 };

#[test]
fn a_document_is_read_as_by_serde() {
    let arena = Arena::new(1 << 16).unwrap();
    for (json, same) in ALL {
        assert!(same(json.as_bytes(), &arena), "{json}");
    }
}

#[test]
fn a_document_that_is_cut_off_is_refused_as_by_serde() {
    let mut arena = Arena::new(1 << 16).unwrap();
    for (json, same) in ALL {
        for len in (0..json.len()).step_by(STEP) {
            assert!(!same(&json.as_bytes()[..len], &arena), "{len} bytes of {json}");
            arena.reset();
        }
    }
}

#[test]
fn a_document_with_another_byte_is_read_or_refused_as_by_serde() {
    let mut arena = Arena::new(1 << 16).unwrap();
    for (json, same) in ALL {
        let (mut read, mut refused) = (0, 0);
        for at in (0..json.len()).step_by(STEP) {
            for byte in *b"\"\\{]:,0-.n \xff" {
                let mut json = json.as_bytes().to_vec();
                json[at] = byte;
                *if same(&json, &arena) { &mut read } else { &mut refused } += 1;
                arena.reset();
            }
        }
        assert!(read > 0 && refused > read, "{read} were read, {refused} were not: {json}");
    }
}
