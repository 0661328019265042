//! What tells threads apart.

/// A number that no other thread of the process has, or ever had; 0 where there is none to be had.
#[cfg(all(feature = "std", not(all(test, loom))))]
#[inline(always)]
pub(crate) fn number() -> usize {
    match of_std::MINE.get() {
        0 => of_std::next(),
        number => number,
    }
}

#[cfg(all(feature = "std", not(all(test, loom))))]
mod of_std {
    use core::cell::Cell;

    use crate::sync::{AtomicUsize, Ordering};

    static NEXT: AtomicUsize = AtomicUsize::new(1);

    std::thread_local! {
        pub(super) static MINE: Cell<usize> = const { Cell::new(0) };
    }

    #[cold]
    pub(super) fn next() -> usize {
        // Relaxed: only a number.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        if number > usize::MAX / 2 {
            // Used up: the rest goes without.
            NEXT.fetch_sub(1, Ordering::Relaxed);
            return 0;
        }
        MINE.set(number);
        number
    }
}

/// The same, of a model's threads.
#[cfg(all(test, loom))]
pub(crate) fn number() -> usize {
    crate::sync::modelled::my_number() + 1
}

#[cfg(not(any(feature = "std", all(test, loom))))]
pub(crate) fn number() -> usize {
    0
}

/// A number that most other threads do not have: by where their stacks are.
#[inline(always)]
pub(crate) fn by_stack() -> usize {
    /// Bytes in which a thread's calls move about, as a power of two.
    const STACK: u32 = 14;

    let here = 0_u8;
    // An odd factor without pattern, 2 to the 32 by the golden ratio, spreads what differs.
    ((&raw const here).addr() >> STACK).wrapping_mul(0x9E37_79B9) >> 16
}
