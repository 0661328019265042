//! A value in an arena that is dropped after all.

use core::{
    any::Any,
    marker::PhantomData,
    mem::{ManuallyDrop, needs_drop},
    ops::{Deref, DerefMut},
    panic::UnwindSafe,
    ptr::NonNull,
};

use arena_core::ArenaSafe;
use static_assertions::{assert_eq_size, assert_impl_all, assert_not_impl_any};

/// The owner of one value in an arena, of any type, which drops it when it goes.
///
/// An arena never drops what it holds; this does, and so it may hold a `String`, a file or a lock.
/// The bytes stay the arena's until it is reset. A `Box` is one word for a sized `T`, and does what
/// its value does: it implements the traits that the standard box passes on.
///
/// It is itself not [`ArenaSafe`], since it needs drop: forgotten in an arena it would leak what it
/// owns.
///
/// There is no way to pin it: memory of an arena may be used again before a value that was
/// forgotten has been dropped.
///
/// Nor can one be made from a `&mut T`: when the borrow ends, its owner would find the value moved
/// out, or replaced by one that no longer lives.
///
/// ```
/// let arena = arena::Arena::new(1024)?;
/// let name: arena::Box<String> = arena.alloc_box("Ada".to_string());
/// assert_eq!(name.len(), 3);
/// assert_eq!(name.into_inner() + "!", "Ada!");
/// # Ok::<(), arena::AllocError>(())
/// ```
///
/// A box of a trait object or a slice is made by [`unsize_box!`](crate::unsize_box).
//
// # Invariants
//
// - **X1** `value` is valid for `'a`, and this box alone refers to it.
pub struct Box<'a, T: ?Sized> {
    value: NonNull<T>,
    /// Borrows the arena, and owns a `T`.
    owns: PhantomData<(&'a (), T)>,
}

assert_eq_size!(Box<'static, u8>, usize);
assert_eq_size!(Option<Box<'static, u8>>, usize);
assert_eq_size!(Box<'static, [u8]>, &[u8]);
assert_impl_all!(Box<'static, u8>: Send, Sync, Unpin);
assert_impl_all!(Box<'static, dyn Any + Send + Sync>: Send, Sync, Unpin);
assert_not_impl_any!(Box<'static, dyn Any>: Send, Sync);
assert_not_impl_any!(Box<'static, *const u8>: Send, Sync);
assert_not_impl_any!(Box<'static, core::cell::Cell<u8>>: Sync);
assert_not_impl_any!(Box<'static, u8>: From<&'static mut u8>, ArenaSafe);

// SAFETY: a box owns its value, as std's does: sending it sends the value.
unsafe impl<T: ?Sized + Send> Send for Box<'_, T> {}
// SAFETY: a shared box gives out shared references to its value.
unsafe impl<T: ?Sized + Sync> Sync for Box<'_, T> {}

/// Whoever pins a box pins the pointer, never the value.
impl<T: ?Sized> Unpin for Box<'_, T> {}

impl<T: ?Sized + UnwindSafe> UnwindSafe for Box<'_, T> {}

impl<T: ?Sized> Box<'_, T> {
    /// # Safety
    ///
    /// - As X1 says.
    #[inline(always)]
    pub(crate) unsafe fn owning(value: NonNull<T>) -> Self {
        Self { value, owns: PhantomData }
    }

    /// The value, which is dropped by nobody now.
    #[inline(always)]
    fn disowned(this: Self) -> NonNull<T> {
        ManuallyDrop::new(this).value
    }
}

impl<T> Box<'_, T> {
    /// Takes the value out of the arena, whose bytes stay unused.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// assert_eq!(arena.alloc_box(vec![1]).into_inner(), [1]);
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[must_use = "the value is dropped otherwise: then drop the box"]
    pub fn into_inner(self) -> T {
        let value = Self::disowned(self);
        // SAFETY: X1, and the box does not drop it any more.
        unsafe { value.read() }
    }
}

impl<'a, T: ?Sized + ArenaSafe> Box<'a, T> {
    /// The plain reference, for types that need no drop.
    ///
    /// A trait object has none, since nothing says whether its value needs drop: make the value by
    /// `alloc`, and the trait object of the reference.
    ///
    /// ```
    /// let arena = arena::Arena::new(1024)?;
    /// let number: &mut u32 = arena.alloc_box(1).leak();
    /// *number += 1;
    /// # Ok::<(), arena::AllocError>(())
    /// ```
    #[inline(always)]
    #[must_use = "it does nothing but give the reference"]
    pub fn leak(self) -> &'a mut T {
        assert_no_drop::<T>();
        let mut value = Self::disowned(self);
        // SAFETY: X1, and the box is not used any more.
        unsafe { value.as_mut() }
    }
}

impl<T> Default for Box<'_, [T]> {
    /// No elements, which need no arena.
    fn default() -> Self {
        // SAFETY: X1, nobody else refers to no bytes.
        unsafe { Self::owning(NonNull::from(<&mut [T]>::default())) }
    }
}

impl Default for Box<'_, str> {
    /// No text, which needs no arena.
    fn default() -> Self {
        // SAFETY: the same.
        unsafe { Self::owning(NonNull::from(<&mut str>::default())) }
    }
}

/// What [`unsize_box!`](crate::unsize_box) takes a box apart with.
#[inline(always)]
pub fn into_parts<T: ?Sized>(boxed: Box<'_, T>) -> (*mut T, PhantomData<&()>) {
    (Box::disowned(boxed).as_ptr(), PhantomData)
}

/// # Safety
///
/// - These are the parts of one box, the pointer unsized or not, and both used for the last time.
#[inline(always)]
pub unsafe fn from_parts<T: ?Sized>(value: *mut T, _: PhantomData<&()>) -> Box<'_, T> {
    // SAFETY: that of a box, so not null.
    let value = unsafe { NonNull::new_unchecked(value) };
    // SAFETY: X1 of the box that was taken apart, of the same lifetime.
    unsafe { Box::owning(value) }
}

/// The net under [`ArenaSafe`]: a hand-written impl on a type that needs drop fails here, when the
/// program is built.
#[inline(always)]
pub(crate) fn assert_no_drop<T: ?Sized>() {
    const { assert!(!needs_drop::<T>(), "this type implements `ArenaSafe` but may need drop") }
}

/// Stamps `downcast` onto the boxes of the types that know what they are.
macro_rules! downcast {
    ($($any:ty),+) => {$(
        impl<'a> Box<'a, $any> {
            /// The box of the value as the `T` that it is.
            ///
            /// # Errors
            ///
            /// The box itself, if the value is of another type.
            ///
            /// ```
            /// use std::any::Any;
            ///
            /// use arena::{Arena, Box, unsize_box};
            ///
            /// let arena = Arena::new(1024)?;
            #[doc = concat!("let any: Box<", stringify!($any), "> = unsize_box!(arena.alloc_box(7_u32) => ", stringify!($any), ");")]
            /// let any = any.downcast::<u64>().unwrap_err();
            /// assert_eq!(any.downcast::<u32>().unwrap().into_inner(), 7);
            /// # Ok::<(), arena::AllocError>(())
            /// ```
            pub fn downcast<T: Any>(self) -> Result<Box<'a, T>, Self> {
                if !self.is::<T>() {
                    return Err(self);
                }
                let value = Self::disowned(self).cast();
                // SAFETY: X1 of this box, whose value is a `T`.
                Ok(unsafe { Box::owning(value) })
            }
        }
    )+};
}

downcast!(dyn Any, dyn Any + Send, dyn Any + Send + Sync);

impl<T: ?Sized> Drop for Box<'_, T> {
    fn drop(&mut self) {
        // SAFETY: X1, and it is the last use of the value.
        unsafe { self.value.drop_in_place() };
    }
}

