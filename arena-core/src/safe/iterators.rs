//! The iterators. Those that would need drop are not here: `array::IntoIter`, `vec::IntoIter` and
//! its kin, `RepeatN`, which did in older compilers, and `char::ToLowercase`.

use core::{ascii, char, iter, option, result, slice, str};

use super::ArenaSafe;

/// Implements the trait for each type with its parameters.
macro_rules! safe {
    ($([$($parameters:tt)*] $type:ty,)*) => { $(impl<$($parameters)*> ArenaSafe for $type {})* };
}

// These own no `T`.
safe! {
    [T] slice::Iter<'_, T>, [T] slice::IterMut<'_, T>, [T] slice::Windows<'_, T>,
    [T] slice::Chunks<'_, T>, [T] slice::ChunksMut<'_, T>,
    [T] slice::ChunksExact<'_, T>, [T] slice::ChunksExactMut<'_, T>,
    [T] slice::RChunks<'_, T>, [T] slice::RChunksMut<'_, T>,
    [T] slice::RChunksExact<'_, T>, [T] slice::RChunksExactMut<'_, T>,
    [T] option::Iter<'_, T>, [T] option::IterMut<'_, T>,
    [T] result::Iter<'_, T>, [T] result::IterMut<'_, T>,
    [T] iter::Empty<T>,
}

// These own a function. A closure cannot be `ArenaSafe`, and a pointer to a function of references is
// not, but most are `Copy`.
safe! {
    [T, P: Copy + FnMut(&T) -> bool] slice::Split<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::SplitMut<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::SplitInclusive<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::SplitInclusiveMut<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::RSplit<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::RSplitMut<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::SplitN<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::SplitNMut<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::RSplitN<'_, T, P>,
    [T, P: Copy + FnMut(&T) -> bool] slice::RSplitNMut<'_, T, P>,
    [T, P: Copy] slice::ChunkBy<'_, T, P>, [T, P: Copy] slice::ChunkByMut<'_, T, P>,
    [F: Copy] iter::FromFn<F>, [F: Copy] iter::OnceWith<F>,
    [F: Copy] iter::RepeatWith<F>,
}

// These own values.
safe! {
    [T: ArenaSafe] option::IntoIter<T>, [T: ArenaSafe] result::IntoIter<T>,
    [T: ArenaSafe] iter::Once<T>, [T: ArenaSafe] iter::Repeat<T>,
    [T: ArenaSafe, F: Copy] iter::Successors<T, F>,
}

// These own other iterators, functions and, some of them, items.
safe! {
    [I: ArenaSafe] iter::Cloned<I>, [I: ArenaSafe] iter::Copied<I>, [I: ArenaSafe] iter::Cycle<I>,
    [I: ArenaSafe] iter::Enumerate<I>, [I: ArenaSafe] iter::Fuse<I>, [I: ArenaSafe] iter::Rev<I>,
    [I: ArenaSafe] iter::Skip<I>, [I: ArenaSafe] iter::StepBy<I>, [I: ArenaSafe] iter::Take<I>,
    [A: ArenaSafe, B: ArenaSafe] iter::Chain<A, B>, [A: ArenaSafe, B: ArenaSafe] iter::Zip<A, B>,
    [I: ArenaSafe, F: Copy] iter::Filter<I, F>, [I: ArenaSafe, F: Copy] iter::Map<I, F>,
    [I: ArenaSafe, F: Copy] iter::FilterMap<I, F>,
    [I: ArenaSafe, F: Copy] iter::Inspect<I, F>,
    [I: ArenaSafe, F: Copy] iter::MapWhile<I, F>,
    [I: ArenaSafe, F: Copy] iter::SkipWhile<I, F>,
    [I: ArenaSafe, F: Copy] iter::TakeWhile<I, F>,
    [I: ArenaSafe, S: ArenaSafe, F: Copy] iter::Scan<I, S, F>,
    [I: ArenaSafe + Iterator<Item: ArenaSafe>] iter::Peekable<I>,
    [I: ArenaSafe + Iterator<Item: IntoIterator<IntoIter: ArenaSafe>>] iter::Flatten<I>,
    [I: ArenaSafe, U: IntoIterator<IntoIter: ArenaSafe>, F: Copy] iter::FlatMap<I, U, F>,
    [I: ArenaSafe + Iterator<Item = u16>] char::DecodeUtf16<I>,
}

