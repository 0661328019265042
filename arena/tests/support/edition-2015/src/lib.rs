//! Names that are keywords in later editions: `async`, `await`, `dyn`, `try` and `gen`.

#![no_std]
#![allow(non_camel_case_types, reason = "keywords are lower case")]
#![allow(non_upper_case_globals, reason = "keywords are lower case")]

pub extern crate arena;

use arena::ArenaSafe;

/// Bounds a parameter.
pub trait await {
    /// Is checked by its own bound.
    type dyn;
}

impl await for u8 {
    type dyn = u8;
}

/// A type, a lifetime, parameters, a constant and fields.
#[derive(Debug, ArenaSafe)]
#[arena(crate = arena, bound = "async: await + ArenaSafe, async::dyn: ArenaSafe")]
pub struct try<'async, 'dyn: 'async, async: await + 'dyn, const gen: usize>
where
    async::dyn: Copy,
{
    /// A parameter.
    pub async: async,
    /// Another.
    pub await: [&'async &'dyn async; gen],
    /// An associated type.
    pub dyn: Option<async::dyn>,
    /// Nothing.
    pub try: (),
    /// Nothing.
    pub gen: (),
}

/// Variants, with default bounds.
#[derive(Debug, ArenaSafe)]
#[arena(crate = arena)]
pub enum gen<'try, dyn> {
    /// Without fields.
    async,
    /// With fields.
    await {
        /// A parameter.
        dyn: dyn,
        /// The type itself.
        gen: &'try gen<'try, dyn>,
    },
    /// With nameless fields.
    try(&'try dyn),
}

/// Relies on the default path of the crate.
#[derive(Clone, Copy, Debug, ArenaSafe)]
pub struct dyn;

/// Has the type `dyn` in a field that begins with it.
#[derive(Debug, ArenaSafe)]
#[arena(crate = ::arena)]
pub struct async(pub dyn, pub [dyn; 2], #[arena(copy)] pub dyn);

/// Makes types with such names in a crate of any edition.
#[macro_export]
macro_rules! types {
    ($name:ident, $field:ident) => {
        #[derive(Debug, $crate::arena::ArenaSafe)]
        #[arena(crate = $crate::arena)]
        pub struct $name<'async, dyn, const try: usize> {
            pub async: &'async [dyn; try],
            pub $field: dyn,
            pub dyn: [u8; { if 3 > 2 { 4 } else { 5 } }],
        }
    };
}
