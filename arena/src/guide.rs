//! What comes up when a program moves to an arena of this crate, above all from bumpalo.
//!
//! # Which handle
//!
//! | in the program | here |
//! |---|---|
//! | a `Bump` that one function owns | an [`Arena`](crate::Arena), and its [`local()`](crate::Arena::local) to allocate from |
//! | a `Bump` in a struct, for its own use | a [`LocalArena`](crate::LocalArena) |
//! | a `&'a Bump` in signatures | `&Local<'a>`: the same type over every memory |
//! | a `Bump` per thread, or a herd | one `Arena`, and a [`Local`](crate::Local) per thread |
//! | `Bump::new()` for each document | one arena, and [`reset`](crate::Arena::reset) after each |
//!
//! One name for the arena that everybody passes on saves its type in every signature:
//!
//! ```
//! use arena::{Arena, Mapped};
//!
//! type Space<'a> = &'a Arena<Mapped>;
//!
//! fn greeting<'a>(space: Space<'a>) -> &'a str {
//!     space.alloc_str("hello")
//! }
//!
//! assert_eq!(greeting(&Arena::mapped(1 << 36)?), "hello");
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! # bumpalo's methods, and ours
//!
//! What has the same name and the same meaning there and here: `alloc`, `alloc_with`, `alloc_try_with`,
//! `alloc_slice_copy`, `alloc_slice_clone`, `alloc_slice_fill_with`, `alloc_slice_fill_copy`,
//! `alloc_slice_fill_iter`, `alloc_slice_fill_default`, `alloc_layout`, `reset`, and the `try_` forms of
//! them. They take types that need no drop. An iterator need not know its length. The others:
//!
//! | bumpalo | here |
//! |---|---|
//! | `new`, `with_capacity`, which grow | [`Arena::new`](crate::Arena::new) with all it will need; [`Arena::mapped`](crate::Arena::mapped) |
//! | `set_allocation_limit` | the capacity |
//! | `allocated_bytes` | [`allocated`](crate::Arena::allocated), values and padding, no chunks; [`capacity`](crate::Arena::capacity) for what was asked of the system |
//! | `chunk_capacity` | [`remaining`](crate::Arena::remaining) |
//! | `alloc_str`, which is `&mut str` | [`alloc_str`](crate::Arena::alloc_str), which is `&str` |
//! | `alloc` of a type with `Drop` | [`alloc_box`](crate::Arena::alloc_box), which drops it |
//! | `boxed::Box::new_in(value, bump)` | [`alloc_box(value)`](crate::Arena::alloc_box), [`unsize_box!`](crate::unsize_box) for `dyn Trait` |
//! | `format!(in bump, ..)`, then `into_bump_str` | [`format_in!`](crate::format_in) |
//! | `vec![in bump; ..]`, `collections::Vec` | [`vec!`](crate::vec), [`collections::Vec`](crate::collections::Vec); elements are never dropped |
//! | `into_bump_slice`, `into_bump_str` | [`into_slice`](crate::collections::Vec::into_slice), [`into_str`](crate::collections::String::into_str) |
//! | `collect_in` | [`collect_in`](crate::collections::CollectIn) |
//! | `Vec` of `allocator-api2` on `&Bump` | the same on `&Arena`, `&Local` and the others |
//! | `Bump<8>`, `min_align` | none: values are packed as their alignment allows |
//! | `iter_allocated_chunks` | none: keep what you made in a list |
//! | a `Herd` of bumpalo-herd, `get()` | an [`Arena`](crate::Arena), [`local()`](crate::Arena::local) |
//!
//! # What holds values needs a proof that it needs no drop
//!
//! Put `#[derive(ArenaSafe)]` on every type that `alloc` refuses, and follow what the compiler says.
//! A field may be [`ArenaSafe`](trait@crate::ArenaSafe) or `Copy`; as an element, `Copy` types of
//! other crates go into a [`Plain`](crate::Plain). A `String` or a `Vec` of `std` in a node is a leak
//! with bumpalo, and an error here: keep `&'a str` and slices, or a list of the arena's.
//!
//! # An alias makes the move of lists mechanical
//!
//! ```
//! use arena::{Arena, ArenaSafe, Local};
//!
//! type Vec<'a, T> = arena::collections::Vec<T, &'a Local<'a>>;
//!
//! #[derive(ArenaSafe)]
//! struct Block<'a> {
//!     statements: Vec<'a, &'a str>,
//! }
//!
//! fn block<'a>(text: &'a str, local: &'a Local<'a>) -> Block<'a> {
//!     let mut statements = Vec::new_in(local); // as with bumpalo's
//!     statements.extend(text.split(';'));
//!     Block { statements }
//! }
//!
//! let arena = Arena::new(4096)?;
//! let local = arena.local(); // here, since its lists borrow it
//! assert_eq!(block("a;b;c", &local).statements.len(), 3);
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! A list on a `&Local` lives no longer than the handle; the slice that
//! [`into_slice`](crate::collections::Vec::into_slice) makes of it does, and so does a list on
//! `&Arena`.
//!
//! # A parser that returns trees has a lifetime for the handle
//!
//! Its trees live for `'arena`, and the handle, which may be a local variable, for less. And what it
//! keeps of its input lives as long as they do, which it says: without `'input: 'arena` there is a
//! "lifetime may not live long enough" at each place that relies on it.
//!
//! ```
//! use arena::{Arena, ArenaSafe, Local};
//!
//! #[derive(ArenaSafe)]
//! struct Call<'arena> {
//!     name: &'arena str,
//!     arguments: &'arena [&'arena str],
//! }
//!
//! struct Parser<'input: 'arena, 'arena, 'p> {
//!     text: &'input str,
//!     local: &'p Local<'arena>,
//! }
//!
//! impl<'input: 'arena, 'arena> Parser<'input, 'arena, '_> {
//!     fn call(&self) -> Option<&'arena Call<'arena>> {
//!         let (name, rest) = self.text.split_once('(')?;
//!         let words = rest.strip_suffix(')')?.split(',');
//!         let arguments = self.local.alloc_slice_fill_iter(words);
//!         Some(self.local.alloc(Call { name, arguments }))
//!     }
//! }
//!
//! let arena = Arena::new(4096)?;
//! let call = {
//!     let local = arena.local();
//!     Parser { text: "sum(a,b)", local: &local }.call() // outlives both
//! };
//! assert_eq!(call.map(|call| (call.name, call.arguments.len())), Some(("sum", 2)));
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! # A conversion has to say what it makes
//!
//! `alloc` takes many types, so `alloc(x.into())` does not tell which one is meant:
//!
//! ```
//! # let arena = arena::Arena::new(64)?;
//! # let local = arena.local();
//! let wide: &u64 = local.alloc(u64::from(7_u32)); // not `7_u32.into()`
//! # assert_eq!(*wide, 7);
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! # Structs, tasks and globals
//!
//! | what keeps the arena | by | reset |
//! |---|---|---|
//! | a struct, for its own use | a field [`LocalArena`](crate::LocalArena) or [`Arena`](crate::Arena) | yes, by `&mut` |
//! | a struct, together with what it allocated | lists on an [`ArcArena`](crate::ArcArena), or a crate such as `self_cell` | when it is the only owner |
//! | tasks and threads that nobody waits for | an `ArcArena` each | the same |
//! | a `static` | `OnceLock<ArcArena>`, `OnceLock<Arena>` | no |
//! | a `static`, without an allocator | [`static_arena!`](crate::static_arena) | no: [scopes](crate::Local::scope) of a `Local` |
//! | the rest of the program | `Box::leak(Box::new(arena))` | no |
//!
//! # Asynchronous code
//!
//! A [`Local`](crate::Local) is `Send` and not `Sync`. So a task that *owns* one, or has it by `&mut`, may
//! go on on another thread after each `.await`; one that holds a `&Local` across an `.await` is not
//! `Send`. What was allocated is a reference like any other, and may be held. So: take the arena into
//! the task, open the handle in it, and lend `&Local` to functions that do not wait.
//!
//! ```
//! use std::{future::{Future, ready}, pin::pin, task::{Context, Poll, Waker}};
//!
//! use arena::{ArcArena, Arena, Local};
//!
//! fn words<'a>(text: &'a str, local: &Local<'a>) -> &'a [&'a str] {
//!     local.alloc_slice_fill_iter(text.split(' '))
//! }
//!
//! async fn stored<'a>(text: &str, local: &mut Local<'a>) -> &'a str {
//!     ready(()).await; // for a file, or the network
//!     local.alloc_str(text)
//! }
//!
//! async fn answer(arena: ArcArena) -> usize {
//!     let mut local = arena.local();
//!     let text = stored("one two", &mut local).await;
//!     let words = words(text, &local);
//!     ready(()).await;
//!     words.len()
//! }
//!
//! fn spawn(task: impl Future<Output = usize> + Send + 'static) -> usize {
//!     match pin!(task).poll(&mut Context::from_waker(Waker::noop())) {
//!         Poll::Ready(count) => count,
//!         Poll::Pending => unreachable!("it waits for nothing"),
//!     }
//! }
//!
//! // Kept by who accepts requests, and reset when a task is done with it.
//! let mut arena = ArcArena::from(Arena::new(4096)?);
//! for _ in 0..100 {
//!     assert_eq!(spawn(answer(arena.clone())), 2);
//!     ArcArena::get_mut(&mut arena).expect("the task is over").reset();
//! }
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! A scope is a closure, which cannot wait: in its place, give each task an arena of its own, out of
//! several that are kept.
//!
//! # How much is enough
//!
//! An arena does not grow. With address space to spare it need not: `Arena::mapped(1 << 36)` is 64 GiB
//! that cost nothing until they are touched, and [`mapped_at_most`](crate::Arena::mapped_at_most) takes
//! what there is. Where memory is counted, run what you have once and look at
//! [`peak`](crate::Arena::peak): the capacity is that and some more. And where not even that can be
//! known before, try again with more:
//!
//! ```
//! use arena::{AllocError, Arena};
//!
//! fn total(text: &str, arena: &Arena) -> Result<usize, AllocError> {
//!     let lengths = arena.try_alloc_slice_fill_iter(text.split(' ').map(str::len))?;
//!     Ok(lengths.iter().sum())
//! }
//!
//! let text = "many words ".repeat(1000);
//! let mut capacity = 1024;
//! let (total, peak) = loop {
//!     let arena = Arena::new(capacity)?;
//!     match total(&text, &arena) {
//!         Err(AllocError::Full { .. }) => capacity *= 2,
//!         total => break (total?, arena.peak()),
//!     }
//! };
//! assert_eq!(total, 9000);
//! assert!(peak <= capacity);
//! # Ok::<(), AllocError>(())
//! ```
