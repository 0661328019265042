//! The types of values, and their names in a script.

use std::{array, fmt};

use arena::ArenaSafe;

use crate::blocks::pattern;

/// A type without padding, every byte of which follows the pattern.
pub(crate) trait Value: Copy + PartialEq + fmt::Debug + ArenaSafe {
    /// The element of a block.
    fn at(tag: u8, index: usize) -> Self;
}

/// What is done with a type that a script names.
pub(crate) trait Visit {
    type Output;

    fn of<T: Value>(self) -> Self::Output;
}

macro_rules! values {
    ($($name:ident: $size:literal, $align:literal;)*) => {
    $(
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[repr(align($align))]
        pub(crate) struct $name([u8; $size]);

        impl ArenaSafe for $name {}

        impl Value for $name {
            fn at(tag: u8, index: usize) -> Self {
                Self(array::from_fn(|at| pattern(tag, index * $size + at)))
            }
        }
    )*
        /// The type of a value.
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Shape {
            $($name),*
        }

        impl Shape {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// Calls back with the type.
            pub(crate) fn visit<V: Visit>(self, visit: V) -> V::Output {
                match self {
                    $(Self::$name => visit.of::<$name>()),*
                }
            }
        }
    };
}

// By size and alignment. There is no padding.
values! { B1: 1, 1; B2: 2, 2; B8: 8, 8; B16: 16, 16; B40: 40, 8; B128: 128, 128; B192: 192, 64; }
