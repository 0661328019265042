//! bumpalo: the reference among the single-threaded arenas.

use bumpalo::{
    Bump,
    collections::{String, Vec},
};

use super::{
    api2::Api2,
    forward::{forward, forward_fill_copy},
};
use crate::{
    growing::{Lists, Strings, append, list},
    subject::{Owned, Reset},
};

/// How it is set.
pub const SETTINGS: &str = "`with_capacity` of the whole case, so that no chunk is added in a timed part; moved into the loop, so that it is \
    a local variable. A second row has a minimum alignment of 8 (`with_min_align_and_capacity`), which saves its mask. Bars are taken \
    over the faster of the two. Lists and strings: its own (`collections`).";

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

/// As [`plain`], under the collections of other crates.
pub fn api2(bytes: usize) -> Owned<Api2<Bump>> {
    Owned::new(Api2(Bump::with_capacity(bytes)))
}

impl Lists for Bump {
    type List<'l> = Vec<'l, u64>;

    #[inline(always)]
    fn list(&mut self, capacity: usize) -> Vec<'_, u64> {
        Vec::with_capacity_in(capacity, self)
    }
}

impl Strings for Bump {
    type String<'l> = String<'l>;

    #[inline(always)]
    fn string(&mut self) -> String<'_> {
        String::new_in(self)
    }
}

list!(['l] Vec<'l, u64>, |list| list.into_bump_slice().as_ptr());
append!(['l] String<'l>, |text| text.into_bump_str().as_ptr());
