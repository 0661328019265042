//! A slot's index and generation, and the word that says what it has: integers only.
//!
//! ```text
//! | generation (32) | live owned removed reserved retired (5) | entries (27) |
//! ```

#![forbid(unsafe_code)]

use core::{fmt, num::NonZero};

use static_assertions::assert_eq_size;

#[cfg(not(all(test, loom)))]
use crate::sync::{AtomicUsize, Ordering};

/// A value that keys find.
pub(crate) const LIVE: u64 = 1 << 31;
/// A value that one owner has.
pub(crate) const OWNED: u64 = 1 << 30;
/// A value that no key finds any more, and that goes with its last entry.
pub(crate) const REMOVED: u64 = 1 << 29;
/// No value, and an owner.
pub(crate) const RESERVED: u64 = 1 << 28;
/// No value, and no generation left.
pub(crate) const RETIRED: u64 = 1 << 27;
/// The most entries of one value.
pub(crate) const ENTRIES: u64 = RETIRED - 1;
/// All but the generation.
pub(crate) const LOW: u64 = u32::MAX as u64;

/// A slot as it is from when it is taken until it is free again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    index: u32,
    generation: NonZero<u32>,
}

assert_eq_size!(Place, Option<Place>, u64);

impl Place {
    /// The first of new slots, which all have its generation: others than those made before, so that
    /// the keys of one pool seldom find anything in another. The upper half is left for use.
    pub(crate) fn of_new_slots() -> Self {
        // Models have no statics.
        #[cfg(not(all(test, loom)))]
        let before = {
            static NEXT: AtomicUsize = AtomicUsize::new(0);
            // Relaxed: only a number.
            NEXT.fetch_add(1, Ordering::Relaxed)
        };
        #[cfg(all(test, loom))]
        let before = 0_usize;
        #[expect(clippy::cast_possible_truncation, reason = "the lower half is spread as well")]
        // An odd factor without pattern, 2 to the 32 by the golden ratio.
        let spread = (before as u32).wrapping_mul(0x9E37_79B9) >> 1;
        Self { index: 0, generation: NonZero::new(spread).unwrap_or(NonZero::<u32>::MIN) }
    }

    /// The slot.
    #[inline(always)]
    pub const fn index(self) -> usize {
        self.index as usize
    }

    /// Index and generation as one number, which is never 0.
    #[inline(always)]
    pub const fn to_bits(self) -> u64 {
        (self.generation.get() as u64) << 32 | self.index as u64
    }

    /// The place of that number. `None` if it is of no place.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "it is the lower half")]
    pub const fn from_bits(bits: u64) -> Option<Self> {
        match NonZero::new((bits >> 32) as u32) {
            Some(generation) => Some(Self { index: bits as u32, generation }),
            None => None,
        }
    }

    /// The slot as it is the next time. `None` if its generations are used up.
    #[inline(always)]
    pub(crate) fn renewed(self) -> Option<Self> {
        Some(Self { generation: self.generation.checked_add(1)?, ..self })
    }

    /// The word of this place in a state.
    #[inline(always)]
    pub(crate) const fn word(self, low: u64) -> u64 {
        (self.generation.get() as u64) << 32 | low
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}v{}", self.index, self.generation)
    }
}

/// What a slot has, for whoever has all slots alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// A value that keys find.
    Live,
    /// A value that they do not find: somebody's, or one that was removed and that entries keep.
    Hidden,
    /// None, but somebody has the slot.
    Reserved,
}
