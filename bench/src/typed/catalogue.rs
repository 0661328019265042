//! The catalogue of a concert hall: maps from numbers in text to records and names, and lists in lists.

use std::sync::LazyLock;

use serde::Serialize as _;
use serde_json::{Serializer, Value, json, ser::PrettyFormatter};

use super::{
    records::{records, types},
    sample::{Sample, hexadecimal, words},
};
use crate::random::Random;

/// The document.
pub(crate) struct Catalogue;

impl Sample for Catalogue {
    const NAME: &'static str = "catalogue";
    const HAS_MAPS: bool = true;

    types!(Hall);

    fn json() -> &'static str {
        static JSON: LazyLock<String> = LazyLock::new(|| {
            let mut json = Vec::new();
            let four = PrettyFormatter::with_indent(b"    ");
            let written = hall().serialize(&mut Serializer::with_formatter(&mut json, four));
            written.expect("a list takes everything");
            String::from_utf8(json).expect("JSON is text")
        });
        &JSON
    }
}

records! {
    Hall<'a> {
        area_names: Map<'a, Text<'a>> = "areaNames",
        audience_sub_category_names: Map<'a, Text<'a>> = "audienceSubCategoryNames",
        block_names: Map<'a, Text<'a>> = "blockNames",
        events: Map<'a, Event<'a>> = "events",
        performances: List<'a, Performance<'a>> = "performances",
        seat_category_names: Map<'a, Text<'a>> = "seatCategoryNames",
        sub_topic_names: Map<'a, Text<'a>> = "subTopicNames",
        subject_names: Map<'a, Text<'a>> = "subjectNames",
        topic_names: Map<'a, Text<'a>> = "topicNames",
        topic_sub_topics: Map<'a, List<'a, u32>> = "topicSubTopics",
        venue_names: Map<'a, Text<'a>> = "venueNames",
    }

    Event<'a> {
        description: Option<Text<'a>> = "description",
        id: u32 = "id",
        logo: Option<Text<'a>> = "logo",
        name: Text<'a> = "name",
        sub_topic_ids: List<'a, u32> = "subTopicIds",
        subject_code: Option<u32> = "subjectCode",
        subtitle: Option<Text<'a>> = "subtitle",
        topic_ids: List<'a, u32> = "topicIds",
    }

    Performance<'a> {
        event_id: u32 = "eventId",
        id: u32 = "id",
        logo: Option<Text<'a>> = "logo",
        name: Option<Text<'a>> = "name",
        prices: List<'a, Price<'a>> = "prices",
        seat_categories: List<'a, SeatCategory<'a>> = "seatCategories",
        seat_map_image: Option<Text<'a>> = "seatMapImage",
        start: u64 = "start",
        venue_code: Text<'a> = "venueCode",
    }

    Price<'a> {
        amount: u32 = "amount",
        audience_sub_category_id: u32 = "audienceSubCategoryId",
        seat_category_id: u32 = "seatCategoryId",
        currency: Option<Text<'a>> = "currency",
    }

    SeatCategory<'a> {
        areas: List<'a, Area<'a>> = "areas",
        seat_category_id: u32 = "seatCategoryId",
    }

    Area<'a> {
        area_id: u32 = "areaId",
        block_ids: List<'a, u32> = "blockIds",
    }
}

fn hall() -> Value {
    let random = &mut Random(0xC173);
    let events: Vec<_> = (0..184).map(|_| id(random)).collect();
    let areas: Vec<_> = (0..60).map(|_| id(random)).collect();
    let categories: Vec<_> = (0..64).map(|_| id(random)).collect();
    let sub_topics: Vec<_> = (0..19).map(|_| id(random)).collect();
    let topics: Vec<_> = (0..4).map(|_| id(random)).collect();
    let performances: Vec<_> =
        (0..243).map(|_| performance(random, &events, &areas, &categories)).collect();
    json!({
        "areaNames": names(random, &areas),
        "audienceSubCategoryNames": { "337100890": "single" },
        "blockNames": {},
        "events": map(events.iter().map(|id| (*id, event(random, *id, &sub_topics, &topics)))),
        "performances": performances,
        "seatCategoryNames": names(random, &categories),
        "subTopicNames": names(random, &sub_topics),
        "subjectNames": {},
        "topicNames": names(random, &topics),
        "topicSubTopics": map(topics.iter().map(|id| (*id, json!(some(random, &sub_topics, 8))))),
        "venueNames": { "PLEYEL_PLEYEL": "a hall of that name" },
    })
}

fn event(random: &mut Random, id: u32, sub_topics: &[u32], topics: &[u32]) -> Value {
    let count = 2 + random.below(6);
    json!({
        "description": null,
        "id": id,
        "logo": random.percent(50).then(|| logo(random)),
        "name": words(random, count),
        "subTopicIds": some(random, sub_topics, 5),
        "subjectCode": null,
        "subtitle": null,
        "topicIds": some(random, topics, 3),
    })
}

fn performance(random: &mut Random, events: &[u32], areas: &[u32], categories: &[u32]) -> Value {
    let of = some(random, categories, 7);
    let prices = of.iter().map(|category| {
        json!({
            "amount": 1000 * random.below(100),
            "audienceSubCategoryId": 337_100_890,
            "seatCategoryId": category,
        })
    });
    let prices: Vec<_> = prices.collect();
    let seats = of.iter().map(|category| {
        let areas = some(random, areas, 17);
        let areas = areas.into_iter().map(|area| json!({ "areaId": area, "blockIds": [] }));
        json!({ "areas": areas.collect::<Vec<_>>(), "seatCategoryId": category })
    });
    let seats: Vec<_> = seats.collect();
    json!({
        "eventId": random.pick(events),
        "id": id(random),
        "logo": random.percent(30).then(|| logo(random)),
        "name": null,
        "prices": prices,
        "seatCategories": seats,
        "seatMapImage": null,
        "start": 1_372_701_600_000 + random.below(1 << 34) as u64,
        "venueCode": "PLEYEL_PLEYEL",
    })
}

fn names(random: &mut Random, ids: &[u32]) -> Value {
    map(ids.iter().map(|id| {
        let count = 1 + random.below(4);
        (*id, json!(words(random, count)))
    }))
}

fn map(pairs: impl Iterator<Item = (u32, Value)>) -> Value {
    pairs.map(|(id, value)| (id.to_string(), value)).collect()
}

/// At least one, and at most so many.
fn some(random: &mut Random, from: &[u32], most: usize) -> Vec<u32> {
    let count = 1 + random.below(most);
    (0..count).map(|_| from[random.below(from.len())]).collect()
}

fn id(random: &mut Random) -> u32 {
    300_000_000 + random.below(50_000_000) as u32
}

fn logo(random: &mut Random) -> String {
    format!("/images/UE0AAAAACEKo6QAAAAZDSVRN/{}", hexadecimal(random, 20))
}
