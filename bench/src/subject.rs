//! What a case asks of an allocator, so that one loop serves every row.
//!
//! Every answer is a thin pointer, which the loops hand to `black_box` in the same way in every row, the floors too.

use std::{hint::black_box, mem::ManuallyDrop};

/// What may be put into every row's memory: ours asks for `ArenaSafe`, typed slices of peers for `Copy`.
pub trait Plain: arena::ArenaSafe + Copy + Send + 'static {}

impl<T: arena::ArenaSafe + Copy + Send + 'static> Plain for T {}

/// Stores one value.
pub trait Put<T> {
    /// Stores `value`.
    fn put(&self, value: T) -> *mut T;
}

/// Stores one value that a closure makes.
pub trait Build<T> {
    /// Stores what `make` returns, in place where the allocator can.
    fn build(&self, make: impl FnOnce() -> T) -> *mut T;
}

/// Copies text.
pub trait Text {
    /// Copies `src`.
    fn text(&self, src: &str) -> *const u8;
}

/// Copies a slice.
pub trait Copies {
    /// Copies `src`.
    fn copy(&self, src: &[u32]) -> *mut u32;
}

/// Makes a slice of one value.
pub trait FillCopy {
    /// Makes `len` copies of `value`.
    fn fill_copy(&self, len: usize, value: u32) -> *mut u32;
}

/// Makes a slice of many values.
pub trait Fills {
    /// Makes `len` values by index.
    fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32;
    /// Keeps what `iter` yields.
    fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32;
}

/// Copies text and slices of any type, and says where the copies are.
pub trait Keep {
    /// Copies `text`.
    fn text(&self, text: &str) -> &str;
    /// Copies `items`.
    fn slice<T: Copy>(&self, items: &[T]) -> &[T];
}

/// Opens scopes: at the end of each, what was allocated in it is free again.
pub trait Scopes {
    /// What allocates in a scope.
    type Inner<'s>;
    /// Runs `f` in a scope.
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Self::Inner<'s>) -> R) -> R;
}

/// Opens scopes of one value.
pub trait PutInScope: Scopes {
    /// Stores `value` in a scope of its own.
    fn scope_of(&mut self, value: u64);
}

impl<H: Scopes> PutInScope for H
where
    for<'s> H::Inner<'s>: Put<u64>,
{
    #[inline(always)]
    fn scope_of(&mut self, value: u64) {
        self.scope(|inner| {
            black_box(inner.put(value));
        });
    }
}

/// Makes values that one owner has.
pub trait Owners: Sync {
    /// Drops the value.
    type Owner<'p>: Send
    where
        Self: 'p;
    /// Makes one.
    fn make(&self, value: u64) -> Self::Owner<'_>;
}

/// Keeps values that keys find.
pub trait Keyed {
    /// Finds one.
    type Key: Copy;
    /// Keeps a value.
    fn insert(&self, value: u64) -> Self::Key;
    /// Looks at one.
    fn get(&self, key: Self::Key) -> u64;
    /// Drops one.
    fn remove(&self, key: Self::Key);
}

/// An allocator that one thread owns.
pub trait Subject: 'static {
    /// What allocates.
    type Handle<'a>;
    /// Gets at the handle; inlined into the timed loop, so that the handle is a local variable there.
    fn open(&mut self) -> Self::Handle<'_>;
    /// Gives the handle back.
    #[inline(always)]
    fn close(handle: Self::Handle<'_>) {
        drop(handle);
    }
    /// Makes the memory free again, untimed.
    fn reset(&mut self);
}

/// An allocator that many threads use at once.
pub trait Shared: Sync + 'static {
    /// What allocates on one thread.
    type Handle<'a>;
    /// Gets at a handle for this thread.
    fn open(&self) -> Self::Handle<'_>;
    /// Gives the handle back.
    #[inline(always)]
    fn close(handle: Self::Handle<'_>) {
        drop(handle);
    }
    /// Makes the memory free again, untimed.
    fn reset(&mut self);
}

/// A shared allocator used by one thread alone.
pub struct Alone<S>(pub S);

impl<S: Shared> Subject for Alone<S> {
    type Handle<'a> = S::Handle<'a>;

    #[inline(always)]
    fn open(&mut self) -> S::Handle<'_> {
        self.0.open()
    }

    #[inline(always)]
    fn close(handle: S::Handle<'_>) {
        S::close(handle);
    }

    fn reset(&mut self) {
        self.0.reset();
    }
}

/// A peer that is its own handle and can free everything at once.
pub trait Reset: 'static {
    /// Makes the memory free again.
    fn reset(&mut self);
}

/// A peer that is its own handle: it is moved into the timed loop and back, so that it too is a local variable there.
pub struct Owned<T>(pub Option<T>);

impl<T> Owned<T> {
    /// Wraps `peer`.
    pub fn new(peer: T) -> Self {
        Self(Some(peer))
    }
}

/// A peer moved out of its [`Owned`].
pub struct Taken<'a, T> {
    peer: ManuallyDrop<T>,
    home: &'a mut Option<T>,
}

impl<T> Taken<'_, T> {
    /// The peer itself.
    pub fn peer_mut(&mut self) -> &mut T {
        &mut self.peer
    }
}

impl<T: Reset> Subject for Owned<T> {
    type Handle<'a> = Taken<'a, T>;

    #[inline(always)]
    fn open(&mut self) -> Taken<'_, T> {
        let peer = self.0.take().expect("every handle is closed");
        Taken { peer: ManuallyDrop::new(peer), home: &mut self.0 }
    }

    #[inline(always)]
    fn close(handle: Taken<'_, T>) {
        *handle.home = Some(ManuallyDrop::into_inner(handle.peer));
    }

    fn reset(&mut self) {
        self.0.as_mut().expect("every handle is closed").reset();
    }
}

impl<V, T: Put<V>> Put<V> for Taken<'_, T> {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        self.peer.put(value)
    }
}

impl<V, T: Build<V>> Build<V> for Taken<'_, T> {
    #[inline(always)]
    fn build(&self, make: impl FnOnce() -> V) -> *mut V {
        self.peer.build(make)
    }
}

impl<T: Scopes> Scopes for Taken<'_, T> {
    type Inner<'s> = T::Inner<'s>;

    #[inline(always)]
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut T::Inner<'s>) -> R) -> R {
        self.peer.scope(f)
    }
}

impl<T: Text> Text for Taken<'_, T> {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        self.peer.text(src)
    }
}

impl<T: Copies> Copies for Taken<'_, T> {
    #[inline(always)]
    fn copy(&self, src: &[u32]) -> *mut u32 {
        self.peer.copy(src)
    }
}

impl<T: Keep> Keep for Taken<'_, T> {
    #[inline(always)]
    fn text(&self, text: &str) -> &str {
        self.peer.text(text)
    }

    #[inline(always)]
    fn slice<V: Copy>(&self, items: &[V]) -> &[V] {
        self.peer.slice(items)
    }
}

impl<T: FillCopy> FillCopy for Taken<'_, T> {
    #[inline(always)]
    fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
        self.peer.fill_copy(len, value)
    }
}

impl<T: Fills> Fills for Taken<'_, T> {
    #[inline(always)]
    fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32 {
        self.peer.fill_with(len, make)
    }

    #[inline(always)]
    fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32 {
        self.peer.fill_iter(iter)
    }
}
