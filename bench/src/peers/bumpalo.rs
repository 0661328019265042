//! bumpalo: the reference among the single-threaded arenas.

use bumpalo::Bump;

use super::{forward, forward_fill_copy};
use crate::subject::{Owned, Reset};

/// How it is set.
pub const SETTINGS: &str = "`with_capacity` of the whole case, so that no chunk is added in a timed part; moved into the loop, so that it is \
    a local variable. A second row has a minimum alignment of 8 (`with_min_align_and_capacity`), which saves its mask. Bars are taken \
    over the faster of the two.";

forward!([const N: usize,] Bump<N>, std::convert::identity);
forward_fill_copy!([const N: usize] Bump<N>);

impl<const N: usize> Reset for Bump<N> {
    fn reset(&mut self) {
        Self::reset(self);
    }
}

/// As `Bump::with_capacity` makes it.
pub fn plain(bytes: usize) -> Owned<Bump> {
    Owned::new(Bump::with_capacity(bytes))
}

/// With a minimum alignment of 8.
pub fn aligned(bytes: usize) -> Owned<Bump<8>> {
    Owned::new(Bump::with_min_align_and_capacity(bytes))
}
