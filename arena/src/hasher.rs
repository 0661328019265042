//! The default hasher of what hashes.

use core::hash::BuildHasher;

use arena_core::ArenaSafe;
use foldhash::fast::{FoldHasher, RandomState};

/// The default hasher of a `HashMap` and of an `Interner`: `foldhash`, the one of `hashbrown`.
///
/// It is fast. Its seed is another one in each run of a program and for each hasher, so that a text
/// that was written beforehand cannot choose its place. It is no defence against somebody who can
/// watch a program run, and choose texts by that; with `std`, `RandomState` is one.
///
/// ```
/// use arena::DefaultHashBuilder;
/// use std::hash::BuildHasher;
///
/// let hasher = DefaultHashBuilder::default();
/// assert_eq!(hasher.hash_one("one"), hasher.hash_one("one"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct DefaultHashBuilder(RandomState);

impl BuildHasher for DefaultHashBuilder {
    type Hasher = FoldHasher<'static>;

    #[inline]
    fn build_hasher(&self) -> Self::Hasher {
        self.0.build_hasher()
    }
}

// A few numbers.
impl ArenaSafe for DefaultHashBuilder {}
