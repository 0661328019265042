//! What serde reads itself, and what has other values inside.

use core::{
    cell::{Cell, RefCell},
    cmp::Reverse,
    fmt,
    marker::PhantomData,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6},
    num::{
        NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8,
        NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize, Wrapping,
    },
    time::Duration,
};

use arena_core::ArenaSafe;
use serde::{
    Deserialize,
    de::{Deserializer, Error, SeqAccess, Visitor},
};

use super::{DeserializeIn, Seed, Visit};
use crate::{local::Local, plain::Plain};

/// Types that need no arena.
macro_rules! by_serde {
    ($($ty:ty)*) => {
        $(impl<'de, 'a> DeserializeIn<'de, 'a> for $ty {
            fn deserialize_in<D: Deserializer<'de>>(
                from: D,
                _: &Local<'a>,
            ) -> Result<Self, D::Error> {
                Self::deserialize(from)
            }
        })*
    };
}

by_serde! {
    () bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64
    NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroU128 NonZeroUsize
    NonZeroI8 NonZeroI16 NonZeroI32 NonZeroI64 NonZeroI128 NonZeroIsize
    Duration IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6
}

impl<'de, 'a, T: Copy + Deserialize<'de>> DeserializeIn<'de, 'a> for Plain<T> {
    fn deserialize_in<D: Deserializer<'de>>(from: D, _: &Local<'a>) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl<'de, 'a, T: ?Sized> DeserializeIn<'de, 'a> for PhantomData<T> {
    fn deserialize_in<D: Deserializer<'de>>(from: D, _: &Local<'a>) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

/// Types that are read as what is in them.
macro_rules! as_what_is_inside {
    ($($name:ident::$new:ident)*) => {
        $(impl<'de, 'a, T: DeserializeIn<'de, 'a>> DeserializeIn<'de, 'a> for $name<T> {
            fn deserialize_in<D: Deserializer<'de>>(
                from: D,
                local: &Local<'a>,
            ) -> Result<Self, D::Error> {
                T::deserialize_in(from, local).map($new)
            }
        })*
    };
}

as_what_is_inside!(Cell::cell RefCell::ref_cell Wrapping::Wrapping Reverse::Reverse);

fn cell<T>(value: T) -> Cell<T> {
    Cell::new(value)
}

fn ref_cell<T>(value: T) -> RefCell<T> {
    RefCell::new(value)
}

impl<'de, 'a, T: DeserializeIn<'de, 'a> + ArenaSafe> DeserializeIn<'de, 'a> for &'a T {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        local.deserialize(from).map(|value| &*value)
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a> + ArenaSafe> DeserializeIn<'de, 'a> for &'a mut T {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        local.deserialize(from)
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a>> DeserializeIn<'de, 'a> for Option<T> {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_option(Visit::<Self>::new(local))
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a>> Visitor<'de> for Visit<'_, 'a, Option<T>> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        T::deserialize_in(from, self.local).map(Some)
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a>, const N: usize> DeserializeIn<'de, 'a> for [T; N] {
    fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
        from.deserialize_tuple(N, Visit::<Self>::new(local))
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a>, const N: usize> Visitor<'de> for Visit<'_, 'a, [T; N]> {
    type Value = [T; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if N == 0 { f.write_str("an empty array") } else { write!(f, "an array of length {N}") }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut elements = [const { None }; N];
        for (index, element) in elements.iter_mut().enumerate() {
            *element = seq.next_element_seed(Seed::new(self.local))?;
            if element.is_none() {
                return Err(A::Error::invalid_length(index, &self));
            }
        }
        Ok(elements.map(|element| element.expect("each was read")))
    }
}

/// Tuples of so many elements.
macro_rules! tuples {
    ($($len:literal => ($($index:tt $name:ident)+))+) => {$(
        impl<'de, 'a, $($name: DeserializeIn<'de, 'a>),+> DeserializeIn<'de, 'a> for ($($name,)+) {
            fn deserialize_in<D: Deserializer<'de>>(
                from: D,
                local: &Local<'a>,
            ) -> Result<Self, D::Error> {
                from.deserialize_tuple($len, Visit::<Self>::new(local))
            }
        }

        impl<'de, 'a, $($name: DeserializeIn<'de, 'a>),+> Visitor<'de>
            for Visit<'_, 'a, ($($name,)+)>
        {
            type Value = ($($name,)+);

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!("a tuple of size ", $len))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                Ok(($(
                    match seq.next_element_seed(Seed::<$name>::new(self.local))? {
                        Some(element) => element,
                        None => return Err(A::Error::invalid_length($index, &self)),
                    },
                )+))
            }
        }
    )+};
}

tuples! {
    1 => (0 T0)
    2 => (0 T0 1 T1)
    3 => (0 T0 1 T1 2 T2)
    4 => (0 T0 1 T1 2 T2 3 T3)
    5 => (0 T0 1 T1 2 T2 3 T3 4 T4)
    6 => (0 T0 1 T1 2 T2 3 T3 4 T4 5 T5)
    7 => (0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6)
    8 => (0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7)
    9 => (0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8)
    10 => (0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9)
    11 => (0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10)
    12 => (0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10 11 T11)
}
