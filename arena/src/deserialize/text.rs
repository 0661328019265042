//! Text and bytes, which are copied into the arena, and text that may stay where it is.

use core::{fmt, ops::Deref, str};

use arena_core::ArenaSafe;
use serde::{
    Serialize, Serializer,
    de::{Deserializer, Error, SeqAccess, Unexpected, Visitor},
};

use super::{DeserializeIn, Visit, full};
use crate::local::Local;

impl<'de, 'a> DeserializeIn<'de, 'a> for &'a str {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        <&mut str>::deserialize_in(from, local).map(|text| &*text)
    }
}

impl<'de, 'a> DeserializeIn<'de, 'a> for &'a mut str {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_str(Visit::<Self>::new(local))
    }
}

impl<'a> Visitor<'_> for Visit<'_, 'a, &'a mut str> {
    type Value = &'a mut str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.local.try_alloc_str_mut(text).map_err(full)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        match str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(bytes), &self)),
        }
    }
}

/// Text that stays in the input, if it is there as it is, and is else copied into the arena.
///
/// So the input has to live as long as the arena is borrowed, and what is read keeps it alive. A type
/// that has a `Text` says so by `#[serde(borrow)]` at the field, and so does one that has such a type.
/// Which text is there as it is, the format says: in JSON all without escapes, if it is read from a
/// slice or a `str`. Text that came before the tag of its enum is always copied.
///
#[cfg_attr(feature = "derive", doc = "```")]
#[cfg_attr(not(feature = "derive"), doc = "```ignore")]
/// use arena::{Arena, ArenaSafe, DeserializeIn, deserialize::Text};
///
/// #[derive(ArenaSafe, DeserializeIn)]
/// struct Post<'a> {
///     #[serde(borrow)]
///     title: Text<'a>,
///     #[serde(borrow)]
///     lines: &'a [Text<'a>],
/// }
///
/// let json = r#"{"title": "Tea", "lines": ["Hot.", "\u00c0 la menthe."]}"#;
/// let arena = Arena::new(1024)?;
/// let post: &mut Post = arena.local().deserialize(&mut serde_json::Deserializer::from_str(json))?;
/// assert!(json.as_bytes().as_ptr_range().contains(&post.title.as_ptr()));
/// assert!(arena.contains(post.lines[1].as_ptr()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<'a>(
    /// The text.
    pub &'a str,
);

impl ArenaSafe for Text<'_> {}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de: 'a, 'a> DeserializeIn<'de, 'a> for Text<'a> {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_str(Visit::<Self>::new(local))
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Visit<'_, 'a, Text<'a>> {
    type Value = Text<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Visit::<&mut str>::new(self.local).visit_str(text).map(|text| Text(text))
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        match str::from_utf8(bytes) {
            Ok(text) => Ok(Text(text)),
            Err(_) => self.visit_bytes(bytes),
        }
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Visit::<&mut str>::new(self.local).visit_bytes(bytes).map(|text| Text(text))
    }
}

/// Bytes in an arena, which formats read and write as bytes where they tell them from a sequence.
///
/// A `&'a [u8]` is a sequence of numbers to them, as a `Vec<u8>` is. Like serde's own owned bytes,
/// these are read from text and from a sequence too.
///
/// ```
/// use arena::{Arena, deserialize::Bytes};
///
/// let arena = Arena::new(1024)?;
/// let mut json = serde_json::Deserializer::from_str("[1, 2]");
/// let bytes: &mut Bytes = arena.local().deserialize(&mut json)?;
/// assert_eq!(**bytes, [1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes<'a>(
    /// The bytes.
    pub &'a [u8],
);

impl ArenaSafe for Bytes<'_> {}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0
    }
}

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de, 'a> DeserializeIn<'de, 'a> for Bytes<'a> {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_bytes(Visit::<Self>::new(local))
    }
}

impl<'de, 'a> Visitor<'de> for Visit<'_, 'a, Bytes<'a>> {
    type Value = Bytes<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("byte array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        Visit::<&mut [u8]>::new(self.local).visit_seq(seq).map(|bytes| Bytes(bytes))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        self.local.try_alloc_slice_copy(bytes).map(|bytes| Bytes(bytes)).map_err(full)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.visit_bytes(text.as_bytes())
    }
}
