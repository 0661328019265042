//! Ours: the arena itself, and a handle per thread.

use arena::{Arena, Local};

use super::{forward, forward_fill_copy};
use crate::subject::Shared;

forward!(['a,] Local<'a>, std::convert::identity);
forward_fill_copy!(['a,] Local<'a>);
forward!(['a,] &'a Arena, std::convert::identity);
forward_fill_copy!(['a,] &'a Arena);

/// The arena through a [`Local`], which is opened and dropped inside the timed part.
pub struct Locals(pub Arena);

/// The arena through `&Arena`: one atomic per allocation.
pub struct Direct(pub Arena);

/// An arena of `bytes` for [`Local`]s.
pub fn locals(bytes: usize) -> Locals {
    Locals(arena(bytes))
}

/// An arena of `bytes` for the shared path.
pub fn direct(bytes: usize) -> Direct {
    Direct(arena(bytes))
}

fn arena(bytes: usize) -> Arena {
    Arena::new(bytes).expect("the machine has memory")
}

impl Shared for Locals {
    type Handle<'a> = Local<'a>;

    #[inline(always)]
    fn open(&self) -> Local<'_> {
        self.0.local()
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}

impl Shared for Direct {
    type Handle<'a> = &'a Arena;

    #[inline(always)]
    fn open(&self) -> &Arena {
        &self.0
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}
