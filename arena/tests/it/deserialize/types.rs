//! One set of types, read by both: with text and lists in an arena, and owned.

use std::{
    fmt::{self, Debug},
    iter,
    marker::PhantomData,
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

/// Defines the types twice.
macro_rules! twins {
    (@types $derives:tt $($(#[$attribute:meta])* { $($item:tt)* })*) => {
        fn seven() -> u8 {
            7
        }

        $(
            #[derive $derives]
            $(#[$attribute])*
            pub(crate) $($item)*
        )*
    };
    ($($types:tt)*) => {
        /// Read into an arena.
        #[expect(dead_code, reason = "fields are shown by `Debug`")]
        pub(crate) mod ours {
            use arena::{ArenaSafe, DeserializeIn, deserialize::Pairs};
            use serde::Serialize;

            type Text<'a> = &'a str;
            type List<'a, T> = &'a [T];
            type Ref<'a, T> = &'a T;
            type Map<'a, K, V> = Pairs<'a, K, V>;

            twins!(@types (Debug, Serialize, ArenaSafe, DeserializeIn) $($types)*);
        }

        /// Read by serde's own derive.
        #[expect(dead_code, reason = "fields are shown by `Debug`")]
        pub(crate) mod theirs {
            use serde::{Deserialize, Serialize};

            use super::Pairs;

            /// Says which lifetime a type has, though it borrows nothing.
            pub(crate) trait Owned<'a> {
                type Type;
            }

            impl<'a, T> Owned<'a> for T {
                type Type = T;
            }

            type Text<'a> = <String as Owned<'a>>::Type;
            type List<'a, T> = <Vec<T> as Owned<'a>>::Type;
            type Ref<'a, T> = <Box<T> as Owned<'a>>::Type;
            type Map<'a, K, V> = <Pairs<K, V> as Owned<'a>>::Type;

            twins!(@types (Debug, Serialize, Deserialize) $($types)*);
        }
    };
}

/// A map as its pairs, owned.
#[derive(PartialEq)]
pub(crate) struct Pairs<K, V>(Vec<(K, V)>);

impl<K: Debug, V: Debug> Debug for Pairs<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pairs").field(&self.0).finish()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Pairs<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Pairs<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit<K, V>(PhantomData<(K, V)>);

        impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Visit<K, V> {
            type Value = Pairs<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                iter::from_fn(|| map.next_entry().transpose()).collect::<Result<_, _>>().map(Pairs)
            }
        }

        deserializer.deserialize_map(Visit(PhantomData))
    }
}

