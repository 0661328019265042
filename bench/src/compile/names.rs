//! What becomes of a name.

use std::{hash::BuildHasher, rc::Rc, sync::Arc};

use arena::{Interner, Plain, Symbol};
use hashbrown::HashSet;
use lasso::{Rodeo, Spur, ThreadedRodeo};

use super::tree::Name;

/// Makes equal names of equal texts.
pub trait Names {
    /// A name.
    type Name: Name;
    /// The name of this text.
    fn name(&mut self, text: &str) -> Self::Name;
}

impl<S: BuildHasher> Names for &Interner<'_, S> {
    type Name = Symbol;

    #[inline(always)]
    fn name(&mut self, text: &str) -> Symbol {
        self.intern(text)
    }
}

impl<S: BuildHasher> Names for Rodeo<Spur, S> {
    type Name = Plain<Spur>;

    #[inline(always)]
    fn name(&mut self, text: &str) -> Plain<Spur> {
        Plain(self.get_or_intern(text))
    }
}

impl<S: BuildHasher + Clone> Names for &ThreadedRodeo<Spur, S> {
    type Name = Plain<Spur>;

    #[inline(always)]
    fn name(&mut self, text: &str) -> Plain<Spur> {
        Plain(self.get_or_intern(text))
    }
}

/// Counted references to texts of the heap, of which each thread has one a text.
pub struct Counted<R>(HashSet<R>);

impl<R> Default for Counted<R> {
    fn default() -> Self {
        Self(HashSet::new())
    }
}

macro_rules! counted {
    ($($counted:ty),*) => {$(
        impl Names for Counted<$counted> {
            type Name = $counted;

            #[inline(always)]
            fn name(&mut self, text: &str) -> $counted {
                self.0.get_or_insert_with(text, |text| text.into()).clone()
            }
        }
    )*};
}

counted!(Rc<str>, Arc<str>);
