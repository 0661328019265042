//! Slots for values of one type, which come back.
//!
//! Which slot is free, whose it is and who looks at it is decided by the words of [`Slots`]; here is
//! what lies in them.

mod alone;
mod held;
mod key;

use core::{
    cell::{Cell, UnsafeCell},
    fmt,
    marker::PhantomData,
    mem::needs_drop,
    panic::{RefUnwindSafe, UnwindSafe},
    ptr::NonNull,
};

use arena_core::{AllocError, Place, Slots};
use static_assertions::{assert_impl_all, assert_not_impl_any};

pub use self::{
    held::{Entry, Owned, Vacant},
    key::Key,
};

use crate::{
    claim::Claim,
    handle::Handle,
    typed::{Refusal, array, claim, or_error, or_panic},
};

/// A fixed number of slots for values of one type, which come and go in any order, on any thread.
///
/// The slots are claimed from an arena at once, and live as long as it is borrowed. The values may
/// be of any type: they are dropped, when they go or with the pool. A pool has three faces over the
/// same slots:
///
/// - *Owners.* [`alloc`](Self::alloc) gives an [`Owned`], which is alone with its value, as a `Box`
///   is. When it is dropped, on whatever thread, the slot is free again.
/// - *Keys.* [`insert`](Self::insert) gives a [`Key`], a number that may be copied and kept anywhere.
///   [`get`](Self::get) finds the value as long as nobody has [removed](Self::remove) it. Who looks
///   at it when that happens keeps it until the [`Entry`] goes.
/// - *Reservations.* [`reserve`](Self::reserve) gives a [`Vacant`] slot, whose key is valid before
///   there is a value.
///
/// ```
/// use arena::{Arena, Key, Pool};
///
/// let arena = Arena::new(64 * 1024)?;
/// let pool: Pool<String> = Pool::new_in(100, &arena);
///
/// let key: Key<String> = pool.insert("Ada".to_string()).unwrap();
/// std::thread::scope(|threads| {
///     threads.spawn(|| assert_eq!(*pool.get(key).unwrap(), "Ada"));
/// });
/// assert!(pool.remove(key));
/// assert!(pool.get(key).is_none()); // now and for ever
///
/// let mut owned = pool.alloc("Grace".to_string()).unwrap();
/// owned.push('!');
/// drop(owned);
/// assert!(pool.is_empty());
/// # Ok::<(), arena::AllocError>(())
/// ```
///
/// # When to use which
///
/// | the values | |
/// |---|---|
/// | live and die together | no pool: [`alloc`](crate::Arena::alloc), which is faster and packs them |
/// | must be dropped, but few go before the end | [`alloc_box`](crate::Arena::alloc_box), whose bytes do not come back |
/// | come and go, each has one owner | `alloc` of a pool |
/// | come and go, are found by many, refer to each other | `insert` and keys |
/// | refer to each other before they are there | `reserve` |
/// | come and go, nobody knows how many | the standard `Box` or `Arc` |
///
/// # What it costs
///
/// One exchange of a word for each `alloc`, `insert`, `reserve`, `get`, `remove`, and for dropping an
/// [`Entry`]; none for dropping an [`Owned`]. Threads keep to slots of their own as long as there are
/// any, so they seldom wait for each other's cache lines. Counting is an exchange more without `std`,
/// and for a thread whose place was another's before: there is one for 64 slots, 64 at most.
///
/// A slot takes its value and 8 bytes; beside them lie 128 bytes for every 64 slots, 8 KiB at most.
///
/// # Full
///
/// A pool never grows: when all slots are taken the value comes back. That is exact whenever no
/// other thread is inside a call.
///
/// A slot whose key was shown gets another generation each time it is freed. When they are used up,
/// after 2<sup>31</sup> times at least, the slot retires, and the pool has one less.
///
/// # Panics and what is forgotten
///
/// Should a value panic while it is dropped, its slot is free all the same. An owner, an entry or a
/// reservation that is forgotten costs its slot, until the pool is [cleared](Self::clear) or dropped.
//
// # Invariants
//
// - **P1** `values` points to room for as many values as there are slots, which is this pool's for `'a`.
// - **P2** A slot has a value while its state is `Live` or `Hidden`,
//   but for moments inside a call.
// - **P3** Who has a slot alone is the only one to refer to its value; else it is referred to by
//   entries only, and they only read.
pub struct Pool<'a, T> {
    slots: Slots<'a>,
    values: NonNull<T>,
    /// Owns its values, and takes them by `&self`: invariant.
    owns: PhantomData<UnsafeCell<T>>,
}

