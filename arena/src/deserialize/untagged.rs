//! Enums whose variant is the first that can be read, from a value that is kept in the arena meanwhile.

use core::{
    fmt::{self, Write},
    str,
};

use serde::de::{
    DeserializeSeed, Deserializer, Error, MapAccess, StdError, VariantAccess, Visitor,
};

use super::{
    DeserializeIn,
    content::{Content, FromContent},
    derived::{Variants, VisitUnit},
};
use crate::local::Local;

/// The first variant that can be read from the value.
#[expect(clippy::missing_errors_doc, reason = "only the derive names it")]
pub fn read_untagged<'de, 'a, T: Variants<'de, 'a>, D: Deserializer<'de>>(
    from: D,
    local: &Local<'a>,
) -> Result<T, D::Error> {
    let content = Content::deserialize_in(from, local)?;
    for index in 0..T::COUNT {
        let from = FromContent::<Attempt>::new(content, false);
        let inside = Inside { from, unit: T::UNITS[index], is_list: false };
        match T::from_variant(inside, local, index) {
            Ok(value) => return Ok(value),
            Err(attempt) => attempt.or_full()?,
        }
    }
    Err(D::Error::custom(T::EXPECTING))
}

/// The content of a variant that is known, if it is in fields by their names, or in a list.
pub(super) struct Inside<D> {
    pub(super) from: D,
    /// What it is if it should be nothing.
    pub(super) unit: &'static str,
    pub(super) is_list: bool,
}

impl<'de, D: Deserializer<'de>> VariantAccess<'de> for Inside<D> {
    type Error = D::Error;

    fn unit_variant(self) -> Result<(), D::Error> {
        let unit = VisitUnit(self.unit);
        if self.is_list {
            return self.from.deserialize_unit_struct("", unit);
        }
        self.from.deserialize_any(unit)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, D::Error> {
        seed.deserialize(self.from)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.from.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if self.is_list {
            return self.from.deserialize_any(visitor);
        }
        self.from.deserialize_any(MapOnly(visitor))
    }
}

/// Takes fields by their names alone.
struct MapOnly<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for MapOnly<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(map)
    }
}

/// Why a variant is not the one. Only that the arena is full is of interest, and is kept as text.
#[derive(Debug)]
struct Attempt {
    text: [u8; 128],
    len: usize,
}

impl Attempt {
    /// An error if the arena was full.
    fn or_full<E: Error>(&self) -> Result<(), E> {
        match str::from_utf8(&self.text[..self.len]) {
            Ok(text) if self.is_full() => Err(E::custom(text)),
            _ => Ok(()),
        }
    }

    fn is_full(&self) -> bool {
        self.text[..self.len].starts_with(FULL)
    }
}

/// How the text of a full arena begins.
const FULL: &[u8] = b"arena full: ";

impl Write for Attempt {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.text[self.len..].get_mut(..text.len()).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.len += text.len();
        // Anything else is not worth the time.
        if self.len < FULL.len() || self.is_full() { Ok(()) } else { Err(fmt::Error) }
    }
}

impl Error for Attempt {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let mut attempt = Self { text: [0; 128], len: 0 };
        // What does not fit is no such text.
        let _ = write!(attempt, "{message}");
        attempt
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the variant is another")
    }
}

impl StdError for Attempt {}
