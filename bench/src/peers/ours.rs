//! Ours: the arena itself, and a handle per thread.

use arena::{
    Arena, Heap, Local, LocalArena, LocalScope, Mapped, Scope,
    collections::{HashMap, String, Vec},
};

use super::forward::{forward, forward_fill_copy};
use crate::{
    growing::{Lists, Maps, Strings, append, counts, list},
    subject::{Owned, Plain, Put, Reset, Scopes, Shared},
};

forward!(['a,] Local<'a>, std::convert::identity);
forward_fill_copy!(['a,] Local<'a>);
forward!(['a,] &'a Arena, std::convert::identity);
forward_fill_copy!(['a,] &'a Arena);
forward!([M,] LocalArena<M>, std::convert::identity);

/// Our collections on `$handle`, which `$self` becomes. They are never dropped.
macro_rules! collections {
    ([$($generics:tt)*] $type:ty, $handle:ty, |$self:ident| $become:expr) => {
        impl<$($generics)*> Lists for $type {
            type List<'l> = Vec<u64, $handle> where Self: 'l;

            #[inline(always)]
            fn list(&mut self, capacity: usize) -> Self::List<'_> {
                let $self = self;
                Vec::with_capacity_in(capacity, $become)
            }
        }

        impl<$($generics)*> Strings for $type {
            type String<'l> = String<$handle> where Self: 'l;

            #[inline(always)]
            fn string(&mut self) -> Self::String<'_> {
                let $self = self;
                String::new_in($become)
            }
        }

        impl<$($generics)*> Maps for $type {
            type Map<'l> = HashMap<&'static str, u32, $handle> where Self: 'l;

            #[inline(always)]
            fn map(&mut self) -> Self::Map<'_> {
                let $self = self;
                HashMap::new_in($become)
            }
        }

        list!(['l, $($generics)*] Vec<u64, $handle>, |list| list.as_ptr());
        append!(['l, $($generics)*] String<$handle>, |text| text.as_ptr());
        counts!(['l, $($generics)*] HashMap<&'static str, u32, $handle>);
    };
}

collections!(['a] Local<'a>, &'l Local<'a>, |local| &*local);
collections!(['a] &'a Arena, &'a Arena, |arena| *arena);

/// The arena through a [`Local`], which is opened and dropped inside the timed part.
pub struct Locals<M = Heap>(pub Arena<M>);

/// The arena through `&Arena`: one atomic per allocation.
pub struct Direct(pub Arena);

/// An arena of `bytes` for [`Local`]s.
pub fn locals(bytes: usize) -> Locals {
    Locals(arena(bytes))
}

/// An arena of `bytes` of mapped memory for [`Local`]s.
pub fn mapped(bytes: usize) -> Locals<Mapped> {
    Locals(Arena::mapped(bytes).expect("the machine has address space"))
}

/// An arena of `bytes` that opens scopes of its own.
pub fn owned(bytes: usize) -> Owned<Arena> {
    Owned::new(arena(bytes))
}

/// An arena of `bytes` for one thread.
pub fn alone(bytes: usize) -> Owned<LocalArena> {
    Owned::new(LocalArena::new(bytes).expect("the machine has memory"))
}

/// An arena of `bytes` for the shared path.
pub fn direct(bytes: usize) -> Direct {
    Direct(arena(bytes))
}

pub(crate) fn arena(bytes: usize) -> Arena {
    Arena::new(bytes).expect("the machine has memory")
}

impl<M: Send + Sync + 'static> Shared for Locals<M> {
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

impl Reset for Arena {
    fn reset(&mut self) {
        Self::reset(self);
    }
}

impl Reset for LocalArena {
    fn reset(&mut self) {
        Self::reset(self);
    }
}

impl Scopes for LocalArena {
    type Inner<'s> = LocalScope<'s>;

    #[inline(always)]
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut LocalScope<'s>) -> R) -> R {
        Self::scope(self, f)
    }
}

impl<V: Plain> Put<V> for LocalScope<'_> {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        self.alloc(value)
    }
}

impl Scopes for Local<'_> {
    type Inner<'s> = Local<'s>;

    #[inline(always)]
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Local<'s>) -> R) -> R {
        Local::scope(self, f)
    }
}

impl Scopes for Arena {
    type Inner<'s> = Scope<'s>;

    #[inline(always)]
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
        Self::scope(self, f)
    }
}

impl<V: Plain> Put<V> for Scope<'_> {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        self.alloc(value)
    }
}