impl<T: ?Sized> Deref for Box<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: X1, and the box is borrowed.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for Box<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: X1, and the box is borrowed exclusively.
        unsafe { self.value.as_mut() }
    }
}

/// Turns a box into the box of a trait object, or that of an array into that of a slice:
/// `unsize_box!(boxed => dyn Trait)`.
///
/// The standard box does so by itself, with means that only the standard library has on stable
/// Rust. Whatever a reference is unsized to, a box is too.
///
/// A `dyn Fn` and a `dyn FnMut` are called like any other function. A `dyn FnOnce` cannot be
/// called. A closure has to say what its arguments are: it does not learn it from the target.
///
/// ```
/// use std::fmt::Display;
///
/// use arena::{Arena, Box, unsize_box};
///
/// let arena = Arena::new(1024)?;
/// let shown: [Box<dyn Display>; 2] = [
///     unsize_box!(arena.alloc_box(1.5) => dyn Display),
///     unsize_box!(arena.alloc_box("Ada".to_string()) => dyn Display),
/// ];
/// assert_eq!(format!("{} {}", shown[0], shown[1]), "1.5 Ada");
///
/// let double = unsize_box!(arena.alloc_box(|n: u32| 2 * n) => dyn Fn(u32) -> u32);
/// assert_eq!(double(4), 8);
///
/// let numbers: Box<[u32]> = unsize_box!(arena.alloc_box([1, 2]) => [u32]);
/// assert_eq!(numbers.len(), 2);
/// # Ok::<(), arena::AllocError>(())
/// ```
#[macro_export]
macro_rules! unsize_box {
    ($boxed:expr => $to:ty) => {
        match $crate::__private::into_parts($boxed) {
            (__raw, __arena) => {
                // A `let` and no `as`, which could do more than unsize.
                let __wide: *mut $to = __raw;
                // SAFETY: the parts of one box, whose pointer the compiler has unsized.
                unsafe { $crate::__private::from_parts(__wide, __arena) }
            }
        }
    };
}
