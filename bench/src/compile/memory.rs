//! Where the nodes of a tree may lie.

use arena::{Arena, ArenaSafe, Local, LocalArena};
use bumpalo::Bump;
use bumpalo_herd::Member;

use super::tree::{Borrowed, Expr, Field, Init, Item, Links, Name, New, Owned, Stmt, Type};

/// Keeps nodes of one type.
pub trait Keep<'a, L: Links<'a>, T: 'a> {
    /// Keeps one.
    fn one(&self, node: T) -> L::One<T>;
    /// Keeps some in a row.
    fn many(&self, nodes: impl ExactSizeIterator<Item = T>) -> L::Many<T>;
}

/// Keeps trees.
pub trait Memory<'a, L: Links<'a>>:
    Keep<'a, L, Item<'a, L>>
    + Keep<'a, L, Field<'a, L>>
    + Keep<'a, L, Type<'a, L>>
    + Keep<'a, L, Stmt<'a, L>>
    + Keep<'a, L, Expr<'a, L>>
    + Keep<'a, L, New<'a, L>>
    + Keep<'a, L, Init<'a, L>>
{
    /// Keeps a copy of `text`.
    fn text(&self, text: &str) -> L::Text;
}

/// For arenas whose methods have bumpalo's names.
macro_rules! arenas {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {$(
        impl<'a, $($generics)* N: Name + 'a, T: ArenaSafe + 'a> Keep<'a, Borrowed<N>, T> for $type {
            #[inline(always)]
            fn one(&self, node: T) -> &'a mut T {
                self.alloc(node)
            }

            #[inline(always)]
            fn many(&self, nodes: impl ExactSizeIterator<Item = T>) -> &'a mut [T] {
                self.alloc_slice_fill_iter(nodes)
            }
        }

        impl<'a, $($generics)* N: Name + ArenaSafe + 'a> Memory<'a, Borrowed<N>> for $type {
            #[inline(always)]
            fn text(&self, text: &str) -> &'a str {
                self.alloc_str(text)
            }
        }
    )*};
}

arenas! {
    [] Local<'a>,
    [M: Send + Sync,] &'a Arena<M>,
    [M,] &'a LocalArena<M>,
    [] &'a Bump,
    [] Member<'a>,
}

/// A `Box` for each node, a `Vec` for nodes in a row, a `String` for a text.
pub struct Boxes;

impl<'a, N: Name + 'a, T: 'a> Keep<'a, Owned<N>, T> for Boxes {
    #[inline(always)]
    fn one(&self, node: T) -> Box<T> {
        Box::new(node)
    }

    #[inline(always)]
    fn many(&self, nodes: impl ExactSizeIterator<Item = T>) -> Vec<T> {
        nodes.collect()
    }
}

impl<'a, N: Name + 'a> Memory<'a, Owned<N>> for Boxes {
    #[inline(always)]
    fn text(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// Defines a set of typed arenas, one for each type of node.
macro_rules! typed {
    ($($field:ident: $node:ident),*) => {
        /// A typed arena for each type of node, and one for text.
        pub struct Typed<'a, N: Name + 'a> {
            $($field: typed_arena::Arena<$node<'a, Borrowed<N>>>,)*
            texts: typed_arena::Arena<u8>,
        }

        impl<'a, N: Name + 'a> Default for Typed<'a, N> {
            fn default() -> Self {
                Self {
                    $($field: typed_arena::Arena::new(),)*
                    texts: typed_arena::Arena::new(),
                }
            }
        }

        $(impl<'a, N: Name + 'a> Keep<'a, Borrowed<N>, $node<'a, Borrowed<N>>> for &'a Typed<'a, N> {
            #[inline(always)]
            fn one(&self, node: $node<'a, Borrowed<N>>) -> &'a mut $node<'a, Borrowed<N>> {
                self.$field.alloc(node)
            }

            #[inline(always)]
            fn many(
                &self,
                nodes: impl ExactSizeIterator<Item = $node<'a, Borrowed<N>>>,
            ) -> &'a mut [$node<'a, Borrowed<N>>] {
                self.$field.alloc_extend(nodes)
            }
        })*
    };
}

typed!(items: Item, fields: Field, types: Type, stmts: Stmt, exprs: Expr, news: New, inits: Init);

impl<'a, N: Name + 'a> Memory<'a, Borrowed<N>> for &'a Typed<'a, N> {
    #[inline(always)]
    fn text(&self, text: &str) -> &'a str {
        self.texts.alloc_str(text)
    }
}
