//! bumpalo-herd: a `Bump` per thread, from a locked list.

use bumpalo_herd::{Herd, Member};

use super::forward::{forward, forward_fill_copy};
use crate::subject::Shared;

/// How it is set.
pub const SETTINGS: &str = "warmed by one untimed pass and reset, after which each `Bump` keeps one chunk that is large enough; `Member` is \
    taken and given back inside the timed part, as our `Local` is.";

forward!(['h,] Member<'h>, std::convert::identity);
forward_fill_copy!(['h,] Member<'h>);

/// A herd.
#[derive(Default)]
pub struct Herds(pub Herd);

impl Shared for Herds {
    type Handle<'a> = Member<'a>;

    #[inline(always)]
    fn open(&self) -> Member<'_> {
        self.0.get()
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}
