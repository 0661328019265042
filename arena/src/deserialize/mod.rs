//! Values that are read straight into an arena, from any format that `serde` knows.
//!
//! `#[derive(DeserializeIn)]` reads structs and enums that borrow from the arena, by the names and
//! attributes that serde's own derive goes by. Text, lists and what references point to are written
//! where they stay; nothing is allocated elsewhere on the way.
//!
#![cfg_attr(feature = "derive", doc = "```")]
#![cfg_attr(not(feature = "derive"), doc = "```ignore")]
//! use arena::{Arena, ArenaSafe, DeserializeIn};
//!
//! #[derive(ArenaSafe, DeserializeIn)]
//! #[serde(rename_all = "camelCase")]
//! struct Post<'a> {
//!     text: &'a str,
//!     reply_to: Option<&'a Post<'a>>,
//!     #[serde(default)]
//!     tags: &'a [&'a str],
//! }
//!
//! let json = r#"{"text": "No.", "replyTo": {"text": "Tea?", "tags": ["tea"]}}"#;
//! let arena = Arena::new(4096)?;
//! let local = arena.local();
//! let post: &mut Post = local.deserialize(&mut serde_json::Deserializer::from_str(json))?;
//! assert_eq!(post.text, "No.");
//! assert_eq!(post.reply_to.unwrap().tags, ["tea"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What can be read
//!
//! | type | as |
//! |---|---|
//! | numbers, `bool`, `char`, `()`, `NonZero`, `Duration`, addresses of networks, [`Plain`](crate::Plain) | serde reads them |
//! | `&'a str`, `&'a mut str` | text, copied into the arena |
//! | [`Text`] | text, left in the input where it can be |
//! | `&'a [T]`, `&'a mut [T]` | a sequence, also of `u8`, as in a `Vec<u8>` |
//! | `&'a T`, `&'a mut T` | the value, as in a `Box<T>` |
//! | [`Bytes`] | bytes, in formats that tell them from a sequence |
//! | [`Pairs`] | a map, as a slice of its pairs |
//! | `Option`, tuples to 12, arrays, `Cell`, `RefCell`, `Wrapping`, `Reverse` | serde reads them, with these inside |
//!
//! Collections keep the handle that they grow by, which is not at hand here: collect a slice into
//! one when it is read.
//!
//! # What goes wrong
//!
//! What is missing, doubled, unknown or of another type is refused in serde's own words. A full
//! arena is the format's error, with the text of an [`AllocError`]. How deep values may nest is the
//! format's to limit, as ever. The length that a format announces is only a hint: room is asked for
//! at most 64 KiB of elements before there are any, and at most an eighth of what the arena has left.
//!
//! At an error the bytes of unfinished lists are given back where they can be; what was read before
//! stays in the arena until it is reset, or the scope ends.

mod adjacent;
mod content;
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "only the derive names them")]
pub mod derived;
mod internal;
mod lists;
mod text;
mod untagged;
mod values;

use core::{fmt, marker::PhantomData};

use arena_core::{AllocError, ArenaSafe};
use serde::de::{DeserializeSeed, Deserializer, Error};

pub use self::{
    lists::Pairs,
    text::{Bytes, Text},
};
use crate::local::Local;

