//! What a format has, kept in the arena until it is known what it shall be.

use core::{fmt, marker::PhantomData};

use arena_core::ArenaSafe;
use serde::{
    de::{
        Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess,
        SeqAccess, Unexpected, VariantAccess, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};

use super::{DeserializeIn, Visit, lists::Pairs, text::Bytes};
use crate::local::Local;

#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Char(char),
    Text(&'a str),
    Bytes(&'a [u8]),
    None,
    Some(&'a Content<'a>),
    Unit,
    Newtype(&'a Content<'a>),
    List(&'a [Content<'a>]),
    Map(&'a [(Content<'a>, Content<'a>)]),
}

impl ArenaSafe for Content<'_> {}

impl<'de, 'a> DeserializeIn<'de, 'a> for Content<'a> {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_any(Visit::<Self>::new(local))
    }
}

/// Visits what needs no arena.
macro_rules! visit {
    ($($visit:ident($ty:ty) => $variant:ident)*) => {
        $(fn $visit<E: Error>(self, value: $ty) -> Result<Self::Value, E> {
            Ok(Content::$variant(value))
        })*
    };
}

impl<'de, 'a> Visitor<'de> for Visit<'_, 'a, Content<'a>> {
    type Value = Content<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    visit! {
        visit_bool(bool) => Bool
        visit_u64(u64) => Unsigned
        visit_i64(i64) => Signed
        visit_f64(f64) => Float
        visit_char(char) => Char
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Visit::<&mut str>::new(self.local).visit_str(text).map(|text| Content::Text(text))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Visit::<Bytes<'a>>::new(self.local).visit_bytes(bytes).map(|bytes| Content::Bytes(bytes.0))
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Content::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        <&Content<'a>>::deserialize_in(from, self.local).map(Content::Some)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Content::Unit)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        <&Content<'a>>::deserialize_in(from, self.local).map(Content::Newtype)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let list = Visit::<&mut [Content<'a>]>::new(self.local).visit_seq(seq)?;
        Ok(Content::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let pairs = Visit::<Pairs<'a, Content<'a>, Content<'a>>>::new(self.local).visit_map(map)?;
        Ok(Content::Map(pairs.0))
    }
}

/// Reads what was kept.
pub(super) struct FromContent<'a, E> {
    content: Content<'a>,
    /// Whether nothing at all may stand for a unit: what is left of a tagged value without its tag.
    nothing_is_unit: bool,
    fails: PhantomData<fn() -> E>,
}

impl<'a, E> FromContent<'a, E> {
    pub(super) fn new(content: Content<'a>, nothing_is_unit: bool) -> Self {
        Self { content, nothing_is_unit, fails: PhantomData }
    }

    /// Something that is in it.
    fn part(&self, content: Content<'a>) -> Self {
        Self { content, ..*self }
    }
}

impl<E: Error> FromContent<'_, E> {
    #[cold]
    fn is_not(self, what: &'static str) -> E {
        let found = match self.content {
            Content::Bool(value) => Unexpected::Bool(value),
            Content::Unsigned(value) => Unexpected::Unsigned(value),
            Content::Signed(value) => Unexpected::Signed(value),
            Content::Float(value) => Unexpected::Float(value),
            Content::Char(value) => Unexpected::Char(value),
            Content::Text(text) => Unexpected::Str(text),
            Content::Bytes(bytes) => Unexpected::Bytes(bytes),
            Content::None | Content::Some(_) => Unexpected::Option,
            Content::Unit => Unexpected::Unit,
            Content::Newtype(_) => Unexpected::NewtypeStruct,
            Content::List(_) => Unexpected::Seq,
            Content::Map(_) => Unexpected::Map,
        };
        E::invalid_type(found, &what)
    }
}

impl<E> Clone for FromContent<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for FromContent<'_, E> {}

impl<'de, E: Error> Deserializer<'de> for FromContent<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.content {
            Content::Bool(value) => visitor.visit_bool(value),
            Content::Unsigned(value) => visitor.visit_u64(value),
            Content::Signed(value) => visitor.visit_i64(value),
            Content::Float(value) => visitor.visit_f64(value),
            Content::Char(value) => visitor.visit_char(value),
            Content::Text(text) => visitor.visit_str(text),
            Content::Bytes(bytes) => visitor.visit_bytes(bytes),
            Content::None => visitor.visit_none(),
            Content::Some(value) => visitor.visit_some(self.part(*value)),
            Content::Unit => visitor.visit_unit(),
            Content::Newtype(value) => visitor.visit_newtype_struct(self.part(*value)),
            Content::List(list) => {
                let parts = list.iter().map(|value| self.part(*value));
                let mut parts = SeqDeserializer::new(parts);
                let value = visitor.visit_seq(&mut parts)?;
                parts.end()?;
                Ok(value)
            }
            Content::Map(pairs) => {
                let parts = pairs.iter().map(|(key, value)| (self.part(*key), self.part(*value)));
                let mut parts = MapDeserializer::new(parts);
                let value = visitor.visit_map(&mut parts)?;
                parts.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.content {
            Content::None | Content::Some(_) | Content::Unit => self.deserialize_any(visitor),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.content {
            Content::Newtype(_) => self.deserialize_any(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.content {
            Content::Map([]) if self.nothing_is_unit => visitor.visit_unit(),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.content {
            Content::List([]) if self.nothing_is_unit => visitor.visit_unit(),
            _ => self.deserialize_unit(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        let (name, value) = match self.content {
            Content::Map([(name, value)]) => (*name, Some(*value)),
            Content::Map(_) => {
                return Err(E::invalid_value(Unexpected::Map, &"map with a single key"));
            }
            Content::Text(_) => (self.content, None),
            _ => return Err(self.is_not("string or map")),
        };
        visitor.visit_enum(Choice { name: self.part(name), value: value.map(|it| self.part(it)) })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl<E: Error> IntoDeserializer<'_, E> for FromContent<'_, E> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// An enum: a name, and a value unless it is a unit.
struct Choice<'a, E> {
    name: FromContent<'a, E>,
    value: Option<FromContent<'a, E>>,
}

impl<'a, E: Error> Choice<'a, E> {
    fn value_of(self, what: &'static str) -> Result<FromContent<'a, E>, E> {
        self.value.ok_or_else(|| E::invalid_type(Unexpected::UnitVariant, &what))
    }
}

impl<'de, E: Error> EnumAccess<'de> for Choice<'_, E> {
    type Error = E;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), E> {
        Ok((seed.deserialize(self.name)?, self))
    }
}

impl<'de, E: Error> VariantAccess<'de> for Choice<'_, E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        self.value.map_or(Ok(()), Deserialize::deserialize)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, E> {
        seed.deserialize(self.value_of("newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, E> {
        let value = self.value_of("tuple variant")?;
        match value.content {
            Content::List(_) => value.deserialize_any(visitor),
            _ => Err(value.is_not("tuple variant")),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        let value = self.value_of("struct variant")?;
        match value.content {
            Content::List(_) | Content::Map(_) => value.deserialize_any(visitor),
            _ => Err(value.is_not("struct variant")),
        }
    }
}
