//! What tells threads apart.

#![cfg_attr(
    not(any(target_has_atomic = "64", feature = "portable-atomic")),
    allow(dead_code, unused_imports, reason = "numbers are for slots")
)]

/// A number that no other thread of the process has or ever had; 0 if this one has none.
#[cfg(all(feature = "std", not(all(test, loom))))]
mod number {
    use core::cell::Cell;

    use crate::sync::{AtomicUsize, Ordering};

    static NEXT: AtomicUsize = AtomicUsize::new(1);

    std::thread_local! {
        static MINE: Cell<usize> = const { Cell::new(0) };
    }

    #[inline(always)]
    pub(crate) fn number() -> usize {
        MINE.get()
    }

    /// Gets a number, if there is one to be had.
    pub(crate) fn take_number() {
        // Relaxed: only a number.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        if number > usize::MAX / 2 {
            // Used up.
            NEXT.fetch_sub(1, Ordering::Relaxed);
        } else {
            MINE.set(number);
        }
    }

    /// A number that most other threads do not have.
    pub(crate) use number as spread;
}

/// The same, of a model's threads.
#[cfg(all(test, loom))]
mod number {
    pub(crate) fn number() -> usize {
        crate::sync::modelled::my_number() + 1
    }

    pub(crate) fn take_number() {}

    pub(crate) use number as spread;
}

/// Without `std` there are no numbers.
#[cfg(not(any(feature = "std", all(test, loom))))]
mod number {
    #[inline(always)]
    pub(crate) fn number() -> usize {
        0
    }

    pub(crate) fn take_number() {}

    pub(crate) use super::by_stack as spread;
}

#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
pub(crate) use number::{number, spread, take_number};

/// A number that most other threads do not have: by where their stacks are.
#[cfg(any(not(feature = "std"), all(test, loom)))]
#[inline(always)]
pub(crate) fn by_stack() -> usize {
    /// Bytes in which a thread's calls move about, as a power of two.
    const STACK: u32 = 14;

    let here = 0_u8;
    // An odd factor without pattern, 2 to the 32 by the golden ratio, spreads what differs.
    ((&raw const here).addr() >> STACK).wrapping_mul(0x9E37_79B9) >> 16
}
