//! Sequences and maps, which grow in the arena.

use core::{fmt, ops::Deref};

use arena_core::ArenaSafe;
use serde::{
    Serialize, Serializer,
    de::{Deserializer, MapAccess, SeqAccess, Visitor},
};

use super::{DeserializeIn, Seed, Visit, full};
use crate::{grow, handle::Source, local::Local};

/// Bytes of elements that a length may claim before there are any.
const TRUSTED: usize = 64 * 1024;

impl<'de, 'a, T: DeserializeIn<'de, 'a> + ArenaSafe> DeserializeIn<'de, 'a> for &'a [T] {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        <&mut [T]>::deserialize_in(from, local).map(|list| &*list)
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a> + ArenaSafe> DeserializeIn<'de, 'a> for &'a mut [T] {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_seq(Visit::<Self>::new(local))
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a> + ArenaSafe> Visitor<'de> for Visit<'_, 'a, &'a mut [T]> {
    type Value = &'a mut [T];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let hint = seq.size_hint();
        let seed = Seed::new(self.local);
        list(self.local, hint, || seq.next_element_seed(seed))
    }
}

/// A map in an arena: its pairs, in the order in which they came. A key that comes twice is there
/// twice.
///
/// To look keys up, sort the pairs or collect them into a map. Formats write it as a map again.
///
/// ```
/// use arena::{Arena, deserialize::Pairs};
///
/// let arena = Arena::new(1024)?;
/// let mut json = serde_json::Deserializer::from_str(r#"{"7": "seven", "3": "three"}"#);
/// let names: &mut Pairs<u32, &str> = arena.local().deserialize(&mut json)?;
/// assert_eq!(**names, [(7, "seven"), (3, "three")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pairs<'a, K, V>(
    /// The pairs.
    pub &'a [(K, V)],
);

impl<K, V> ArenaSafe for Pairs<'_, K, V> {}

impl<K, V> Clone for Pairs<'_, K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for Pairs<'_, K, V> {}

impl<K, V> Default for Pairs<'_, K, V> {
    fn default() -> Self {
        Self(&[])
    }
}

impl<K, V> Deref for Pairs<'_, K, V> {
    type Target = [(K, V)];

    fn deref(&self) -> &[(K, V)] {
        self.0
    }
}

impl<K: Serialize, V: Serialize> Serialize for Pairs<'_, K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, 'a, K, V> DeserializeIn<'de, 'a> for Pairs<'a, K, V>
where
    K: DeserializeIn<'de, 'a> + ArenaSafe,
    V: DeserializeIn<'de, 'a> + ArenaSafe,
{
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_map(Visit::<Self>::new(local))
    }
}

impl<'de, 'a, K, V> Visitor<'de> for Visit<'_, 'a, Pairs<'a, K, V>>
where
    K: DeserializeIn<'de, 'a> + ArenaSafe,
    V: DeserializeIn<'de, 'a> + ArenaSafe,
{
    type Value = Pairs<'a, K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let hint = map.size_hint();
        let (keys, values) = (Seed::new(self.local), Seed::new(self.local));
        list(self.local, hint, || map.next_entry_seed(keys, values)).map(|pairs| Pairs(pairs))
    }
}

/// What `next` gives until it has no more.
pub(super) fn list<'a, T: ArenaSafe, E: serde::de::Error>(
    local: &Local<'a>,
    hint: Option<usize>,
    next: impl FnMut() -> Result<Option<T>, E>,
) -> Result<&'a mut [T], E> {
    let hint = hint.map_or(0, |hint| {
        let room = TRUSTED.min(local.remaining() / 8);
        hint.min(room.checked_div(size_of::<T>()).unwrap_or(0))
    });
    grow::slice_from(local.source(), hint, next).map_err(full)?
}
