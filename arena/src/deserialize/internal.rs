//! Enums whose variant is told by a tag among its fields.
//!
//! A value whose tag comes first is read as it comes. What comes before its tag is kept in the arena
//! meanwhile, and for a variant that is a value of another type all of it.

use core::{fmt, marker::PhantomData};

use serde::{
    de::{
        DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, VariantAccess,
        Visitor, value::SeqAccessDeserializer,
    },
    forward_to_deserialize_any,
};

use super::{
    DeserializeIn, Seed, Visit,
    content::{Content, FromContent},
    derived::{Identifier, VARIANTS, Variants},
    lists::list,
    untagged::Inside,
};
use crate::local::Local;

/// A value with its tag among its fields.
#[expect(clippy::missing_errors_doc, reason = "only the derive names it")]
pub fn read_internal<'de, 'a, T: Variants<'de, 'a>, D: Deserializer<'de>>(
    from: D,
    local: &Local<'a>,
    tag: &'static str,
) -> Result<T, D::Error> {
    from.deserialize_any(VisitInternal { local, tag, makes: PhantomData })
}

struct VisitInternal<'h, 'a, T> {
    local: &'h Local<'a>,
    tag: &'static str,
    makes: PhantomData<fn() -> T>,
}

impl<'de, 'a, T: Variants<'de, 'a>> Visitor<'de> for VisitInternal<'_, 'a, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        let Some(index) = seq.next_element_seed(Identifier::<T, VARIANTS>(PhantomData))? else {
            return Err(A::Error::missing_field(self.tag));
        };
        let rest = Content::deserialize_in(SeqAccessDeserializer::new(seq), self.local)?;
        let from = FromContent::new(rest, true);
        let inside = Inside { from, unit: T::UNITS[index], is_list: true };
        T::from_variant(inside, self.local, index)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let Self { local, tag, .. } = self;
        let key = Key { local, tag };
        let mut found = None;
        let before = list(local, None, || match map.next_key_seed(key)? {
            Some(Some(name)) => Ok(Some((name, map.next_value_seed(Seed::new(local))?))),
            Some(None) => {
                found = Some(map.next_value_seed(Identifier::<T, VARIANTS>(PhantomData))?);
                Ok(None)
            }
            None => Ok(None),
        })?;
        let Some(index) = found else { return Err(A::Error::missing_field(tag)) };
        T::from_variant(Fields { before, map, key }, local, index)
    }
}

/// Reads the name of a field, or finds that it is the tag.
#[derive(Clone, Copy)]
struct Key<'h, 'a> {
    local: &'h Local<'a>,
    tag: &'static str,
}

impl<'de, 'a> DeserializeSeed<'de> for Key<'_, 'a> {
    type Value = Option<Content<'a>>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'a> Visitor<'_> for Key<'_, 'a> {
    type Value = Option<Content<'a>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a type tag `{}` or any other value", self.tag)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Some(Content::Bool(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(Content::Unsigned(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(Content::Signed(value)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text == self.tag {
            return Ok(None);
        }
        Visit::<Content<'a>>::new(self.local).visit_str(text).map(Some)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        if bytes == self.tag.as_bytes() {
            return Ok(None);
        }
        Visit::<Content<'a>>::new(self.local).visit_bytes(bytes).map(Some)
    }
}

/// The fields of a variant whose tag was found: those before it, which were kept, and the rest.
struct Fields<'h, 'a, A> {
    before: &'h [(Content<'a>, Content<'a>)],
    map: A,
    key: Key<'h, 'a>,
}

impl<'a, A> Fields<'_, 'a, A> {
    /// All, kept.
    fn into_content<'de, E: Error>(mut self) -> Result<Content<'a>, E>
    where
        A: MapAccess<'de, Error = E>,
    {
        let Key { local, tag } = self.key;
        let all = list(local, None, || {
            if let Some((first, rest)) = self.before.split_first() {
                self.before = rest;
                return Ok(Some(*first));
            }
            match self.map.next_key_seed(self.key)? {
                Some(Some(name)) => Ok(Some((name, self.map.next_value_seed(Seed::new(local))?))),
                Some(None) => Err(E::duplicate_field(tag)),
                None => Ok(None),
            }
        })?;
        Ok(Content::Map(all))
    }
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Fields<'_, '_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.into_content().map(|_| ())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        seed.deserialize(FromContent::new(self.into_content()?, true))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(self)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<'_, '_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        match self.before.first() {
            Some((name, _)) => seed.deserialize(FromContent::new(*name, true)).map(Some),
            None => self.map.next_key_seed(NotTag { inner: seed, tag: self.key.tag }),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.before.split_first() {
            Some(((_, value), rest)) => {
                self.before = rest;
                seed.deserialize(FromContent::new(*value, true))
            }
            None => self.map.next_value_seed(seed),
        }
    }
}

/// Reads a name as `inner` does, unless it is the tag once more.
struct NotTag<T> {
    inner: T,
    tag: &'static str,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for NotTag<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(NotTag { inner: from, tag: self.tag })
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for NotTag<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(NotTag { inner: visitor, tag: self.tag })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for NotTag<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<V::Value, E> {
        self.inner.visit_u64(index)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<V::Value, E> {
        if name == self.tag {
            return Err(E::duplicate_field(self.tag));
        }
        self.inner.visit_str(name)
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<V::Value, E> {
        if name == self.tag.as_bytes() {
            return Err(E::duplicate_field(self.tag));
        }
        self.inner.visit_bytes(name)
    }
}
