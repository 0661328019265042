//! What the derive leaves to this crate: the visitors, over what it knows of a type.
//!
//! A type's fields, and those of each of its variants, have a number `OF`: 0 for a struct, the place
//! of the variant in an enum. The variants themselves are [`VARIANTS`].

pub use core::{
    default::Default,
    option::Option::{self, None, Some},
    result::Result::{self, Err, Ok},
    unreachable,
};
use core::{fmt, marker::PhantomData, str};

pub use arena_core::ArenaSafe;
pub use serde::de::{Deserializer, MapAccess, SeqAccess, VariantAccess};
use serde::{
    de::{DeserializeSeed, EnumAccess, Error, Expected, IgnoredAny, Unexpected, Visitor},
    forward_to_deserialize_any,
};

use super::Seed;
pub use super::{
    DeserializeIn, adjacent::read_adjacent, internal::read_internal, untagged::read_untagged,
};
pub use crate::local::Local;

/// Stands for the names of variants.
pub const VARIANTS: usize = usize::MAX;

/// The index of a name that is not known, where that is no mistake.
pub const IGNORED: usize = usize::MAX;

/// The names of fields or of variants.
pub trait Names<const OF: usize> {
    /// Them, and what else they may be called.
    const NAMES: &'static [&'static str];
    /// How many there are, of which the first has index 0.
    const COUNT: usize;
    /// What a name or an index means that is not known, unless that is a mistake.
    const OTHER: Option<usize>;

    fn index(name: &str) -> Option<usize>;
}

/// Fields that a `Self` is made of.
pub trait Fields<'de, 'a, const OF: usize>: Sized {
    const EXPECTING: &'static str;

    fn from_seq<A: SeqAccess<'de>>(seq: A, local: &Local<'a>) -> Result<Self, A::Error>;

    fn from_map<A: MapAccess<'de>>(_: A, _: &Local<'a>) -> Result<Self, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &Self::EXPECTING))
    }

    fn from_newtype<D: Deserializer<'de>>(_: D, _: &Local<'a>) -> Result<Self, D::Error> {
        Err(D::Error::invalid_type(Unexpected::NewtypeStruct, &Self::EXPECTING))
    }
}

/// Variants that a `Self` may be.
pub trait Variants<'de, 'a>: Names<VARIANTS> + Sized {
    const EXPECTING: &'static str;
    /// What each is as a unit, where a value should be none.
    const UNITS: &'static [&'static str];

    /// The variant of that index.
    fn from_variant<A: VariantAccess<'de>>(
        variant: A,
        local: &Local<'a>,
        index: usize,
    ) -> Result<Self, A::Error>;
}

/// Visits the fields of number `OF`.
pub struct VisitFields<'h, 'a, T, const OF: usize>(&'h Local<'a>, PhantomData<fn() -> T>);

impl<'h, 'a, T, const OF: usize> VisitFields<'h, 'a, T, OF> {
    pub fn new(local: &'h Local<'a>) -> Self {
        Self(local, PhantomData)
    }
}

impl<'de, 'a, T, const OF: usize> Visitor<'de> for VisitFields<'_, 'a, T, OF>
where
    T: Fields<'de, 'a, OF>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        T::from_seq(seq, self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_map(map, self.0)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::from_newtype(from, self.0)
    }
}

/// Visits an enum.
pub struct VisitVariants<'h, 'a, T>(&'h Local<'a>, PhantomData<fn() -> T>);

impl<'h, 'a, T> VisitVariants<'h, 'a, T> {
    pub fn new(local: &'h Local<'a>) -> Self {
        Self(local, PhantomData)
    }
}

impl<'de, 'a, T: Variants<'de, 'a>> Visitor<'de> for VisitVariants<'_, 'a, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<T, A::Error> {
        let (index, variant) = data.variant_seed(Identifier::<T, VARIANTS>(PhantomData))?;
        T::from_variant(variant, self.0, index)
    }
}

/// Visits what has no fields.
pub struct VisitUnit(pub &'static str);

impl Visitor<'_> for VisitUnit {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a name, or the index in its place.
pub(super) struct Identifier<T, const OF: usize>(pub(super) PhantomData<fn() -> T>);

impl<'de, T: Names<OF>, const OF: usize> DeserializeSeed<'de> for Identifier<T, OF> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<T: Names<OF>, const OF: usize> Visitor<'_> for Identifier<T, OF> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if OF == VARIANTS { "variant identifier" } else { "field identifier" })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<usize, E> {
        let index = usize::try_from(number).ok().filter(|index| *index < T::COUNT);
        index.or(T::OTHER).ok_or_else(|| {
            let what = if OF == VARIANTS { "variant" } else { "field" };
            E::invalid_value(Unexpected::Unsigned(number), &IndexBelow(what, T::COUNT))
        })
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        T::index(name).or(T::OTHER).ok_or_else(|| unknown::<T, OF, E>(name))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<usize, E> {
        self.visit_str(str::from_utf8(name).unwrap_or("\u{fffd}"))
    }
}

#[cold]
fn unknown<T: Names<OF>, const OF: usize, E: Error>(name: &str) -> E {
    if OF == VARIANTS {
        E::unknown_variant(name, T::NAMES)
    } else {
        E::unknown_field(name, T::NAMES)
    }
}

struct IndexBelow(&'static str, usize);

impl Expected for IndexBelow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} index 0 <= i < {}", self.0, self.1)
    }
}

/// The index of the next field in a map.
pub fn next_field<'de, T: Names<OF>, const OF: usize, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<Option<usize>, A::Error> {
    map.next_key_seed(Identifier::<T, OF>(PhantomData))
}

/// Reads the value of a field, which is to have one.
pub fn read_field<'de, 'a, T: DeserializeIn<'de, 'a>, A: MapAccess<'de>>(
    field: &mut Option<T>,
    name: &'static str,
    map: &mut A,
    local: &Local<'a>,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = Some(map.next_value_seed(Seed::new(local))?);
    Ok(())
}

/// Passes over the value of a field that is not known.
pub fn pass_field<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value().map(|IgnoredAny| ())
}

/// The value of a field that was not there: an option has one, and is `None`.
#[cold]
pub fn missing_field<'de, 'a, T: DeserializeIn<'de, 'a>, E: Error>(
    name: &'static str,
    local: &Local<'a>,
) -> Result<T, E> {
    T::deserialize_in(Missing(name, PhantomData), local)
}

/// Reads the next field of a sequence.
pub fn next_element<'de, 'a, T: DeserializeIn<'de, 'a>, A: SeqAccess<'de>>(
    seq: &mut A,
    local: &Local<'a>,
) -> Result<Option<T>, A::Error> {
    seq.next_element_seed(Seed::new(local))
}

/// The sequence ended before the field of that index.
#[cold]
pub fn too_few<T, E: Error>(index: usize, expecting: &'static str) -> Result<T, E> {
    Err(E::invalid_length(index, &expecting))
}

/// Reads the one value that another is.
pub fn read<'de, 'a, T: DeserializeIn<'de, 'a>, D: Deserializer<'de>>(
    from: D,
    local: &Local<'a>,
) -> Result<T, D::Error> {
    T::deserialize_in(from, local)
}

/// The variant that is one value.
pub fn newtype_variant<'de, 'a, T: DeserializeIn<'de, 'a>, A: VariantAccess<'de>>(
    variant: A,
    local: &Local<'a>,
) -> Result<T, A::Error> {
    variant.newtype_variant_seed(Seed::new(local))
}

/// A field that is not there.
pub(super) struct Missing<E>(pub(super) &'static str, pub(super) PhantomData<fn() -> E>);

impl<'de, E: Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
