//! A reference that is set later.

use core::{cell::Cell, fmt, marker::PhantomData, panic::RefUnwindSafe, ptr};

use crate::{
    safe::ArenaSafe,
    sync::{AtomicPtr, Ordering, const_fn},
};

/// A reference that is set later, in a value that threads share: from a node to its parent, from a
/// name to what it means.
///
/// It is one word, which any thread may read and set: what a thread did before it set the link, a
/// thread that reads the link sees. It neither owns nor drops anything. `&Link` is enough to set it;
/// so it is invariant in `'a` and `T`, as a [`Cell`] is, which is what a single thread takes.
///
/// It is `Send` and `Sync` if `T` is `Sync`: it is a `&T` that may be read on any thread. `T` need not
/// be `Send`.
//
// # Invariants
//
// - **N1** `target` is null, or a `&'a T`.
#[repr(transparent)]
pub struct Link<'a, T> {
    target: AtomicPtr<T>,
    /// Both ways: what is set is got.
    lent: PhantomData<Cell<&'a T>>,
}

// SAFETY: through a `&Link` a thread gets and sets a `&T`, which may go to any thread if `T` is
// `Sync`; the word is atomic. That `T` is `Send` is not asked for: nobody gets a `T`. What makes a link
// `Send` is the same, and follows from the field that stands for the reference.
unsafe impl<T: Sync> Sync for Link<'_, T> {}

impl<T> ArenaSafe for Link<'_, T> {}

/// The link is set in one step: who catches a panic finds it whole.
impl<T: RefUnwindSafe> RefUnwindSafe for Link<'_, T> {}

static_assertions::assert_impl_all!(Link<'static, u8>: Send, Sync);
static_assertions::assert_not_impl_any!(Link<'static, Cell<u8>>: Send, Sync);

impl<'a, T> Link<'a, T> {
    const_fn! {
        /// Makes a link to `target`, or an empty one.
        ///
        /// ```
        /// # use arena_core::Link;
        /// static ZERO: Link<'static, i32> = Link::new(Some(&0));
        /// assert_eq!((ZERO.get(), Link::<i32>::new(None).get()), (Some(&0), None));
        /// ```
        #[inline]
        pub const fn new(target: Option<&'a T>) -> Self {
            // N1.
            Self { target: AtomicPtr::new(raw(target)), lent: PhantomData }
        }
    }

    /// What the link was set to, if it was.
    ///
    /// ```
    /// # use arena_core::Link;
    /// let link = Link::default();
    /// link.set(Some(&7));
    /// assert_eq!(link.get(), Some(&7));
    /// ```
    #[inline]
    pub fn get(&self) -> Option<&'a T> {
        // Acquire: pairs with the Releases in `set` and `set_once`, so that the target is seen as
        // whoever set the link saw it.
        let target = self.target.load(Ordering::Acquire);
        // SAFETY: N1.
        unsafe { target.as_ref() }
    }

    /// Sets the link, or makes it empty, whatever it was before.
    ///
    /// ```
    /// # use arena_core::Link;
    /// let link = Link::new(Some(&7));
    /// link.set(None);
    /// assert_eq!(link.get(), None);
    /// ```
    #[inline]
    pub fn set(&self, target: Option<&'a T>) {
        // N1. Release: pairs with the Acquires in `get` and `set_once`.
        self.target.store(raw(target), Ordering::Release);
    }

    /// Sets the link if it is empty: of threads that try, one does. The others get what it is set to.
    ///
    /// # Errors
    ///
    /// What the link is set to, if it is not empty.
    ///
    /// ```
    /// # use arena_core::Link;
    /// let link = Link::default();
    /// assert_eq!(link.set_once(&7), Ok(()));
    /// assert_eq!(link.set_once(&8), Err(&7));
    /// ```
    #[inline]
    pub fn set_once(&self, target: &'a T) -> Result<(), &'a T> {
        // Release: pairs with the Acquires in `get` and here. Acquire: pairs with the Releases here and
        // in `set`.
        let (null, new) = (ptr::null_mut(), raw(Some(target)));
        match self.target.compare_exchange(null, new, Ordering::Release, Ordering::Acquire) {
            Ok(_) => Ok(()),
            // SAFETY: N1, and the exchange fails by what is not null.
            Err(found) => Err(unsafe { &*found }),
        }
    }
}

/// A reference as a pointer, which is null for none.
const fn raw<T>(target: Option<&T>) -> *mut T {
    match target {
        Some(target) => ptr::from_ref(target).cast_mut(),
        None => ptr::null_mut(),
    }
}

/// An empty link.
impl<T> Default for Link<'_, T> {
    fn default() -> Self {
        Self::new(None)
    }
}

/// Tells whether it is set, and not to what: links may lead around in a circle.
impl<T> fmt::Debug for Link<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.get().is_some() { "Link(Some(..))" } else { "Link(None)" })
    }
}
