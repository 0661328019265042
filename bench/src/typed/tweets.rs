//! A page of a search for tweets: records of many fields, among them text in many scripts, options, and some that nobody asks for.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{
    records::{records, types},
    sample::{Sample, hexadecimal, kana, words},
};
use crate::random::Random;

/// The document.
pub(crate) struct Tweets;

impl Sample for Tweets {
    const NAME: &'static str = "tweets";

    types!(Page);

    fn json() -> &'static str {
        static JSON: LazyLock<String> = LazyLock::new(|| format!("{:#}", page()));
        &JSON
    }
}

records! {
    Page<'a> {
        statuses: List<'a, Tweet<'a>> = "statuses",
        search_metadata: Search<'a> = "search_metadata",
    }

    Search<'a> {
        max_id: u64 = "max_id",
        next_results: Text<'a> = "next_results",
        query: Text<'a> = "query",
        count: u32 = "count",
    }

    Tweet<'a> {
        metadata: Metadata<'a> = "metadata",
        created_at: Text<'a> = "created_at",
        id: u64 = "id",
        id_str: Text<'a> = "id_str",
        text: Text<'a> = "text",
        source: Text<'a> = "source",
        truncated: bool = "truncated",
        reply_to: Option<u64> = "in_reply_to_status_id",
        reply_to_name: Option<Text<'a>> = "in_reply_to_screen_name",
        user: User<'a> = "user",
        retweeted_status: Option<One<'a, Tweet<'a>>> = "retweeted_status",
        retweet_count: u32 = "retweet_count",
        favorite_count: u32 = "favorite_count",
        entities: Entities<'a> = "entities",
        favorited: bool = "favorited",
        retweeted: bool = "retweeted",
        possibly_sensitive: Option<bool> = "possibly_sensitive",
        lang: Text<'a> = "lang",
    }

    Metadata<'a> {
        result_type: Text<'a> = "result_type",
        iso_language_code: Text<'a> = "iso_language_code",
    }

    User<'a> {
        id: u64 = "id",
        id_str: Text<'a> = "id_str",
        name: Text<'a> = "name",
        screen_name: Text<'a> = "screen_name",
        location: Text<'a> = "location",
        description: Text<'a> = "description",
        url: Option<Text<'a>> = "url",
        protected: bool = "protected",
        followers_count: u32 = "followers_count",
        friends_count: u32 = "friends_count",
        listed_count: u32 = "listed_count",
        created_at: Text<'a> = "created_at",
        favourites_count: u32 = "favourites_count",
        utc_offset: Option<i32> = "utc_offset",
        time_zone: Option<Text<'a>> = "time_zone",
        geo_enabled: bool = "geo_enabled",
        verified: bool = "verified",
        statuses_count: u32 = "statuses_count",
        lang: Text<'a> = "lang",
        profile_image_url: Text<'a> = "profile_image_url",
        profile_banner_url: Option<Text<'a>> = "profile_banner_url",
        default_profile: bool = "default_profile",
    }

    Entities<'a> {
        hashtags: List<'a, Hashtag<'a>> = "hashtags",
        urls: List<'a, Url<'a>> = "urls",
        user_mentions: List<'a, Mention<'a>> = "user_mentions",
        media: Option<List<'a, Media<'a>>> = "media",
    }

    Hashtag<'a> {
        text: Text<'a> = "text",
        indices: [u32; 2] = "indices",
    }

    Url<'a> {
        url: Text<'a> = "url",
        expanded_url: Text<'a> = "expanded_url",
        display_url: Text<'a> = "display_url",
        indices: [u32; 2] = "indices",
    }

    Mention<'a> {
        screen_name: Text<'a> = "screen_name",
        name: Text<'a> = "name",
        id: u64 = "id",
        indices: [u32; 2] = "indices",
    }

    Media<'a> {
        id: u64 = "id",
        indices: [u32; 2] = "indices",
        media_url: Text<'a> = "media_url",
        expanded_url: Text<'a> = "expanded_url",
        kind: Text<'a> = "type",
    }
}

fn page() -> Value {
    let random = &mut Random(0x7EE7);
    let statuses: Vec<_> = (0..100).map(|_| tweet(random, true)).collect();
    let max_id = id(random);
    json!({
        "statuses": statuses,
        "search_metadata": {
            "completed_in": 0.087,
            "max_id": max_id,
            "max_id_str": max_id.to_string(),
            "next_results": format!("?max_id={max_id}&q=%E4%B8%80&count=100&include_entities=1"),
            "query": "%E4%B8%80",
            "refresh_url": format!("?since_id={max_id}&q=%E4%B8%80&include_entities=1"),
            "count": 100,
            "since_id": 0,
            "since_id_str": "0",
        },
    })
}

