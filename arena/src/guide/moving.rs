//! How a program moves here: from bumpalo, typed-arena, bump-scope, and from trees of `Rc`.
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
//! | `emplace().write(value)`, `emplace_slice`, `emplace_str` | [`alloc_uninit`](crate::Arena::alloc_uninit)`().write(value)`, a list and [`into_slice`](crate::collections::Vec::into_slice), a text and [`into_str`](crate::collections::String::into_str) |
//! | `try_alloc_try_with`, an `AllocOrInitError` | the refusal outside, the error of the closure inside: `Result<Result<_, E>, AllocError>` |
//! | `checkpoint`s | [scopes](crate::Local::scope) |
//! | `iter_allocated_chunks` | none: keep what you made in a list |
//! | `alloc_with::<_, T>(f)`, `alloc_try_with::<_, T, E>(f)` | `alloc_with::<T>(f)`, `alloc_try_with::<T, E>(f)`: what is made is named, closures are not |
//! | `collect_in::<Vec<_>>(bump)` | `collect_in::<Vec<_, _>, _>(handle)`, since a list has a handle; `let list: Vec<_, _> =` is the same |
//! | a `Herd` of bumpalo-herd, `get()` | an [`Arena`](crate::Arena), [`local()`](crate::Arena::local) |
//!
//! # What holds values needs a proof that it needs no drop
//!
//! Put `#[derive(ArenaSafe)]` on every type that `alloc` refuses, and follow what the compiler says.
//! A field may be [`ArenaSafe`](trait@crate::ArenaSafe) or `Copy`; as an element, `Copy` types of
//! other crates go into a [`Plain`](crate::Plain). A `String` or a `Vec` of `std` in a node is a leak
//! with bumpalo, and an error here: keep `&'a str` and slices, or a list of the arena's.
//!
//! # A parser, moved
//!
//! This one reads calls such as `max(1,sum(2,3))`, with bumpalo:
//!
//! ```text
//! use bumpalo::{Bump, collections::Vec};
//!
//! enum Expr<'a> {
//!     Number(i64),
//!     Call { name: &'a str, arguments: Vec<'a, Expr<'a>> },
//! }
//!
//! struct Parser<'t, 'a> {
//!     rest: &'t str,
//!     bump: &'a Bump,
//! }
//!
//! impl<'a> Parser<'_, 'a> {
//!     fn expr(&mut self) -> Option<Expr<'a>> {
//!         let end = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
//!         let (word, rest) = self.rest.split_at(end);
//!         self.rest = rest;
//!         if let Ok(number) = word.parse() {
//!             return Some(Expr::Number(number));
//!         }
//!         self.rest = rest.strip_prefix('(')?;
//!         let mut arguments = Vec::new_in(self.bump);
//!         while !self.rest.starts_with(')') {
//!             arguments.push(self.expr()?);
//!             self.rest = self.rest.trim_start_matches(',');
//!         }
//!         self.rest = &self.rest[1..];
//!         Some(Expr::Call { name: self.bump.alloc_str(word), arguments })
//!     }
//! }
//! ```
//!
//! And here. The type derives its proof. The parser borrows a handle, for less long than its trees
//! live. And a list that is complete is kept as a slice, so that the tree does not depend on the handle:
//!
//! ```
//! use arena::{Arena, ArenaSafe, Local, collections::Vec};
//!
//! #[derive(ArenaSafe)]
//! enum Expr<'a> {
//!     Number(i64),
//!     Call { name: &'a str, arguments: &'a [Expr<'a>] },
//! }
//!
//! struct Parser<'t, 'p, 'a> {
//!     rest: &'t str,
//!     local: &'p Local<'a>,
//! }
//!
//! impl<'a> Parser<'_, '_, 'a> {
//!     fn expr(&mut self) -> Option<Expr<'a>> {
//!         let end = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
//!         let (word, rest) = self.rest.split_at(end);
//!         self.rest = rest;
//!         if let Ok(number) = word.parse() {
//!             return Some(Expr::Number(number));
//!         }
//!         self.rest = rest.strip_prefix('(')?;
//!         let mut arguments = Vec::new_in(self.local);
//!         while !self.rest.starts_with(')') {
//!             arguments.push(self.expr()?);
//!             self.rest = self.rest.trim_start_matches(',');
//!         }
//!         self.rest = &self.rest[1..];
//!         Some(Expr::Call { name: self.local.alloc_str(word), arguments: arguments.into_slice() })
//!     }
//! }
//! #
//! # fn value(expr: &Expr) -> i64 {
//! #     match expr {
//! #         Expr::Number(number) => *number,
//! #         Expr::Call { name: "max", arguments } => arguments.iter().map(value).max().unwrap_or(0),
//! #         Expr::Call { arguments, .. } => arguments.iter().map(value).sum(),
//! #     }
//! # }
//!
//! let arena = Arena::new(4096)?;
//! let local = arena.local();
//! let expr = Parser { rest: "max(1,sum(2,3))", local: &local }.expr();
//! assert_eq!(expr.as_ref().map(value), Some(5));
//! # Ok::<(), arena::AllocError>(())
//! ```
//!
//! # The same on four threads
//!
//! Each thread takes a [`Local`](crate::Local) along, and the trees of all live as long as the arena is
//! borrowed. With bumpalo that is an arena for each thread, and something that keeps them all.
//!
//! ```
//! # use arena::{Arena, ArenaSafe, Local, collections::Vec};
//! #
//! # #[derive(ArenaSafe)]
//! # enum Expr<'a> {
//! #     Number(i64),
//! #     Call { name: &'a str, arguments: &'a [Expr<'a>] },
//! # }
//! #
//! # struct Parser<'t, 'p, 'a> {
//! #     rest: &'t str,
//! #     local: &'p Local<'a>,
//! # }
//! #
//! # impl<'a> Parser<'_, '_, 'a> {
//! #     fn expr(&mut self) -> Option<Expr<'a>> {
//! #         let end = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
//! #         let (word, rest) = self.rest.split_at(end);
//! #         self.rest = rest;
//! #         if let Ok(number) = word.parse() {
//! #             return Some(Expr::Number(number));
//! #         }
//! #         self.rest = rest.strip_prefix('(')?;
//! #         let mut arguments = Vec::new_in(self.local);
//! #         while !self.rest.starts_with(')') {
//! #             arguments.push(self.expr()?);
//! #             self.rest = self.rest.trim_start_matches(',');
//! #         }
//! #         self.rest = &self.rest[1..];
//! #         Some(Expr::Call { name: self.local.alloc_str(word), arguments: arguments.into_slice() })
//! #     }
//! # }
//! #
//! # fn value(expr: &Expr) -> i64 {
//! #     match expr {
//! #         Expr::Number(number) => *number,
//! #         Expr::Call { name: "max", arguments } => arguments.iter().map(value).max().unwrap_or(0),
//! #         Expr::Call { arguments, .. } => arguments.iter().map(value).sum(),
//! #     }
//! # }
//! #
//! use std::{thread, vec::Vec as List};
//!
//! fn parse<'a>(texts: &[&str], arena: &'a Arena) -> List<Option<Expr<'a>>> {
//!     thread::scope(|threads| {
//!         let workers: List<_> = texts
//!             .chunks(texts.len().div_ceil(4))
//!             .map(|texts| {
//!                 let local = arena.local();
//!                 threads.spawn(move || -> List<_> {
//!                     texts.iter().map(|&rest| Parser { rest, local: &local }.expr()).collect()
//!                 })
//!             })
//!             .collect();
//!         workers.into_iter().flat_map(|worker| worker.join().expect("parsers do not panic")).collect()
//!     })
//! }
//!
//! let arena = Arena::new(64 * 1024)?;
//! let exprs = parse(&["1", "sum(1,2)", "max(7,3)", "f(", "sum(2,f(2))"], &arena);
//! let values: List<_> = exprs.iter().map(|expr| expr.as_ref().map(value)).collect();
//! assert_eq!(values, [Some(1), Some(3), Some(7), None, Some(4)]);
//! # Ok::<(), arena::AllocError>(())
//! ```
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
//! # From typed-arena
//!
//! | typed-arena | here |
//! |---|---|
//! | an `Arena<T>` for each type | one [`Arena`](crate::Arena) for all |
//! | `alloc`, `alloc_extend`, `alloc_str` | `alloc`, `alloc_slice_fill_iter`, `alloc_str` or `alloc_str_mut` |
//! | a `Cell<Option<&'a Node<'a>>>` that is set later | the same, or a [`Link`](crate::Link) where threads share it |
//! | `iter_mut`, `into_vec`, `len` | none: keep what you made in a list |
//! | nodes that own a `String` or a `Vec` | `&'a str` and slices, or stay: nothing here is dropped |
//!
//! # From bump-scope
//!
//! | bump-scope | here |
//! |---|---|
//! | `Bump`, `BumpScope<'a>` in signatures | an `Arena`, `&Local<'a>` |
//! | `scoped`, `scope_guard` | [`Local::scope`](crate::Local::scope), [`Arena::scope`](crate::Arena::scope); no guard, which might be forgotten |
//! | `BumpPool`, `get` | one `Arena`, [`local`](crate::Arena::local) |
//! | `BumpBox`, which drops | [`Box`](crate::Box), by `alloc_box` |
//! | `alloc_iter`, `alloc_iter_mut`, `MutBumpVec` | `alloc_slice_fill_iter`: a slice that grows in place while it is filled |
//! | `alloc_fmt`, `bump_format!` | [`format_in!`](crate::format_in) |
//! | `BumpVec`, `BumpString` | [`collections`](crate::collections) |
//! | `BumpSettings`: alignment, direction, growth | none |
//!
//! # From trees of `Rc`
//!
//! | with `Rc` | here |
//! |---|---|
//! | `Rc<Node>`, `Rc::clone` | `&'a Node<'a>`, which is `Copy` |
//! | `Weak<Node>`, for the parent | `Cell<Option<&'a Node<'a>>>`, or a [`Link`](crate::Link): a cycle leaks nothing |
//! | `Rc<RefCell<Node>>` | `&'a mut Node<'a>` while it is built; `Cell` and `RefCell` in fields that change later |
//! | `Vec<Rc<Node>>` | `&'a [&'a Node<'a>]`, or a list of the arena's |
//! | `Rc<str>` | `&'a str`, a [`Symbol`](crate::Interner) for what comes up often |
//! | `Rc::ptr_eq` | `ptr::eq` |
//!
//! ```
//! use std::cell::Cell;
//!
//! use arena::{Arena, ArenaSafe, Local};
//!
//! #[derive(ArenaSafe)]
//! struct Node<'a> {
//!     name: &'a str,
//!     parent: Cell<Option<&'a Node<'a>>>,
//!     children: &'a [&'a Node<'a>],
//! }
//!
//! fn node<'a>(name: &str, children: &[&'a Node<'a>], local: &Local<'a>) -> &'a Node<'a> {
//!     let (name, children) = (local.alloc_str(name), local.alloc_slice_copy(children));
//!     let node = local.alloc(Node { name, parent: Cell::new(None), children });
//!     let node = &*node; // from here on it is shared
//!     node.children.iter().for_each(|child| child.parent.set(Some(node)));
//!     node
//! }
//!
//! let arena = Arena::new(4096)?;
//! let local = arena.local();
//! let leaves = [node("left", &[], &local), node("right", &[], &local)];
//! let root = node("root", &leaves, &local);
//! assert_eq!(root.children[1].parent.get().map(|parent| parent.name), Some("root"));
//! # Ok::<(), arena::AllocError>(())
//! ```
