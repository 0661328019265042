//! slotmap.

use std::cell::UnsafeCell;

use slotmap::{DefaultKey, SlotMap};

use crate::subject::Keyed;

/// How it is set.
pub const SETTINGS: &str = "`SlotMap<DefaultKey, u64>`, which grows before the timed part.";

/// A map that one thread has, by a shared reference as other rows have it.
pub struct Alone(UnsafeCell<SlotMap<DefaultKey, u64>>);

/// A map that has room.
pub fn map() -> Alone {
    Alone(UnsafeCell::new(SlotMap::with_capacity(16 * 1024)))
}

impl Keyed for Alone {
    type Key = DefaultKey;

    #[inline(always)]
    fn insert(&self, value: u64) -> DefaultKey {
        // SAFETY: `UnsafeCell` makes it unshareable between threads, and no reference leaves.
        unsafe { &mut *self.0.get() }.insert(value)
    }

    #[inline(always)]
    fn get(&self, key: DefaultKey) -> u64 {
        // SAFETY: as above.
        let map = unsafe { &*self.0.get() };
        map[key]
    }

    #[inline(always)]
    fn remove(&self, key: DefaultKey) {
        // SAFETY: as above.
        unsafe { &mut *self.0.get() }.remove(key);
    }
}
