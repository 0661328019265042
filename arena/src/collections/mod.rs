//! Collections that an arena may hold: `Vec`, `String` and `HashMap` whose memory is the arena's.
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
//! | `&Arena`, `&Scope` | sharing | is `Send` and `Sync` if its elements are, and lives as long as the arena is borrowed |
//!
//! So build on a `&Local`, and keep slices. Choose `&Arena` for what must go on growing later, or
//! on another thread.
//!
//! A collection that is the last thing allocated grows in place. Any other is copied when it grows,
//! and leaves its old bytes behind: at most as many as it has in the end. Reserve what you know.
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
mod lookup;
mod map;
mod string;
mod vec;

pub use self::{
    collect::{CollectIn, FromIteratorIn},
    map::{DefaultHashBuilder, HashMap},
    string::String,
    vec::{IntoIter, Vec},
};

/// The types that [`HashMap`] is made of.
pub use hashbrown;