twins! {
    { struct Named<'a> {
        a: Text<'a>,
        #[serde(rename = "see")]
        b: u32,
        #[serde(alias = "ddd", alias = "dd")]
        c: bool,
        #[serde(rename(serialize = "written", deserialize = "read"), skip_serializing_if = "Option::is_none")]
        d: Option<Text<'a>>,
        #[serde(default)]
        e: List<'a, i16>,
        #[serde(default = "seven")]
        f: u8,
        #[serde(skip)]
        g: u16,
        #[serde(skip_deserializing, default = "seven")]
        h: u8,
        #[serde(skip_serializing)]
        r#type: f64,
    } }

    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    { struct Strict<'a> { the_first: Text<'a>, #[serde(skip)] second: u8, the_third: Option<u8> } }

    #[serde(default)]
    { struct Defaults<'a> {
        pub(super) a: Text<'a>,
        pub(super) b: u8,
        #[serde(default = "seven")]
        pub(super) c: u8,
        #[serde(skip)]
        pub(super) d: u8,
    } }

    #[serde(rename_all(deserialize = "lowercase"))]
    { struct Lower { one_two: u8, #[serde(rename = "X")] three: u8 } }
    #[serde(rename_all = "UPPERCASE")]
    { struct Upper { one_two: u8 } }
    #[serde(rename_all = "PascalCase")]
    { struct Pascal { one_two: u8, _three_four: u8 } }
    #[serde(rename_all = "snake_case")]
    { struct Snake { one_two: u8 } }
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    { struct Screaming { one_two: u8 } }
    #[serde(rename_all = "kebab-case")]
    { struct Kebab { one_two: u8 } }
    #[serde(rename_all = "SCREAMING-KEBAB-CASE")]
    { struct ScreamingKebab { one_two: u8 } }

    { struct Tuple<'a>(Text<'a>, #[serde(default)] u8, #[serde(skip)] u8, #[serde(default = "seven")] u8); }
    { struct Newtype<'a>(List<'a, Text<'a>>); }
    #[serde(expecting = "nothing at all")]
    { struct Unit; }
    { struct Nothing(); }
    { struct Empty {} }
    #[serde(transparent)]
    { struct Transparent<'a> { inner: Text<'a>, #[serde(skip)] beside: u8 } }
    { struct Node<'a> { value: i64, next: Option<Ref<'a, Node<'a>>>, all: List<'a, Node<'a>> } }
    { struct Generic<'a, T> { one: T, all: List<'a, T>, #[serde(skip)] none: core::marker::PhantomData<T> } }
    { struct Maps<'a> { texts: Map<'a, Text<'a>, u8>, numbers: Map<'a, u32, List<'a, Text<'a>>> } }
    { struct Values<'a> {
        a: (u8, i8, u16, i16), b: (u32, i32, u64, i64), c: (usize, isize, u128, i128), d: [f32; 2],
        e: [char; 1], f: (), g: [u8; 0], h: (core::num::NonZeroU8, core::num::Wrapping<u8>),
        i: (core::time::Duration, core::net::IpAddr), j: core::marker::PhantomData<u8>,
        k: (core::cell::Cell<u8>, core::cmp::Reverse<bool>), l: Ref<'a, Ref<'a, f64>>,
    } }

    { struct Page<'a> { statuses: List<'a, Tweet<'a>>, count: u32 } }
    { struct Tweet<'a> {
        id: u64,
        text: Text<'a>,
        user: User<'a>,
        retweeted_status: Option<Ref<'a, Tweet<'a>>>,
        hashtags: List<'a, Hashtag<'a>>,
        possibly_sensitive: Option<bool>,
    } }
    { struct User<'a> { name: Text<'a>, url: Option<Text<'a>>, utc_offset: Option<i32>, #[serde(default)] verified: bool } }
    { struct Hashtag<'a> { text: Text<'a>, indices: [u32; 2] } }

    #[serde(rename_all = "camelCase")]
    { struct Catalogue<'a> {
        area_names: Map<'a, Text<'a>, Text<'a>>,
        events: Map<'a, Text<'a>, Event<'a>>,
        performances: List<'a, Performance<'a>>,
        topic_sub_topics: Map<'a, Text<'a>, List<'a, u32>>,
    } }
    #[serde(rename_all = "camelCase")]
    { struct Event<'a> { id: u32, logo: Option<Text<'a>>, topic_ids: List<'a, u32> } }
    #[serde(rename_all = "camelCase")]
    { struct Performance<'a> { event_id: u32, prices: List<'a, Price>, seat_categories: List<'a, Seats<'a>>, start: u64 } }
    #[serde(rename_all = "camelCase")]
    { struct Price { amount: u32, seat_category_id: u32 } }
    { struct Seats<'a> { areas: List<'a, List<'a, u32>> } }

    { struct Coordinates<'a> { r#type: Text<'a>, features: List<'a, Feature<'a>> } }
    { struct Feature<'a> { properties: Map<'a, Text<'a>, Text<'a>>, geometry: Geometry<'a> } }
    { struct Geometry<'a> { r#type: Text<'a>, coordinates: List<'a, List<'a, [f64; 2]>> } }

    { enum External<'a> {
        Unit,
        New(Text<'a>),
        Tuple(u8, Text<'a>),
        #[serde(rename = "zed", alias = "zett", rename_all = "UPPERCASE")]
        Struct { a_a: u8, #[serde(default)] bb: Option<Ref<'a, External<'a>>> },
        #[serde(skip)]
        Hidden,
        Skipping(#[serde(skip)] u8),
        #[serde(skip_deserializing)]
        HiddenToo(u8),
        Empty {},
        None(),
    } }
    #[serde(rename_all = "kebab-case", rename_all_fields = "PascalCase", deny_unknown_fields)]
    { enum Renamed { OneTwo, ThreeFour { five_six: u8 }, Éa } }
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    { enum Other { OneTwo, #[serde(other)] Rest } }
    #[serde(rename_all = "camelCase")]
    { enum Camel { OneTwo, } }

    #[serde(tag = "type")]
    { enum Internal<'a> {
        Unit,
        New(Newtypes<'a>),
        Nothing(()),
        #[serde(alias = "struct")]
        Struct { a: Text<'a>, b: Option<f64>, c: List<'a, Internal<'a>> },
        Skipping(#[serde(skip)] u8),
    } }
    { struct Newtypes<'a> { a: List<'a, Option<Text<'a>>>, b: External<'a> } }
    #[serde(tag = "t", content = "c")]
    { enum Adjacent<'a> { Unit, New(Text<'a>), Maybe(Option<u8>), Tuple(u8, Text<'a>), Struct { a: u8 } } }
    #[serde(tag = "t", content = "c", deny_unknown_fields)]
    { enum AdjacentStrict { Unit, Struct { a: u8 }, #[serde(other)] Other } }
    #[serde(untagged)]
    { enum Untagged<'a> {
        Unit,
        Number(i64),
        Float(f64),
        Text(Text<'a>),
        Struct { a: u8, b: Option<Text<'a>> },
        Pair(u8, Text<'a>),
        List(List<'a, Untagged<'a>>),
        Choice(External<'a>),
        #[serde(skip)]
        Hidden(u8),
    } }
}

impl Default for ours::Defaults<'_> {
    fn default() -> Self {
        Self { a: "none", b: 8, c: 9, d: 10 }
    }
}

impl Default for theirs::Defaults<'_> {
    fn default() -> Self {
        Self { a: "none".into(), b: 8, c: 9, d: 10 }
    }
}
