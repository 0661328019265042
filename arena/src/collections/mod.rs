//! Collections that an arena may hold: `Vec`, `String`, `HashMap` and `HashSet` whose memory is the
//! arena's.
//!
//! They are thin faces over the `Vec` of `allocator-api2` and the `HashMap` of `hashbrown`, with
//! two differences:
//!
//! - *They are never dropped*, and so they are [`ArenaSafe`]: a struct in an arena may own them.
//!   Their elements must be `ArenaSafe` too. Their memory is freed with everything else.
//! - *A full arena is a value*, an [`AllocError`], in the methods with `try_`, and a panic with the
//!   same text in the others. No method here aborts.
//!
//! # Which handle
//!
//! | handle | for | the collection |
//! |---|---|---|
//! | `&Local` | speed: growing needs no atomic | cannot outlive the handle; what [`into_slice`](Vec::into_slice) and [`into_str`](String::into_str) return can |
//! | `&LocalArena` | what has no handle beside it | lives as long as the arena is borrowed |
//! | `&Arena`, `&Scope` | sharing | is `Send` and `Sync` if its elements are, and lives as long as the arena is borrowed |
//!
//! So build on a `&Local`, and keep slices. Choose `&Arena` for what must go on growing later, or
//! on another thread.
//!
//! # What growing costs
//!
//! A collection that is full doubles its room. A list that is the last thing allocated grows in
//! place; any other, and every map or set, is copied and leaves its old bytes behind: in all fewer than
//! it has in the end. What is no longer used keeps its bytes as well, until a reset or the end of the
//! scope that it grew in. So lists that grow at the same time take up to four times what they hold,
//! and an arena for them needs that capacity, unless you do better. In bytes, which are pushed one
//! at a time, by any handle:
//!
//! | list | takes | better | takes then |
//! |---|---|---|---|
//! | one of 40,000 | 65,536 | `with_capacity_in` | 40,000 |
//! | | | [`into_slice`](Vec::into_slice) when it is complete | 40,000 |
//! | two of 40,000 in turn | 262,016 | `with_capacity_in` for both | 80,000 |
//! | | | one after the other, with `into_slice` | 80,000 |
//! | a hundred of 4,000, used one after the other | 409,600 | `with_capacity_in` for each | 400,000 |
//! | | | one list, with `clear` in between | 4,096 |
//! | | | each in a scope | 0 |
//!
//! `reserve` does what `with_capacity_in` does, if it comes before the first element.
//!
//! # What `std` has beside it
//!
//! Whatever the collections of `std` and its `Box` do, these do by the same name, with `_in` and a
//! handle where they begin; what a slice or a `str` does, they do as one. But:
//!
//! | absent | for |
//! |---|---|
//! | `Vec::splice` | replacing may need room when the iterator goes, which is no time to refuse: `drain`, then `extend` and `rotate_right` |
//! | `Vec::extract_if` | `retain_mut`, or `swap_remove` in a loop |
//! | `Vec::into_flattened` | `into_slice`, then `as_flattened_mut` |
//! | `Vec::from_raw_parts`, `String::from_raw_parts` | nothing but a list can say that a block is the handle's |
//! | `String::from_utf16_lossy` | `char::decode_utf16(units).map(\|unit\| unit.unwrap_or('\u{FFFD}')).collect_in(handle)` |
//! | `HashMap::shrink_to_fit`, `HashMap::shrink_to`, `HashSet::shrink_to_fit`, `HashSet::shrink_to` | a smaller table would be one more: the old one stays in the arena |
//! | `HashMap::get_disjoint_unchecked_mut` | `get_disjoint_mut`, which looks |
//! | `&one \| &two` of sets, and `&`, `^`, `-` | nothing says where the new set is: `one.union(&two).copied().collect_in(handle)`, and likewise |
//! | names for what `drain`, `extract_if` and `union` of a set return, and the like of it | `impl Iterator`, which is what they are used as |
//! | `Box::new`, `Box::new_uninit`, `Box::new_uninit_slice`, `Box::new_zeroed`, `Box::new_zeroed_slice` | `alloc_box`, `alloc_uninit` and `alloc_slice_uninit` of a handle |
//! | `Box::assume_init`, `Box::write` | what is not initialised has no box: see those |
//! | `Box::pin`, `Box::into_pin` | the bytes of a forgotten box are used again after a reset, and what is pinned is promised the contrary |
//! | `Box::from_raw`, `Box::into_raw` | [`Box::leak`](crate::Box::leak) gives a reference; no pointer says how long it lives |
//!
//! Every method that grows has a twin with `try_`, except those of traits of `std`, which have no
//! place for an error (`extend`, `clone`, `+`), and what makes a collection full at once:
//! `from_iter_in`, `collect_in`, `from_elem_in`, `from_utf16_in`, `with_capacity_and_hasher_in`. In
//! the place of these, `try_reserve` or `try_with_capacity_in`, and then what needs no more room.
//!
//! A list that is dropped keeps its block, also where it could be given back, because it is never
//! dropped: a `Drop` of its own would make every type that holds one need drop. Those that need their
//! bytes again use it up: `into_iter`, or `clear` and `shrink_to_fit`.
//!
//! # Lists in what an arena holds
//!
//! ```
//! use arena::{Arena, ArenaSafe, collections::Vec};
//!
//! # #[cfg(feature = "derive")]
//! #[derive(ArenaSafe)]
//! struct Node<'a> {
//!     name: &'a str,
//!     children: Vec<Node<'a>, &'a Arena>,
//! }
//! # #[cfg(not(feature = "derive"))]
//! # struct Node<'a> { name: &'a str, children: Vec<Node<'a>, &'a Arena> }
//! # #[cfg(not(feature = "derive"))]
//! # impl ArenaSafe for Node<'_> {}
//!
//! let arena = Arena::new(4096)?;
//! let root = arena.alloc(Node { name: "root", children: Vec::new_in(&arena) });
//! root.children.push(Node { name: "leaf", children: Vec::new_in(&arena) });
//! assert_eq!(root.children[0].name, "leaf");
//! # Ok::<(), arena::AllocError>(())
//! ```

#[cfg(doc)]
use arena_core::{AllocError, ArenaSafe};

mod collect;
pub mod hash_map;
pub mod hash_set;
pub mod string;
pub mod vec;

pub use self::{
    collect::{CollectIn, FromIteratorIn},
    hash_map::HashMap,
    hash_set::HashSet,
    string::String,
    vec::Vec,
};

pub use crate::hasher::DefaultHashBuilder;

/// The types that [`HashMap`] is made of.
pub use hashbrown;
