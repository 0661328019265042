//! sharded-slab.

use sharded_slab::Slab;

use crate::subject::Keyed;

/// How it is set.
pub const SETTINGS: &str = "`Slab<u64>` with its default configuration.";

/// A slab that grows.
pub fn slab() -> Slab<u64> {
    Slab::new()
}

impl Keyed for Slab<u64> {
    type Key = usize;

    #[inline(always)]
    fn insert(&self, value: u64) -> usize {
        Self::insert(self, value).expect("a slab grows")
    }

    #[inline(always)]
    fn get(&self, key: usize) -> u64 {
        *Self::get(self, key).expect("it is there")
    }

    #[inline(always)]
    fn remove(&self, key: usize) {
        Self::remove(self, key);
    }
}
