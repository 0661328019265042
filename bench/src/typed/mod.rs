//! Documents of the shapes and sizes of three that benchmarks of JSON go by, made of a seed, and the types that they are read as.
//!
//! The well-known ones are `twitter.json`, `citm_catalog.json` and `canada.json`. Each type is defined once, and stamped for every
//! memory that it may be read into.

pub(crate) mod by_hand;
pub(crate) mod catalogue;
pub(crate) mod coordinates;
mod records;
mod sample;
pub(crate) mod tweets;

pub(crate) use self::sample::Sample;
