//! Knows `arena` by another name: where the derive says `::arena` although it was told otherwise,
//! this crate does not compile.

#![no_std]

pub use pool;

/// A struct with a bound by default.
#[derive(Debug, pool::ArenaSafe)]
#[arena(crate = pool)]
pub struct Struct<'a, T> {
    /// A field that needs no bound.
    pub text: &'a str,
    /// A field that needs the bound.
    pub value: T,
}

/// An enum with every option of the derive.
#[derive(Debug, pool::ArenaSafe)]
#[arena(crate = ::pool, bound = "T: Copy")]
pub enum Enum<T> {
    /// A variant without fields.
    Nothing,
    /// A variant that is checked by `Copy`.
    Value(#[arena(copy)] T),
}

/// Makes a struct in a crate that need not know `arena` by any name.
#[macro_export]
macro_rules! safe_struct {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive($crate::pool::ArenaSafe)]
        #[arena(crate = $crate::pool)]
        struct $name { $($field: $type),* }
    };
}
