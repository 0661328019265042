//! Nodes that wait for the end of their list.
//!
//! Lists are nested, so each kind of node has one stack for all its lists: a list moves to the memory, in its final size, when
//! it ends.

use super::tree::{Expr, Field, Init, Item, Links, Stmt};

pub(super) struct Scratch<'a, L: Links<'a>> {
    pub(super) items: Vec<Item<'a, L>>,
    pub(super) fields: Vec<Field<'a, L>>,
    pub(super) stmts: Vec<Stmt<'a, L>>,
    pub(super) exprs: Vec<Expr<'a, L>>,
    pub(super) inits: Vec<Init<'a, L>>,
    /// The characters of a text.
    pub(super) text: String,
}

impl<'a, L: Links<'a>> Default for Scratch<'a, L> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            fields: Vec::new(),
            stmts: Vec::new(),
            exprs: Vec::new(),
            inits: Vec::new(),
            text: String::new(),
        }
    }
}
