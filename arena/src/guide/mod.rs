//! Which handle and which method is for what, and what comes up in whole programs. How a program moves
//! here from another crate is told in [`moving`].
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
//! # Which method for what
//!
//! Each is a method of `Arena`, `Scope`, `Local`, `LocalArena` and `LocalScope`, and of
//! [`Handle`](crate::Handle) in generic code, and each has a twin with `try_` in front that returns a
//! refusal where it panics.
//!
//! | to make | from | by |
//! |---|---|---|
//! | a value | the value | `alloc` |
//! | | the value, `Copy`, of a type of another crate | `alloc_copy` |
//! | | a closure, for one of some hundred bytes and more | `alloc_with` |
//! | | a closure that may fail | `alloc_try_with` |
//! | a slice | a slice of `Copy` elements | `alloc_slice_copy` |
//! | | a slice of others | `alloc_slice_clone` |
//! | | one value, a number of times | `alloc_slice_fill_copy`, `alloc_slice_fill_clone` |
//! | | the default, a number of times | `alloc_slice_fill_default` |
//! | | a function of the index | `alloc_slice_fill_with` |
//! | | one that may fail | `alloc_slice_try_fill_with` |
//! | | an iterator, of a length that it need not know | `alloc_slice_fill_iter` |
//! | | one whose items may be errors | `alloc_slice_try_fill_iter` |
//! | text | text | `alloc_str`, `alloc_str_mut` to change it |
//! | | what `format!` takes | `format_in!`, which is `alloc_fmt` |
//! | what must be dropped | the value | `alloc_box` |
//! | | an iterator | `alloc_box_slice` |
//! | | text | `alloc_box_str` |
//! | bytes to be written later | a type | `alloc_uninit` |
//! | | a type, and a number of elements | `alloc_slice_uninit` |
//! | | a `Layout` | `alloc_layout` |
//! | a list, text or a map that grows | | `collections`, `new_in`, `collect_in` |
//! | a slice, on several threads | an iterator of `rayon` that knows its length | `collect_slice_in` |
//!
//! An iterator of `rayon` that does not know its length, as after `filter`, is collected first:
//!
#![cfg_attr(feature = "rayon", doc = "```")]
#![cfg_attr(not(feature = "rayon"), doc = "```ignore")]
//! use arena::Arena;
//! use rayon::prelude::*;
//!
//! let arena = Arena::new(4096)?;
//! let even: Vec<u32> = (0..100).into_par_iter().filter(|number| number % 2 == 0).collect();
//! let even: &[u32] = arena.alloc_slice_fill_iter(even);
//! assert_eq!(even.len(), 50);
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! # Scratch memory beside results, and all or nothing
//!
//! `Arena::scope` takes `&mut`, since it frees what any thread allocates meanwhile. `Local::scope` frees
//! what one handle allocates: it takes the `Local` by `&mut`, and the arena is shared as ever. Nothing
//! that was made in a scope can leave it. So what is to stay is made by a second `Local` of the same
//! arena, beside the one in a scope; and where something fails, nothing stays:
//!
//! ```
//! use std::num::ParseIntError;
//!
//! use arena::{Arena, Local};
//!
//! /// The numbers of a line in order, all of them or an error.
//! fn sorted<'a>(line: &str, scratch: &Local, keep: &Local<'a>) -> Result<&'a [u32], ParseIntError> {
//!     let numbers = scratch.alloc_slice_try_fill_iter(line.split(' ').map(str::parse))?;
//!     numbers.sort();
//!     Ok(keep.alloc_slice_copy(numbers))
//! }
//!
//! let arena = Arena::new(4096)?;
//! let (keep, mut scratch) = (arena.local(), arena.local());
//! let kept: Vec<&[u32]> = ["3 1 2", "7 x", "5 4"]
//!     .iter()
//!     .filter_map(|line| scratch.scope(|scratch| sorted(line, scratch, &keep)).ok())
//!     .collect();
//! assert_eq!(kept, [&[1, 2, 3][..], &[4, 5]]);
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! A scope cannot keep what was made in it because all went well. A reference has its life from when it
//! is made, and whether the closure fails is known later: with the arena's life it could be put aside,
//! and read after a failure has freed it. A single value or slice is made or given back by
//! `alloc_try_with` and the `try_fill` methods. A batch that is too much to copy gets an arena of its
//! own, which is reset if the batch fails, and else kept with what was read, as the next part shows.
//!
//! # An arena together with its root
//!
//! A function cannot return an arena and a reference into it. A crate for such pairs can: here
//! `self_cell`. The pair is `Send` if what it holds is.
//!
//! ```
//! use std::thread;
//!
//! use arena::{AllocError, Arena, ArenaSafe};
//! use self_cell::self_cell;
//!
//! #[derive(ArenaSafe)]
//! struct Word<'a> {
//!     text: &'a str,
//!     next: Option<&'a Word<'a>>,
//! }
//!
//! type Root<'a> = Option<&'a Word<'a>>;
//!
//! self_cell! {
//!     struct Sentence {
//!         owner: Arena,
//!         #[covariant]
//!         dependent: Root,
//!     }
//! }
//!
//! fn read(text: &str) -> Result<Sentence, AllocError> {
//!     Sentence::try_new(Arena::new(4096)?, |arena| {
//!         let local = arena.local();
//!         let mut root = None;
//!         for text in text.split(' ').rev() {
//!             let text = local.try_alloc_str(text)?;
//!             root = Some(&*local.try_alloc(Word { text, next: root })?);
//!         }
//!         Ok(root)
//!     })
//! }
//!
//! let sentence = thread::spawn(|| read("hello world")).join().expect("it does not panic")?;
//! let second = sentence.borrow_dependent().and_then(|word| word.next);
//! assert_eq!(second.map(|word| word.text), Some("world"));
//! # Ok::<(), AllocError>(())
//! ```
//!
//! Lists of `allocator-api2` and maps of `hashbrown` need none, where an [`ArcArena`](crate::ArcArena) is
//! their allocator. Our own take it by reference, like every handle, and have its lifetime.
//!
//! # Structs, tasks and globals
//!
//! | what keeps the arena | by | reset |
//! |---|---|---|
//! | a struct, for its own use | a field [`LocalArena`](crate::LocalArena) or [`Arena`](crate::Arena) | yes, by `&mut` |
//! | a struct, together with what it allocated | lists of `allocator-api2` on an [`ArcArena`](crate::ArcArena), or a crate such as `self_cell` | when it is the only owner |
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
//! several that are kept. The example `service` is a server that does so.
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

pub mod moving;