assert_impl_all!(Pool<'static, u8>: Send, Sync, Unpin, UnwindSafe, RefUnwindSafe);
assert_impl_all!(Pool<'static, Cell<u8>>: Send);
assert_not_impl_any!(Pool<'static, Cell<u8>>: Sync, RefUnwindSafe);
assert_not_impl_any!(Pool<'static, *const u8>: Send, Sync);

// SAFETY: a pool owns its values, and sending it sends them. Nobody needs `T: Sync` for that.
unsafe impl<T: Send> Send for Pool<'_, T> {}
// SAFETY: threads that share a pool read its values by entries, which asks for `Sync`; and they put
// values in and drop those of others, which asks for `Send`.
unsafe impl<T: Send + Sync> Sync for Pool<'_, T> {}

/// No call leaves a pool half changed, whoever panics in it.
impl<T: UnwindSafe> UnwindSafe for Pool<'_, T> {}
impl<T: RefUnwindSafe> RefUnwindSafe for Pool<'_, T> {}

impl<'a, T> Pool<'a, T> {
    /// Makes a pool of `capacity` slots in the memory of an arena or a scope. O(capacity).
    ///
    /// # Panics
    ///
    /// If the arena is [full](AllocError::Full), or the slots [are too many](AllocError::TooLarge).
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::<[u8; 8]>::new_in(10, &arena);
    /// assert_eq!(pool.capacity(), 10);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[track_caller]
    pub fn new_in(capacity: usize, handle: impl Handle<'a>) -> Self {
        let source = handle.source();
        or_panic(source, Self::new(capacity, source))
    }

    /// [`new_in`](Self::new_in), but a refusal is a value.
    ///
    /// # Errors
    ///
    /// [`AllocError::Full`] if the slots do not fit in what remains, [`AllocError::TooLarge`] if they
    /// fit in no memory or are 2<sup>32</sup> or more.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// assert!(Pool::<[u8; 8]>::try_new_in(1000, &arena).is_err());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn try_new_in(capacity: usize, handle: impl Handle<'a>) -> Result<Self, AllocError> {
        let source = handle.source();
        or_error(source, Self::new(capacity, source))
    }

    #[track_caller]
    fn new(capacity: usize, source: impl Claim<'a>) -> Result<Self, Refusal> {
        let slots = Slots::layout(capacity).ok_or(Refusal::TooLarge)?;
        let (layout, offset) =
            slots.extend(array::<T>(capacity)?).map_err(|_| Refusal::TooLarge)?;
        let (block, _) = claim(source, layout)?;
        // SAFETY: the claim has that layout at its start, and is ours alone for `'a`.
        let slots = unsafe { Slots::write(block, capacity) };
        // SAFETY: the offset is within the claim.
        let values = unsafe { block.add(offset) }.cast();
        Ok(Self { slots, values, owns: PhantomData })
    }

    /// How many slots there are.
    pub fn capacity(&self) -> usize {
        self.slots.capacity()
    }

    /// How many slots are taken, by values or reservations; a snapshot while other threads use the
    /// pool. It looks at 64 words at most.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(10, &arena);
    /// let one = pool.insert(1).unwrap();
    /// assert_eq!((pool.len(), pool.is_empty()), (1, false));
    /// pool.remove(one);
    /// assert!(pool.is_empty());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether no slot is taken; a snapshot likewise.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Stores a value for one owner.
    ///
    /// # Errors
    ///
    /// The value, if the pool is full.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(1, &arena);
    /// let one = pool.alloc(vec![1]).unwrap();
    /// assert_eq!(pool.alloc(vec![2]).unwrap_err(), [2]); // it comes back
    /// drop(one);
    /// assert!(pool.alloc(vec![2]).is_ok());
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn alloc(&self, value: T) -> Result<Owned<'_, T>, T> {
        match self.fill(value) {
            Ok(place) => Ok(Owned { pool: self, place }),
            Err(value) => Err(value),
        }
    }

    /// Stores a value that a key finds.
    ///
    /// # Errors
    ///
    /// The value, if the pool is full.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(1, &arena);
    /// let one = pool.insert("one").unwrap();
    /// assert_eq!(pool.insert("two"), Err("two"));
    /// assert_eq!(*pool.get(one).unwrap(), "one");
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn insert(&self, value: T) -> Result<Key<T>, T> {
        let place = self.fill(value)?;
        Ok(self.publish(place))
    }

    /// Takes a slot for a value that comes later, or never. `None` if the pool is full.
    ///
    /// ```
    /// # let arena = arena::Arena::new(64 * 1024)?;
    /// struct Peer(arena::Key<Peer>);
    ///
    /// let pool = arena::Pool::new_in(2, &arena);
    /// let (one, other) = (pool.reserve().unwrap(), pool.reserve().unwrap());
    /// let (to_one, to_other) = (one.key(), other.key());
    /// one.insert(Peer(to_other));
    /// assert!(pool.get(to_other).is_none()); // there is no value yet
    /// other.insert(Peer(to_one));
    /// assert!(pool.get(to_other).unwrap().0 == to_one);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn reserve(&self) -> Option<Vacant<'_, T>> {
        Some(Vacant { pool: self, place: self.slots.take(false)? })
    }

    /// Finds the value of a key. `None` if it was removed, or has not come yet.
    ///
    /// # Panics
    ///
    /// If the value has 2<sup>27</sup> entries, which only those can be that were forgotten.
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(10, &arena);
    /// let key = pool.insert(String::from("one")).unwrap();
    /// let entry = pool.get(key).unwrap();
    /// pool.remove(key);
    /// assert!(pool.get(key).is_none());
    /// assert_eq!(*entry, "one"); // who looks at it keeps it
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn get(&self, key: Key<T>) -> Option<Entry<'_, T>> {
        self.slots.enter(key.place).then_some(key.place).map(|place| Entry { pool: self, place })
    }

    /// Lets the key find its value no more, and says whether it did. The value is dropped now, or
    /// with its last [`Entry`].
    ///
    /// ```
    /// use arena::{Arena, Pool};
    ///
    /// let arena = Arena::new(1024)?;
    /// let pool = Pool::new_in(10, &arena);
    /// let key = pool.insert(1).unwrap();
    /// assert_eq!((pool.remove(key), pool.remove(key)), (true, false));
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline]
    pub fn remove(&self, key: Key<T>) -> bool {
        let removed = self.slots.remove(key.place);
        if removed == Some(true) {
            // SAFETY: P3, the slot is ours alone now, and by P2 it has a value.
            unsafe { self.discard(key.place, true) };
        }
        removed.is_some()
    }

    /// Takes a slot and writes the value. The slot is the caller's.
    #[inline(always)]
    fn fill(&self, value: T) -> Result<Place, T> {
        let Some(place) = self.slots.take(true) else { return Err(value) };
        // SAFETY: P1, and by P3 the room is ours alone.
        unsafe { self.value(place).write(value) };
        Ok(place)
    }

    /// Gives up a slot that has a value to whoever has the key.
    #[inline(always)]
    fn publish(&self, place: Place) -> Key<T> {
        self.slots.publish(place);
        Key::new(place)
    }

    /// Drops a value and frees its slot, also if the drop panics.
    ///
    /// # Safety
    ///
    /// - The slot has a value, and is the caller's alone.
    #[inline(always)]
    unsafe fn discard(&self, place: Place, was_shown: bool) {
        struct Free<'p>(&'p Slots<'p>, Place, bool);

        impl Drop for Free<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                self.0.free(self.1, self.2);
            }
        }

        if !needs_drop::<T>() {
            return self.slots.free(place, was_shown);
        }
        let _free = Free(&self.slots, place, was_shown);
        // SAFETY: the caller's promise.
        unsafe { self.value(place).drop_in_place() };
    }

    /// Where a slot's value is.
    #[inline(always)]
    fn value(&self, place: Place) -> NonNull<T> {
        debug_assert!(place.index() < self.capacity());
        // SAFETY: P1; places come from the slots.
        unsafe { self.values.add(place.index()) }
    }
}

impl<T> Drop for Pool<'_, T> {
    fn drop(&mut self) {
        if needs_drop::<T>() {
            self.clear();
        }
    }
}

impl<T> fmt::Debug for Pool<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("capacity", &self.capacity())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
