//! Arenas that are statics.
//!
//! The value of such a static may be evaluated once only, for it makes an arena over one buffer.
//! Whoever gets the tokens of that value could do it again: so no attribute is forwarded that might
//! be a macro.

/// Defines a `static` arena, without allocator and without run-time initialisation, that every
/// thread can use.
///
/// The buffer takes no room in the program's file. The capacity is a constant, in bytes.
///
/// Such an arena can never be [`reset`](crate::Arena::reset), since that needs `&mut`. It is recycled by
/// scopes of handles:
///
/// ```
/// arena::static_arena! {
///     /// Memory for what a command needs while it runs.
///     pub static SCRATCH: 64 * 1024;
/// }
///
/// for _ in 0..1000 {
///     SCRATCH.local().scope(|scratch| {
///         assert_eq!(scratch.alloc_slice_fill_copy(40_000, 0_u8).len(), 40_000);
///     });
/// }
/// ```
///
/// The attributes that it may have are documentation, `cfg`, `deprecated`, and the levels of lints.
/// Any other might be a macro, which makes of one static what it likes: two arenas over one buffer.
/// For the same reason a macro around this one has to pass them on as they were written, as
/// `#[$($attribute:tt)*]`, and not as a `meta` that it has parsed.
#[macro_export]
macro_rules! static_arena {
    ($($(#[$($attribute:tt)*])* $visibility:vis static $name:ident: $capacity:expr;)+) => {
        $(
            $($crate::__static_arena_attribute! { $($attribute)* })*
            $(#[$($attribute)*])*
            $visibility static $name: $crate::Arena<$crate::Static> = {
                static __ARENA_BUFFER: $crate::__private::Buffer<{ $capacity }> =
                    $crate::__private::Buffer::new();
                // SAFETY: the buffer can be named in this block only, where it is used once, and
                // the block is run once: it is the value of a static, and no attribute macro sees
                // it, since every attribute is one of those below.
                unsafe { $crate::Arena::from_static(&__ARENA_BUFFER) }
            };
        )+
    };
}

/// Refuses the attributes that a static arena must not have, in an item that they do not see.
///
/// The compiler calls the name of a built-in attribute ambiguous where a macro bears it too. Only
/// the forms without a path are taken: `doc::other` is another attribute than `doc`.
#[doc(hidden)]
#[macro_export]
macro_rules! __static_arena_attribute {
    (doc = $($text:tt)*) => {};
    (doc($($argument:tt)*)) => {};
    (cfg($($argument:tt)*)) => {};
    (deprecated) => {};
    (deprecated = $($text:tt)*) => {};
    (deprecated($($argument:tt)*)) => {};
    (allow($($argument:tt)*)) => {};
    (expect($($argument:tt)*)) => {};
    (warn($($argument:tt)*)) => {};
    (deny($($argument:tt)*)) => {};
    (forbid($($argument:tt)*)) => {};
    ($($attribute:tt)*) => {
        $crate::__private::compile_error! {
            $crate::__private::concat!(
                "a static arena cannot have the attribute `",
                $crate::__private::stringify!($($attribute)*),
                "`, which might make a second arena over the same memory; it may have `doc`, \
                 `cfg`, `deprecated`, `allow`, `expect`, `warn`, `deny` and `forbid`",
            )
        }
    };
}
