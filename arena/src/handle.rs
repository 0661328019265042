//! The handles to an arena, as generic code sees them.

#[cfg(feature = "allocator-api2")]
use allocator_api2::alloc::Allocator;
#[cfg(feature = "interner")]
use arena_core::Cursor;

use crate::claim::Claim;

/// Stands for the trait of that crate, where there is none.
#[cfg(not(feature = "allocator-api2"))]
pub(crate) trait Allocator {}

#[cfg(not(feature = "allocator-api2"))]
impl<T> Allocator for T {}

/// What a handle claims from. Private, and not only unnamed: the cursor behind a `&Scope` must not
/// outlive the reference.
#[allow(dead_code, reason = "used only with some features and on most processors")]
pub(crate) trait Source<'a>: Copy {
    type Claim: Claim<'a>;

    fn source(self) -> Self::Claim;
}

/// Whose cursor is used for as long as the reference lives. Private as [`Source`] is.
#[cfg(feature = "interner")]
pub(crate) trait Lender<'a>: Copy {
    fn cursor(self) -> &'a Cursor;
}

/// What threads share, by reference: `&Arena` or `&Scope`. The trait is sealed.
#[cfg(feature = "interner")]
#[diagnostic::on_unimplemented(
    message = "threads cannot share `{Self}`: an interner is made on an `&Arena` or a `&Scope`",
    label = "neither `&Arena` nor `&Scope`"
)]
#[expect(private_bounds, reason = "that seals it")]
pub trait Shared<'a>: Lender<'a> {}

#[cfg(feature = "interner")]
impl<'a, H: Lender<'a>> Shared<'a> for H {}

/// A handle to an arena, by reference: `&Arena`, `&Scope`, `&Local`, `&LocalArena` or `&LocalScope`.
///
/// Pools and collections stand on one of them. What they leave in the arena lives for `'a`: as long as the
/// arena or the scope is borrowed, though the reference to a [`Local`](crate::Local) may be
/// shorter.
///
/// The trait is sealed. A function needs it only if it shall take every handle: `&Local<'a>` is the
/// same type over every memory, and faster.
///
#[cfg_attr(feature = "collections", doc = "```")]
#[cfg_attr(not(feature = "collections"), doc = "```ignore")]
/// use arena::{Arena, Handle, collections::Vec};
///
/// fn digits<'a, H: Handle<'a>>(mut number: u32, handle: H) -> &'a [u32] {
///     let mut digits = Vec::new_in(handle);
///     while number > 0 {
///         digits.push(number % 10);
///         number /= 10;
///     }
///     digits.into_slice()
/// }
///
/// let arena = Arena::new(1024)?;
/// assert_eq!(digits(2026, &arena), digits(2026, &arena.local()));
/// # Ok::<(), arena::AllocError>(())
/// ```
#[expect(private_bounds, reason = "that seals it")]
pub trait Handle<'a>: Source<'a> + Allocator {}

impl<'a, H: Source<'a> + Allocator> Handle<'a> for H {}
