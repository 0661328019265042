//! Reading into a `Bump`, as its users write it by hand.

use std::{fmt, marker::PhantomData};

use bumpalo::{Bump, collections::Vec};
use serde::{
    Deserialize, Serialize, Serializer,
    de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor},
};

/// What can be read into a `Bump`.
pub(crate) trait ReadIn<'b>: Sized {
    /// Reads one.
    fn read_in<'de, D: Deserializer<'de>>(from: D, bump: &'b Bump) -> Result<Self, D::Error>;

    /// What stands for one that is not there.
    fn missing() -> Option<Self> {
        None
    }
}

/// Reads a `T` into a `Bump`.
pub(crate) struct In<'b, T>(pub(super) &'b Bump, pub(super) PhantomData<T>);

impl<'de, 'b, T: ReadIn<'b>> DeserializeSeed<'de> for In<'b, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::read_in(from, self.0)
    }
}

/// What needs no memory.
macro_rules! by_serde {
    ($($type:ty)*) => {$(
        impl<'b> ReadIn<'b> for $type {
            fn read_in<'de, D: Deserializer<'de>>(from: D, _: &'b Bump) -> Result<Self, D::Error> {
                Self::deserialize(from)
            }
        }
    )*};
}

by_serde!(bool i32 u32 u64 [u32; 2] [f64; 2]);

impl<'b> ReadIn<'b> for &'b str {
    fn read_in<'de, D: Deserializer<'de>>(from: D, bump: &'b Bump) -> Result<Self, D::Error> {
        struct Copied<'b>(&'b Bump);

        impl<'b> Visitor<'_> for Copied<'b> {
            type Value = &'b str;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<&'b str, E> {
                Ok(self.0.alloc_str(text))
            }
        }

        from.deserialize_str(Copied(bump))
    }
}

impl<'b, T: ReadIn<'b>> ReadIn<'b> for &'b T {
    fn read_in<'de, D: Deserializer<'de>>(from: D, bump: &'b Bump) -> Result<Self, D::Error> {
        T::read_in(from, bump).map(|value| &*bump.alloc(value))
    }
}

impl<'b, T: ReadIn<'b>> ReadIn<'b> for Option<T> {
    fn read_in<'de, D: Deserializer<'de>>(from: D, bump: &'b Bump) -> Result<Self, D::Error> {
        from.deserialize_option(In(bump, PhantomData::<Self>))
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<'de, 'b, T: ReadIn<'b>> Visitor<'de> for In<'b, Option<T>> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
        T::read_in(from, self.0).map(Some)
    }
}

impl<'b, T: ReadIn<'b>> ReadIn<'b> for &'b [T] {
    fn read_in<'de, D: Deserializer<'de>>(from: D, bump: &'b Bump) -> Result<Self, D::Error> {
        from.deserialize_seq(In(bump, PhantomData::<Self>))
    }
}

impl<'de, 'b, T: ReadIn<'b>> Visitor<'de> for In<'b, &'b [T]> {
    type Value = &'b [T];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<&'b [T], A::Error> {
        let mut list = Vec::new_in(self.0);
        while let Some(element) = seq.next_element_seed(In(self.0, PhantomData))? {
            list.push(element);
        }
        Ok(list.into_bump_slice())
    }
}

/// A map as its pairs.
pub(crate) struct Map<'b, V>(&'b [(&'b str, V)]);

impl<V: Serialize> Serialize for Map<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'b, V: ReadIn<'b>> ReadIn<'b> for Map<'b, V> {
    fn read_in<'de, D: Deserializer<'de>>(from: D, bump: &'b Bump) -> Result<Self, D::Error> {
        from.deserialize_map(In(bump, PhantomData::<Self>))
    }
}

impl<'de, 'b, V: ReadIn<'b>> Visitor<'de> for In<'b, Map<'b, V>> {
    type Value = Map<'b, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map<'b, V>, A::Error> {
        let mut pairs = Vec::new_in(self.0);
        let (key, value) = (|| In(self.0, PhantomData), || In(self.0, PhantomData));
        while let Some(pair) = map.next_entry_seed(key(), value())? {
            pairs.push(pair);
        }
        Ok(Map(pairs.into_bump_slice()))
    }
}

/// Reads structs.
macro_rules! by_hand {
    ($($name:ident<$life:lifetime> { $($field:ident: $type:ty = $key:literal,)* })*) => {$(
        const _: () = {
            use std::{fmt, marker::PhantomData};

            use bumpalo::Bump;
            use serde::{
                Deserialize, Deserializer,
                de::{Error, IgnoredAny, MapAccess, Visitor},
            };

            use $crate::typed::by_hand::{In, ReadIn};

            #[derive(Deserialize)]
            #[serde(field_identifier)]
            #[expect(non_camel_case_types, reason = "they are the fields")]
            enum Field {
                $(#[serde(rename = $key)] $field,)*
                #[serde(other)]
                Other,
            }

            impl<$life> ReadIn<$life> for $name<$life> {
                fn read_in<'de, D: Deserializer<'de>>(
                    from: D,
                    bump: &$life Bump,
                ) -> Result<Self, D::Error> {
                    from.deserialize_struct(
                        stringify!($name),
                        &[$($key),*],
                        In(bump, PhantomData::<Self>),
                    )
                }
            }

            impl<'de, $life> Visitor<'de> for In<$life, $name<$life>> {
                type Value = $name<$life>;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!("struct ", stringify!($name)))
                }

                fn visit_map<A: MapAccess<'de>>(
                    self,
                    mut map: A,
                ) -> Result<Self::Value, A::Error> {
                    $(let mut $field = None;)*
                    while let Some(field) = map.next_key()? {
                        match field {
                            $(Field::$field => {
                                if $field.is_some() {
                                    return Err(A::Error::duplicate_field($key));
                                }
                                $field = Some(map.next_value_seed(In(self.0, PhantomData))?);
                            })*
                            Field::Other => {
                                map.next_value::<IgnoredAny>()?;
                            }
                        }
                    }
                    Ok($name {
                        $($field: match $field.or_else(ReadIn::missing) {
                            Some(value) => value,
                            None => return Err(A::Error::missing_field($key)),
                        },)*
                    })
                }
            }
        };
    )*};
}

pub(super) use by_hand;