fn tweet(random: &mut Random, may_repeat: bool) -> Value {
    let id = id(random);
    let reply_to = random.percent(20).then(|| self::id(random));
    let lang = if random.percent(80) { "ja" } else { "en" };
    let mut tweet = json!({
        "metadata": { "result_type": "recent", "iso_language_code": lang },
        "created_at": date(random),
        "id": id,
        "id_str": id.to_string(),
        "text": text(random, lang, 200),
        "source": "<a href=\"http://example.com/download\" rel=\"nofollow\">a client of some name</a>",
        "truncated": false,
        "in_reply_to_status_id": reply_to,
        "in_reply_to_status_id_str": reply_to.map(|id| id.to_string()),
        "in_reply_to_user_id": reply_to,
        "in_reply_to_user_id_str": reply_to.map(|id| id.to_string()),
        "in_reply_to_screen_name": reply_to.map(|_| name(random)),
        "user": user(random, lang),
        "geo": null,
        "coordinates": null,
        "place": null,
        "contributors": null,
        "retweet_count": random.below(2000),
        "favorite_count": random.below(300),
        "entities": entities(random),
        "favorited": false,
        "retweeted": false,
        "lang": lang,
    });
    if may_repeat && random.percent(60) {
        tweet["retweeted_status"] = self::tweet(random, false);
    }
    if random.percent(25) {
        tweet["possibly_sensitive"] = json!(random.one_in(5));
    }
    tweet
}

fn user(random: &mut Random, lang: &str) -> Value {
    let id = random.below(1 << 31);
    let has_zone = random.percent(50);
    let mut user = json!({
        "id": id,
        "id_str": id.to_string(),
        "name": text(random, lang, 12),
        "screen_name": name(random),
        "location": if random.percent(50) { text(random, lang, 15) } else { String::new() },
        "description": text(random, lang, 240),
        "url": random.percent(30).then(|| link(random)),
        "entities": { "description": { "urls": [] } },
        "protected": false,
        "followers_count": random.below(20_000),
        "friends_count": random.below(3_000),
        "listed_count": random.below(200),
        "created_at": date(random),
        "favourites_count": random.below(50_000),
        "utc_offset": has_zone.then_some(32_400),
        "time_zone": has_zone.then_some("Tokyo"),
        "geo_enabled": random.percent(30),
        "verified": random.one_in(50),
        "statuses_count": random.below(100_000),
        "lang": lang,
        "contributors_enabled": false,
        "is_translator": false,
        "is_translation_enabled": false,
        "profile_background_color": hexadecimal(random, 6),
        "profile_background_image_url": image(random),
        "profile_background_image_url_https": image(random),
        "profile_background_tile": random.percent(50),
        "profile_image_url": image(random),
        "profile_image_url_https": image(random),
        "profile_link_color": hexadecimal(random, 6),
        "profile_sidebar_border_color": hexadecimal(random, 6),
        "profile_sidebar_fill_color": hexadecimal(random, 6),
        "profile_text_color": hexadecimal(random, 6),
        "profile_use_background_image": true,
        "default_profile": random.percent(40),
        "default_profile_image": false,
        "following": false,
        "follow_request_sent": false,
        "notifications": false,
    });
    if random.percent(70) {
        user["profile_banner_url"] = json!(image(random));
    }
    user
}

fn entities(random: &mut Random) -> Value {
    /// Some of what `make` makes, mostly few.
    fn some(random: &mut Random, make: fn(&mut Random) -> Value) -> Vec<Value> {
        let count = random.below(6).saturating_sub(3);
        (0..count).map(|_| make(random)).collect()
    }

    let mut entities = json!({
        "hashtags": some(random, |random| json!({ "text": kana(random, 6), "indices": indices(random) })),
        "symbols": [],
        "urls": some(random, |random| json!({
            "url": link(random),
            "expanded_url": image(random),
            "display_url": name(random),
            "indices": indices(random),
        })),
        "user_mentions": some(random, |random| {
            let id = random.below(1 << 31);
            json!({
                "screen_name": name(random),
                "name": kana(random, 8),
                "id": id,
                "id_str": id.to_string(),
                "indices": indices(random),
            })
        }),
    });
    if random.percent(20) {
        let id = id(random);
        let size = |width, height| json!({ "w": width, "h": height, "resize": "fit" });
        entities["media"] = json!([{
            "id": id,
            "id_str": id.to_string(),
            "indices": indices(random),
            "media_url": image(random),
            "media_url_https": image(random),
            "url": link(random),
            "display_url": name(random),
            "expanded_url": image(random),
            "type": "photo",
            "sizes": { "large": size(1024, 768), "medium": size(600, 450), "thumb": size(150, 150) },
        }]);
    }
    entities
}

/// Text of at most about so many characters, a quarter of it with an end of a line or with quotes, which are escapes in JSON.
fn text(random: &mut Random, lang: &str, chars: usize) -> String {
    let count = 1 + random.below(chars);
    let text = if lang == "en" { words(random, count.div_ceil(6)) } else { kana(random, count) };
    match random.below(8) {
        0 => format!("{text}\n{}", kana(random, 4)),
        1 => format!("\"{text}\""),
        _ => text,
    }
}

fn id(random: &mut Random) -> u64 {
    505_000_000_000_000_000 + (random.next() >> 16)
}

fn name(random: &mut Random) -> String {
    format!("name_{}", random.below(1 << 24))
}

fn link(random: &mut Random) -> String {
    format!("http://t.example/{}", hexadecimal(random, 10))
}

fn image(random: &mut Random) -> String {
    format!("http://pbs.example.com/profile_images/{}/{}.jpeg", random.below(1 << 40), name(random))
}

fn date(random: &mut Random) -> String {
    let (day, hour, minute) = (1 + random.below(28), random.below(24), random.below(60));
    format!("Sun Aug {day:02} {hour:02}:{minute:02}:11 +0000 2014")
}

fn indices(random: &mut Random) -> [usize; 2] {
    let start = random.below(100);
    [start, start + 5 + random.below(30)]
}
