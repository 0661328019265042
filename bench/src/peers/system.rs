//! The system allocator: a `Box` per value.

use std::{cell::UnsafeCell, collections::HashMap, fmt};

use hashbrown::DefaultHashBuilder;

use crate::{
    growing::{Append, List, Lists, Maps, Strings, counts},
    subject::{
        Build, Copies, FillCopy, Fills, Owned, Owners, Plain, Put, Reset, Scopes, Shared, Subject,
        Taken, Text,
    },
};

/// How it is set.
pub const SETTINGS: &str = "the platform's `malloc` by way of `Box`; each box is kept in a `Vec` that is large enough. \"system\" frees the \
    boxes untimed, between passes; \"system + free\" frees them inside the timed part; likewise the collections of `std`, and the values of \
    `serde_json`. Bars are taken over the faster of the two.";

/// The boxes of one pass.
pub struct Boxes<T: ?Sized>(UnsafeCell<Vec<Box<T>>>);

/// Boxes of values of any type, for a case of mixed sizes.
pub trait Any: Send {}

impl<T: Send> Any for T {}

/// A row that frees its boxes between passes, untimed.
pub fn owned<T: ?Sized + 'static>(len: usize) -> Owned<Boxes<T>> {
    Owned::new(boxes(len))
}

/// A row that frees its boxes inside the timed part.
pub struct Freeing<T: ?Sized>(Owned<Boxes<T>>);

/// A row that frees its boxes inside the timed part.
pub fn freeing<T: ?Sized + 'static>(len: usize) -> Freeing<T> {
    Freeing(owned(len))
}

impl<T: ?Sized + 'static> Subject for Freeing<T> {
    type Handle<'a> = Taken<'a, Boxes<T>>;

    #[inline(always)]
    fn open(&mut self) -> Self::Handle<'_> {
        self.0.open()
    }

    #[inline(always)]
    fn close(mut handle: Self::Handle<'_>) {
        handle.peer_mut().clear();
        Owned::close(handle);
    }

    fn reset(&mut self) {}
}

/// A list with room for `len` boxes.
fn boxes<T: ?Sized>(len: usize) -> Boxes<T> {
    Boxes(UnsafeCell::new(Vec::with_capacity(len)))
}

impl<T: ?Sized> Boxes<T> {
    /// Frees every box.
    pub fn clear(&mut self) {
        self.0.get_mut().clear();
    }

    #[inline(always)]
    fn keep(&self, value: Box<T>) {
        // SAFETY: `UnsafeCell` makes `Boxes` unshareable between threads, and `push` calls nobody who could come here again.
        unsafe { &mut *self.0.get() }.push(value);
    }
}

/// `malloc` has no scopes: the end of one frees its boxes.
impl<T: 'static> Scopes for Boxes<T> {
    type Inner<'s> = Self;

    #[inline(always)]
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Self) -> R) -> R {
        let result = f(self);
        self.clear();
        result
    }
}

impl<T: ?Sized + 'static> Reset for Boxes<T> {
    fn reset(&mut self) {
        self.clear();
    }
}

impl<V: Plain> Put<V> for Boxes<V> {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        let mut value = Box::new(value);
        let at = &raw mut *value;
        self.keep(value);
        at
    }
}

impl<V: Plain> Build<V> for Boxes<V> {
    #[inline(always)]
    fn build(&self, make: impl FnOnce() -> V) -> *mut V {
        self.put(make())
    }
}

impl<V: Plain> Put<V> for Boxes<dyn Any> {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        let mut value = Box::new(value);
        let at = &raw mut *value;
        self.keep(value);
        at
    }
}

impl Text for Boxes<str> {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        let value = Box::<str>::from(src);
        let at = value.as_ptr();
        self.keep(value);
        at
    }
}

impl Boxes<[u32]> {
    #[inline(always)]
    fn slice(&self, mut value: Box<[u32]>) -> *mut u32 {
        let at = value.as_mut_ptr();
        self.keep(value);
        at
    }
}

impl Copies for Boxes<[u32]> {
    #[inline(always)]
    fn copy(&self, src: &[u32]) -> *mut u32 {
        self.slice(Box::from(src))
    }
}

impl FillCopy for Boxes<[u32]> {
    #[inline(always)]
    fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
        self.slice(vec![value; len].into_boxed_slice())
    }
}

impl Fills for Boxes<[u32]> {
    #[inline(always)]
    fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32 {
        self.slice((0..len).map(make).collect())
    }

    #[inline(always)]
    fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32 {
        self.slice(iter.collect())
    }
}

/// A list of boxes per thread, made inside the timed part as a user's thread would.
pub struct PerThread<T> {
    len: usize,
    kept: std::sync::Mutex<Vec<Boxes<T>>>,
    free_inside: bool,
}

