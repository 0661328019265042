//! Names that are keywords in later editions: `gen`.

#![no_std]
#![allow(non_camel_case_types, reason = "keywords are lower case")]
#![allow(non_upper_case_globals, reason = "keywords are lower case")]

pub use arena;

/// A type, a lifetime, a parameter and a field.
#[derive(Debug, arena::ArenaSafe)]
pub struct gen<'gen, T> {
    /// The field.
    pub gen: &'gen T,
    /// The keyword in raw form.
    pub r#async: T,
}

/// A variant, and a constant.
#[derive(Debug, arena::ArenaSafe)]
pub enum Generation<const gen: usize> {
    /// Named as its field.
    gen {
        /// Named as its constant.
        gen: [u8; gen],
    },
}

/// Makes a type with such names in a crate of any edition.
#[macro_export]
macro_rules! types {
    ($name:ident, $field:ident) => {
        #[derive(Debug, $crate::arena::ArenaSafe)]
        #[arena(crate = $crate::arena)]
        pub struct $name<'gen, gen> {
            pub gen: &'gen gen,
            pub $field: gen,
        }
    };
}
