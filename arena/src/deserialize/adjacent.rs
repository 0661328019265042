//! Enums whose variant is told by a tag beside its content.
//!
//! If the content comes first, it is kept in the arena until the tag has come.

use core::{fmt, marker::PhantomData};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::{
    Seed,
    content::{Content, FromContent},
    derived::{Identifier, Missing, Names, VARIANTS, Variants},
    untagged::Inside,
};
use crate::local::Local;

/// A value beside its tag, in the struct of that name and of these two fields: tag and content.
#[expect(clippy::missing_errors_doc, reason = "only the derive names it")]
pub fn read_adjacent<'de, 'a, T: Variants<'de, 'a>, D: Deserializer<'de>>(
    from: D,
    local: &Local<'a>,
    name: &'static str,
    fields: &'static [&'static str; 2],
    is_strict: bool,
) -> Result<T, D::Error> {
    let visitor = VisitAdjacent { local, name, fields, is_strict, makes: PhantomData };
    from.deserialize_struct(name, fields, visitor)
}

struct VisitAdjacent<'h, 'a, T> {
    local: &'h Local<'a>,
    name: &'static str,
    fields: &'static [&'static str; 2],
    is_strict: bool,
    makes: PhantomData<fn() -> T>,
}

impl<'h, 'a, T> VisitAdjacent<'h, 'a, T> {
    /// Which of the two fields is next.
    fn next<'de, A: MapAccess<'de>>(&self, map: &mut A) -> Result<Option<usize>, A::Error> {
        let either = Either { fields: self.fields, is_strict: self.is_strict };
        loop {
            match map.next_key_seed(either)? {
                Some(None) => map.next_value().map(|IgnoredAny| ())?,
                field => return Ok(field.flatten()),
            }
        }
    }

    fn variant<'de>(&self) -> Variant<T>
    where
        T: Variants<'de, 'a>,
    {
        Variant(self.name, PhantomData)
    }

    fn value(&self, index: usize) -> Value<'h, 'a, T> {
        Value { local: self.local, index, makes: PhantomData }
    }
}

impl<'de, 'a, T: Variants<'de, 'a>> Visitor<'de> for VisitAdjacent<'_, 'a, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let [tag, content] = *self.fields;
        let duplicate = |field: usize| A::Error::duplicate_field(self.fields[field]);
        let value = match self.next(&mut map)? {
            None => return Err(A::Error::missing_field(tag)),
            Some(0) => {
                let index = map.next_value_seed(self.variant())?;
                match self.next(&mut map)? {
                    Some(0) => return Err(duplicate(0)),
                    Some(_) => map.next_value_seed(self.value(index))?,
                    None => {
                        return T::from_variant(Absent(content, PhantomData), self.local, index);
                    }
                }
            }
            Some(_) => {
                let content = map.next_value_seed(Seed::<Content<'a>>::new(self.local))?;
                match self.next(&mut map)? {
                    None => return Err(A::Error::missing_field(tag)),
                    Some(1) => return Err(duplicate(1)),
                    Some(_) => {
                        let index = map.next_value_seed(self.variant())?;
                        self.value(index).deserialize(FromContent::new(content, true))?
                    }
                }
            }
        };
        match self.next(&mut map)? {
            Some(field) => Err(duplicate(field)),
            None => Ok(value),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        let Some(index) = seq.next_element_seed(Identifier::<T, VARIANTS>(PhantomData))? else {
            return Err(A::Error::invalid_length(0, &self));
        };
        let value = seq.next_element_seed(self.value(index))?;
        value.ok_or_else(|| A::Error::invalid_length(1, &self))
    }
}

/// Reads which of two fields a name is, if either.
#[derive(Clone, Copy)]
struct Either {
    fields: &'static [&'static str; 2],
    is_strict: bool,
}

impl Either {
    fn find<E: Error>(
        self,
        field: Option<usize>,
        name: Unexpected<'_>,
    ) -> Result<Option<usize>, E> {
        if field.is_none() && self.is_strict {
            return Err(E::invalid_value(name, &self));
        }
        Ok(field)
    }
}

impl<'de> DeserializeSeed<'de> for Either {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Either {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [tag, content] = self.fields;
        if self.is_strict {
            return write!(f, "{tag:?} or {content:?}");
        }
        write!(f, "{tag:?}, {content:?}, or other ignored fields")
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<Self::Value, E> {
        let field = usize::try_from(index).ok().filter(|index| *index < 2);
        self.find(field, Unexpected::Unsigned(index))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        self.find(self.fields.iter().position(|field| *field == name), Unexpected::Str(name))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        let field = self.fields.iter().position(|field| field.as_bytes() == name);
        self.find(field, Unexpected::Bytes(name))
    }
}

/// Reads the index of a variant, which is written as an enum of units.
struct Variant<T>(&'static str, PhantomData<fn() -> T>);

impl<'de, T: Names<VARIANTS>> DeserializeSeed<'de> for Variant<T> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_enum(self.0, T::NAMES, self)
    }
}

impl<'de, T: Names<VARIANTS>> Visitor<'de> for Variant<T> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "variant of enum {}", self.0)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<usize, A::Error> {
        let (index, variant) = data.variant_seed(Identifier::<T, VARIANTS>(PhantomData))?;
        variant.unit_variant()?;
        Ok(index)
    }
}

/// Reads the variant of that index.
struct Value<'h, 'a, T> {
    local: &'h Local<'a>,
    index: usize,
    makes: PhantomData<fn() -> T>,
}

impl<'de, 'a, T: Variants<'de, 'a>> DeserializeSeed<'de> for Value<'_, 'a, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        let Self { local, index, .. } = self;
        T::from_variant(Inside { from, unit: T::UNITS[index], is_list: false }, local, index)
    }
}

/// The content of a variant that is known, in the field of that name, which is not there.
struct Absent<E>(&'static str, PhantomData<fn() -> E>);

impl<'de, E: Error> VariantAccess<'de> for Absent<E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, E> {
        seed.deserialize(Missing(self.0, PhantomData))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }
}
