//! The collections of `allocator-api2` and `hashbrown`, over whatever is an allocator.

use std::mem::ManuallyDrop;

use allocator_api2::{
    alloc::{Allocator, Global},
    vec::Vec,
};
use hashbrown::{DefaultHashBuilder, HashMap};

use crate::{
    growing::{Lists, Maps, counts, list},
    subject::{Owned, Reset},
};

/// How they are set.
pub const SETTINGS: &str = "the `Vec` of `allocator-api2` and the `HashMap` of `hashbrown`, on `&Bump` and the like. Every map has \
    `hashbrown`'s hasher, `std`'s too.";

/// An allocator under collections of other crates.
pub struct Api2<T>(pub T);

impl<T: Reset> Reset for Api2<T> {
    fn reset(&mut self) {
        self.0.reset();
    }
}

impl<T> Lists for Api2<T>
where
    for<'l> &'l T: Allocator,
{
    type List<'l>
        = Vec<u64, &'l T>
    where
        Self: 'l;

    #[inline(always)]
    fn list(&mut self, capacity: usize) -> Vec<u64, &T> {
        Vec::with_capacity_in(capacity, &self.0)
    }
}

impl<T> Maps for Api2<T>
where
    for<'l> &'l T: Allocator,
{
    type Map<'l>
        = HashMap<&'static str, u32, DefaultHashBuilder, &'l T>
    where
        Self: 'l;

    #[inline(always)]
    fn map(&mut self) -> Self::Map<'_> {
        HashMap::new_in(&self.0)
    }
}

list!([A: Allocator] Vec<u64, A>, |list| ManuallyDrop::new(list).as_ptr());
counts!([A: Allocator] HashMap<&'static str, u32, DefaultHashBuilder, A>);

/// The system allocator, which has nothing to reset.
pub fn system() -> Owned<Api2<Global>> {
    Owned::new(Api2(Global))
}

impl Reset for Global {
    fn reset(&mut self) {}
}