/// Lists for `len` boxes per thread; `free_inside` frees them where the handle is closed.
pub fn per_thread<T>(len: usize, free_inside: bool) -> PerThread<T> {
    PerThread { len, kept: std::sync::Mutex::default(), free_inside }
}

/// One thread's list.
pub struct ThreadBoxes<'a, T> {
    home: &'a PerThread<T>,
    boxes: Boxes<T>,
}

impl<T: Send + 'static> Shared for PerThread<T> {
    type Handle<'a> = ThreadBoxes<'a, T>;

    #[inline(always)]
    fn open(&self) -> ThreadBoxes<'_, T> {
        let mut kept = self.kept.lock().expect("no panic while locked");
        let boxes = kept.pop().unwrap_or_else(|| boxes(self.len));
        ThreadBoxes { home: self, boxes }
    }

    #[inline(always)]
    fn close(mut handle: ThreadBoxes<'_, T>) {
        if handle.home.free_inside {
            handle.boxes.clear();
        }
        handle.home.kept.lock().expect("no panic while locked").push(handle.boxes);
    }

    fn reset(&mut self) {
        self.kept.get_mut().expect("no panic while locked").iter_mut().for_each(Boxes::clear);
    }
}

impl<V: Plain> Put<V> for ThreadBoxes<'_, V> {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        self.boxes.put(value)
    }
}

/// Collections of the heap.
pub struct Kept<C> {
    kept: Vec<C>,
    free_inside: bool,
}

/// Room to keep `len` collections; `free_inside` frees them inside the timed part, when all are made.
pub fn kept<C>(len: usize, free_inside: bool) -> Kept<C> {
    Kept { kept: Vec::with_capacity(len), free_inside }
}

impl<C: 'static> Subject for Kept<C> {
    type Handle<'a> = &'a mut Self;

    #[inline(always)]
    fn open(&mut self) -> &mut Self {
        self
    }

    #[inline(always)]
    fn close(handle: &mut Self) {
        if handle.free_inside {
            handle.kept.clear();
        }
    }

    fn reset(&mut self) {
        self.kept.clear();
    }
}

impl<C> Kept<C> {
    /// Keeps `collection` until it may be freed.
    #[inline(always)]
    pub fn keep(&mut self, collection: C) {
        self.kept.push(collection);
    }
}

/// A collection that will be kept.
pub struct Keeping<'l, C> {
    collection: C,
    home: &'l mut Vec<C>,
}

impl Lists for &mut Kept<Vec<u64>> {
    type List<'l>
        = Keeping<'l, Vec<u64>>
    where
        Self: 'l;

    #[inline(always)]
    fn list(&mut self, capacity: usize) -> Keeping<'_, Vec<u64>> {
        Keeping { collection: Vec::with_capacity(capacity), home: &mut self.kept }
    }
}

impl List for Keeping<'_, Vec<u64>> {
    #[inline(always)]
    fn push(&mut self, value: u64) {
        self.collection.push(value);
    }

    #[inline(always)]
    fn keep(self) -> *const u64 {
        let at = self.collection.as_ptr();
        self.home.push(self.collection);
        at
    }
}

impl Strings for &mut Kept<String> {
    type String<'l>
        = Keeping<'l, String>
    where
        Self: 'l;

    #[inline(always)]
    fn string(&mut self) -> Keeping<'_, String> {
        Keeping { collection: String::new(), home: &mut self.kept }
    }
}

impl fmt::Write for Keeping<'_, String> {
    #[inline(always)]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.collection.write_str(text)
    }

    #[inline(always)]
    fn write_char(&mut self, char: char) -> fmt::Result {
        self.collection.write_char(char)
    }
}

impl Append for Keeping<'_, String> {
    #[inline(always)]
    fn push_str(&mut self, text: &str) {
        self.collection.push_str(text);
    }

    #[inline(always)]
    fn push(&mut self, char: char) {
        self.collection.push(char);
    }

    #[inline(always)]
    fn keep(self) -> *const u8 {
        let at = self.collection.as_ptr();
        self.home.push(self.collection);
        at
    }
}

/// The hash map of `std`, with `hashbrown`'s hasher.
pub struct StdMap;

/// The hash map of `std`, with `hashbrown`'s hasher.
pub fn map() -> Owned<StdMap> {
    Owned::new(StdMap)
}

impl Reset for StdMap {
    fn reset(&mut self) {}
}

impl Maps for StdMap {
    type Map<'l> = HashMap<&'static str, u32, DefaultHashBuilder>;

    #[inline(always)]
    fn map(&mut self) -> Self::Map<'_> {
        HashMap::default()
    }
}

counts!([] HashMap<&'static str, u32, DefaultHashBuilder>);

/// A `Box` per value.
pub struct Malloc;

impl Owners for Malloc {
    type Owner<'p> = Box<u64>;

    #[inline(always)]
    fn make(&self, value: u64) -> Box<u64> {
        Box::new(value)
    }
}