// These borrow text.
safe! {
    [] str::Bytes<'_>, [] str::CharIndices<'_>, [] str::Chars<'_>, [] str::EncodeUtf16<'_>,
    [] str::EscapeDebug<'_>, [] str::EscapeDefault<'_>, [] str::EscapeUnicode<'_>,
    [] str::Lines<'_>, [] str::SplitAsciiWhitespace<'_>, [] str::SplitWhitespace<'_>,
    [] str::Utf8Chunk<'_>, [] str::Utf8Chunks<'_>, [] slice::EscapeAscii<'_>,
    [] ascii::EscapeDefault,
    [] char::EscapeDebug, [] char::EscapeDefault, [] char::EscapeUnicode,
}

/// The iterators that look for each of these patterns. The trait of all patterns cannot be named.
macro_rules! patterns {
    ($([$($parameters:tt)*] $pattern:ty,)*) => {
        safe! {
            $([$($parameters)*] str::Matches<'_, $pattern>,
            [$($parameters)*] str::MatchIndices<'_, $pattern>,
            [$($parameters)*] str::RMatches<'_, $pattern>,
            [$($parameters)*] str::RMatchIndices<'_, $pattern>,
            [$($parameters)*] str::RSplit<'_, $pattern>,
            [$($parameters)*] str::RSplitN<'_, $pattern>,
            [$($parameters)*] str::RSplitTerminator<'_, $pattern>,
            [$($parameters)*] str::Split<'_, $pattern>,
            [$($parameters)*] str::SplitInclusive<'_, $pattern>,
            [$($parameters)*] str::SplitN<'_, $pattern>,
            [$($parameters)*] str::SplitTerminator<'_, $pattern>,)*
        }
    };
}

patterns! {
    [] char, [] &str, [] &&str, [] &[char], [const N: usize] [char; N],
    [const N: usize] &[char; N], [] fn(char) -> bool,
}

#[cfg(feature = "alloc")]
mod collections {
    use alloc::collections::{binary_heap, btree_map, btree_set, linked_list, vec_deque};

    use super::ArenaSafe;

    safe! {
        [T] binary_heap::Iter<'_, T>, [T] linked_list::Iter<'_, T>, [T] linked_list::IterMut<'_, T>,
        [T] vec_deque::Iter<'_, T>, [T] vec_deque::IterMut<'_, T>,
        [T] btree_set::Iter<'_, T>, [T] btree_set::Range<'_, T>,
        [K, V] btree_map::Iter<'_, K, V>, [K, V] btree_map::IterMut<'_, K, V>,
        [K, V] btree_map::Keys<'_, K, V>,
        [K, V] btree_map::Values<'_, K, V>, [K, V] btree_map::ValuesMut<'_, K, V>,
        [K, V] btree_map::Range<'_, K, V>, [K, V] btree_map::RangeMut<'_, K, V>,
    }
}

#[cfg(feature = "std")]
mod of_std {
    use std::collections::{hash_map, hash_set};
    use std::sync::mpsc;
    use std::{io, path};

    use super::ArenaSafe;

    safe! {
        [T] mpsc::Iter<'_, T>, [T] mpsc::TryIter<'_, T>,
        [T] hash_set::Iter<'_, T>,
        [K, V] hash_map::Iter<'_, K, V>, [K, V] hash_map::IterMut<'_, K, V>,
        [K, V] hash_map::Keys<'_, K, V>,
        [K, V] hash_map::Values<'_, K, V>, [K, V] hash_map::ValuesMut<'_, K, V>,
        [] path::Ancestors<'_>, [] path::Components<'_>, [] path::Iter<'_>,
        [R: ArenaSafe] io::Bytes<R>, [R: ArenaSafe] io::Lines<R>, [R: ArenaSafe] io::Split<R>,
    }
}