/// A value that can be read into an arena: from a deserializer over `'de`, with what it refers to in
/// an arena that is borrowed for `'a`.
///
/// It is to [`Local::deserialize`] what serde's `Deserialize` is to other readers, and has a derive of
/// the same name. [The module](crate::deserialize) says which types have it.
///
/// By hand it is a [`Visitor`](serde::de::Visitor), as with serde, that has the handle and reads its
/// parts by a [`Seed`]:
///
/// ```
/// use std::fmt;
///
/// use arena::{Arena, DeserializeIn, Local, deserialize::Seed};
/// use serde::de::{Deserializer, Error, SeqAccess, Visitor};
///
/// /// Written as a list of words, kept as one text.
/// struct Line<'a>(&'a str);
///
/// struct Words<'h, 'a>(&'h Local<'a>);
///
/// impl<'de, 'a> Visitor<'de> for Words<'_, 'a> {
///     type Value = Line<'a>;
///
///     fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
///         f.write_str("a list of words")
///     }
///
///     fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Line<'a>, A::Error> {
///         let mut line = "";
///         while let Some(word) = seq.next_element_seed(Seed::<&str>::new(self.0))? {
///             line = self.0.try_alloc_fmt(format_args!("{line} {word}")).map_err(A::Error::custom)?;
///         }
///         Ok(Line(line))
///     }
/// }
///
/// impl<'de, 'a> DeserializeIn<'de, 'a> for Line<'a> {
///     fn deserialize_in<D: Deserializer<'de>>(from: D, local: &Local<'a>) -> Result<Self, D::Error> {
///         from.deserialize_seq(Words(local))
///     }
/// }
///
/// let arena = Arena::new(1024)?;
/// let mut json = serde_json::Deserializer::from_str(r#"["to", "be"]"#);
/// assert_eq!(Line::deserialize_in(&mut json, &arena.local())?.0, " to be");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read into an arena: derive `DeserializeIn` for it; keep text as `&'a str`, lists as `&'a [T]`, maps as `Pairs`, and what has serde's `Deserialize` and is `Copy` as `Plain<T>`",
    label = "has no `DeserializeIn`"
)]
pub trait DeserializeIn<'de, 'a>: Sized {
    /// Reads a value, with what it refers to in the arena of `local`.
    ///
    /// # Errors
    ///
    /// Those of the format. A full arena is one, with the text of an [`AllocError`].
    fn deserialize_in<D: Deserializer<'de>>(
        deserializer: D,
        local: &Local<'a>,
    ) -> Result<Self, D::Error>;
}

impl<'a> Local<'a> {
    /// Reads a value into the arena, with what it refers to.
    ///
    /// One that refers to nothing, or shall lie elsewhere, is read by
    /// [`deserialize_in`](DeserializeIn::deserialize_in). Whether anything follows the value, the
    /// format knows.
    ///
    /// # Errors
    ///
    /// Those of the format. A full arena is one, with the text of an [`AllocError`].
    ///
    /// ```
    /// use arena::Arena;
    ///
    /// let arena = Arena::new(1024)?;
    /// let mut json = serde_json::Deserializer::from_str(r#"["one", "two"]"#);
    /// let words: &mut &[&str] = arena.local().deserialize(&mut json)?;
    /// json.end()?;
    /// assert_eq!(*words, ["one", "two"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deserialize<'de, T, D>(&self, deserializer: D) -> Result<&'a mut T, D::Error>
    where
        T: DeserializeIn<'de, 'a> + ArenaSafe,
        D: Deserializer<'de>,
    {
        let value = T::deserialize_in(deserializer, self)?;
        self.try_alloc(value).map_err(full)
    }
}

/// Reads a `T` into the arena, as a part of another value: what [`DeserializeIn`] is to a format.
pub struct Seed<'h, 'a, T> {
    local: &'h Local<'a>,
    reads: PhantomData<fn() -> T>,
}

impl<'h, 'a, T> Seed<'h, 'a, T> {
    /// One for the arena of that handle.
    pub fn new(local: &'h Local<'a>) -> Self {
        Self { local, reads: PhantomData }
    }
}

impl<'de, 'a, T: DeserializeIn<'de, 'a>> DeserializeSeed<'de> for Seed<'_, 'a, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize_in(deserializer, self.local)
    }
}

impl<T> Clone for Seed<'_, '_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seed<'_, '_, T> {}

impl<T> fmt::Debug for Seed<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seed").finish_non_exhaustive()
    }
}

/// What makes a `T` of what a format has.
struct Visit<'h, 'a, T> {
    local: &'h Local<'a>,
    makes: PhantomData<fn() -> T>,
}

impl<'h, 'a, T> Visit<'h, 'a, T> {
    fn new(local: &'h Local<'a>) -> Self {
        Self { local, makes: PhantomData }
    }
}

/// A full arena, as the format's error.
#[cold]
fn full<E: Error>(error: AllocError) -> E {
    E::custom(error)
}
