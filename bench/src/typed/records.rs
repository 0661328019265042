//! Types that are defined once, for every memory.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

/// Defines structs, with the name of each field in the document, in a module for every memory.
///
/// Text, lists, maps from text and references are `Text`, `List`, `Map` and `One`.
macro_rules! records {
    ($($types:tt)*) => {
        pub(crate) mod in_arena {
            use $crate::typed::records::{in_arena::*, structs};

            structs!((arena::ArenaSafe, arena::DeserializeIn, serde::Serialize) [serde()] $($types)*);
        }

        pub(crate) mod staying {
            use $crate::typed::records::{staying::*, structs};

            structs!(
                (arena::ArenaSafe, arena::DeserializeIn, serde::Serialize)
                [arena(deserialize_bound = "'__de: 'a")]
                $($types)*
            );
        }

        pub(crate) mod owned {
            use $crate::typed::records::{owned::*, structs};

            structs!((serde::Deserialize, serde::Serialize) [serde()] $($types)*);
        }

        pub(crate) mod hashed {
            use $crate::typed::records::{hashed::*, structs};

            structs!((serde::Deserialize, serde::Serialize) [serde()] $($types)*);
        }

        pub(crate) mod borrowed {
            use $crate::typed::records::{borrowed::*, structs};

            structs!(
                (serde::Deserialize, serde::Serialize)
                [serde(bound(deserialize = "'de: 'a"))]
                $($types)*
            );
        }

        pub(crate) mod in_bump {
            use $crate::typed::{
                by_hand::by_hand,
                records::{in_bump::*, structs},
            };

            structs!((serde::Serialize) [serde()] $($types)*);
            by_hand!($($types)*);
        }
    };
}

/// Defines them in one of the modules.
macro_rules! structs {
    ($derives:tt $options:tt $($name:ident<$life:lifetime> {
        $($field:ident: $type:ty = $key:literal,)*
    })*) => {$(
        #[derive $derives]
        #$options
        pub(crate) struct $name<$life> {
            $(#[serde(rename = $key)] $field: $type,)*
        }
    )*};
}

/// The types of a [`Sample`](super::Sample): one of those, in each of the modules.
macro_rules! types {
    ($name:ident) => {
        type InArena<'a> = in_arena::$name<'a>;
        type Staying<'a> = staying::$name<'a>;
        type Owned = owned::$name<'static>;
        type Hashed = hashed::$name<'static>;
        type Borrowed<'a> = borrowed::$name<'a>;
        type InBump<'a> = in_bump::$name<'a>;
    };
}

pub(super) use {records, structs, types};

/// With what they refer to in an arena.
pub(crate) mod in_arena {
    pub(crate) type Text<'a> = &'a str;
    pub(crate) type List<'a, T> = &'a [T];
    pub(crate) type Map<'a, V> = arena::deserialize::Pairs<'a, Text<'a>, V>;
    pub(crate) type One<'a, T> = &'a T;
}

/// The same, with text that stays where it is read.
pub(crate) mod staying {
    pub(crate) use arena::deserialize::Text;

    pub(crate) use super::in_arena::{List, One};

    pub(crate) type Map<'a, V> = arena::deserialize::Pairs<'a, Text<'a>, V>;
}

/// With what they refer to in memory of their own.
pub(crate) mod owned {
    use super::{Owned, Pairs};

    pub(crate) type Text<'a> = <String as Owned<'a>>::Type;
    pub(crate) type List<'a, T> = <Vec<T> as Owned<'a>>::Type;
    pub(crate) type Map<'a, V> = Pairs<Text<'a>, V>;
    pub(crate) type One<'a, T> = <Box<T> as Owned<'a>>::Type;
}

/// The same, with maps that keys are looked up in.
pub(crate) mod hashed {
    pub(crate) use super::owned::{List, One, Text};

    pub(crate) type Map<'a, V> = std::collections::HashMap<Text<'a>, V>;
}

/// The same, with text that stays where it is read.
pub(crate) mod borrowed {
    pub(crate) use super::{
        Text,
        owned::{List, One},
    };

    pub(crate) type Map<'a, V> = super::Pairs<Text<'a>, V>;
}

/// With what they refer to in a `Bump`.
pub(crate) mod in_bump {
    pub(crate) use super::{
        super::by_hand::Map,
        in_arena::{List, One, Text},
    };
}

/// Says which lifetime a type has, though it borrows nothing.
pub(crate) trait Owned<'a> {
    /// The type.
    type Type;
}

impl<'a, T> Owned<'a> for T {
    type Type = T;
}

/// Text that stays where it is read, unless it has escapes.
#[derive(Deserialize, Serialize)]
pub(crate) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A map as its pairs, so that no row makes more of it than another.
pub(crate) struct Pairs<K, V>(Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Pairs<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Pairs<K, V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Listed<K, V>(PhantomData<(K, V)>);

        impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Listed<K, V> {
            type Value = Vec<(K, V)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }

        from.deserialize_map(Listed(PhantomData)).map(Self)
    }
}
