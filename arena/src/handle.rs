//! The handles to an arena, as generic code sees them.

use core::{
    alloc::Layout,
    fmt::{self, Debug},
    mem::MaybeUninit,
    ptr::NonNull,
};

#[cfg(feature = "allocator-api2")]
use allocator_api2::alloc::Allocator;
#[cfg(feature = "interner")]
use arena_core::Cursor;
use arena_core::{AllocError, ArenaSafe};

use crate::{
    boxed::Box,
    claim::{Claim, OrPanic},
    grow,
    typed::{self, expect, or_error, or_panic},
};

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

/// A handle to an arena, by reference: `&Arena`, `&Scope`, `&Local`, `&LocalArena`, `&LocalScope` or
/// `&ArcArena`.
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
///
/// Every handle is `Copy`, [`ArenaSafe`] and `Debug`, so a type that owns collections needs no other
/// bound. Where it lies in the arena itself, the reference to the handle lives as long (`+ 'a`):
///
#[cfg_attr(all(feature = "collections", feature = "derive"), doc = "```")]
#[cfg_attr(not(all(feature = "collections", feature = "derive")), doc = "```ignore")]
/// use arena::{Arena, ArenaSafe, Handle, LocalArena, collections::Vec};
///
/// #[derive(ArenaSafe, Debug)]
/// struct Node<'a, H: Handle<'a>> {
///     name: &'a str,
///     children: Vec<Node<'a, H>, H>,
/// }
///
/// fn node<'a, H: Handle<'a>>(name: &str, handle: H) -> Node<'a, H> {
///     Node { name: handle.alloc_str(name), children: Vec::new_in(handle) }
/// }
///
/// fn tree<'a, H: Handle<'a> + 'a>(handle: H) -> &'a Node<'a, H> {
///     let root = handle.alloc(node("root", handle));
///     root.children.push(node("leaf", handle));
///     root
/// }
///
/// assert_eq!(tree(&Arena::new(1024)?).children[0].name, "leaf");
/// assert_eq!(tree(&LocalArena::new(1024)?).children.len(), 1);
/// # Ok::<(), arena::AllocError>(())
/// ```
///
/// # Allocation
///
/// What a handle is a reference to has the same methods itself, and there they are found first. Each
/// has a `try_` twin that returns an [`AllocError`] where it panics. Values of no size and empty slices
/// always succeed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handle to an arena: that is an `&Arena`, `&Scope`, `&Local`, `&LocalArena`, `&LocalScope` or `&ArcArena`",
    label = "no handle"
)]
#[expect(private_bounds, reason = "that seals it")]
pub trait Handle<'a>: Source<'a> + Allocator + ArenaSafe + Debug {
    operations!(
        fn(self) => self.source(),
        'a,
        "as long as the arena or the scope is borrowed",
        "# fn example<'a>(handle: impl arena::Handle<'a>) -> Result<(), Box<dyn std::error::Error>> {",
        "handle",
        "# Ok(()) }\n# example(&arena::Arena::new(4096)?)?;\n# Ok::<(), Box<dyn std::error::Error>>(())"
    );
}

impl<'a, H: Source<'a> + Allocator + ArenaSafe + Debug> Handle<'a> for H {}
