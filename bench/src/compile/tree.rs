//! The tree: what the parser makes, the resolver completes, and the folder makes anew.

use std::{
    hash::Hash,
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use arena::ArenaSafe;

/// A name: equal where its text is.
pub trait Name: Clone + Eq + Hash {}

impl<N: Clone + Eq + Hash> Name for N {}

/// How the nodes of a tree hold on to each other.
pub trait Links<'a>: 'a {
    /// One node.
    type One<T: 'a>: DerefMut<Target = T>;
    /// Nodes in a row.
    type Many<T: 'a>: DerefMut<Target = [T]>;
    /// The text of a literal.
    type Text: Deref<Target = str> + Clone;
    /// A name.
    type Name: Name;
}

/// References into an arena.
pub struct Borrowed<N>(PhantomData<N>);

/// A `Box` for each.
pub struct Owned<N>(PhantomData<N>);

impl<'a, N: Name + 'a> Links<'a> for Borrowed<N> {
    type One<T: 'a> = &'a mut T;
    type Many<T: 'a> = &'a mut [T];
    type Text = &'a str;
    type Name = N;
}

impl<'a, N: Name + 'a> Links<'a> for Owned<N> {
    type One<T: 'a> = Box<T>;
    type Many<T: 'a> = Vec<T>;
    type Text = String;
    type Name = N;
}

/// A file.
pub struct Module<'a, L: Links<'a>> {
    /// In the order of the file.
    pub items: L::Many<Item<'a, L>>,
}

impl<'a, L: Links<'a>> Module<'a, L> {
    /// The names of its items.
    pub(super) fn names(&self) -> Vec<L::Name> {
        self.items.iter().map(|item| item.name.clone()).collect()
    }
}

/// What every file knows by its name.
#[derive(ArenaSafe)]
#[arena(bound = "L: Links<'a>, L::Name: ArenaSafe, ItemKind<'a, L>: ArenaSafe")]
pub struct Item<'a, L: Links<'a>> {
    /// Where it begins, in bytes of the file.
    pub at: u32,
    /// Its name.
    pub name: L::Name,
    /// What it is.
    pub kind: ItemKind<'a, L>,
}

/// What an item is.
#[derive(ArenaSafe)]
#[arena(
    bound = "L: Links<'a>, Expr<'a, L>: ArenaSafe, Type<'a, L>: ArenaSafe, L::Many<Field<'a, L>>: ArenaSafe, \
                 L::Many<Stmt<'a, L>>: ArenaSafe"
)]
pub enum ItemKind<'a, L: Links<'a>> {
    /// A function.
    Function {
        /// What it takes.
        parameters: L::Many<Field<'a, L>>,
        /// What it gives.
        result: Option<Type<'a, L>>,
        /// What it does.
        body: L::Many<Stmt<'a, L>>,
        /// How many variables it has, with the parameters.
        locals: u32,
    },
    /// A struct.
    Struct(L::Many<Field<'a, L>>),
    /// A constant.
    Const(Expr<'a, L>),
}

/// A field of a struct, or a parameter.
#[derive(ArenaSafe)]
#[arena(bound = "L: Links<'a>, L::Name: ArenaSafe, Type<'a, L>: ArenaSafe")]
pub struct Field<'a, L: Links<'a>> {
    /// Its name.
    pub name: L::Name,
    /// Its type.
    pub of: Type<'a, L>,
}

/// A type.
#[derive(ArenaSafe)]
#[arena(bound = "L: Links<'a>, L::Name: ArenaSafe, L::One<Type<'a, L>>: ArenaSafe")]
pub enum Type<'a, L: Links<'a>> {
    /// One that has a name.
    Named(Use<L::Name>),
    /// A list.
    List(L::One<Self>),
}

/// A name, and what it means here.
#[derive(Clone, ArenaSafe)]
pub struct Use<N> {
    /// The name.
    pub name: N,
    /// What it means.
    pub def: Def,
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ArenaSafe)]
pub enum Def {
    /// Nobody has looked yet, or it means nothing.
    Unknown,
    /// A variable of the function, by its number.
    Local(u32),
    /// An item of the program, by its number.
    Item(u32),
    /// What the language brings, by its number.
    Builtin(u32),
}

/// A statement.
#[derive(ArenaSafe)]
#[arena(
    bound = "L: Links<'a>, L::Name: ArenaSafe, Expr<'a, L>: ArenaSafe, Type<'a, L>: ArenaSafe, L::Many<Self>: ArenaSafe"
)]
pub enum Stmt<'a, L: Links<'a>> {
    /// A new variable.
    Let {
        /// Its name.
        name: L::Name,
        /// Its number.
        local: u32,
        /// Its type, if it is written.
        of: Option<Type<'a, L>>,
        /// What it is at first.
        value: Expr<'a, L>,
    },
    /// A place that gets a value.
    Assign(Expr<'a, L>, Expr<'a, L>),
    /// A value that nobody wants.
    Expr(Expr<'a, L>),
    /// One way or the other.
    If {
        /// Which way.
        condition: Expr<'a, L>,
        /// If it is true.
        then: L::Many<Self>,
        /// If it is not: another `if` alone, or what stands in the block.
        otherwise: L::Many<Self>,
    },
    /// Again and again.
    While(Expr<'a, L>, L::Many<Self>),
    /// The end of the function.
    Return(Option<Expr<'a, L>>),
}

/// An expression.
#[derive(ArenaSafe)]
#[arena(bound = "L: Links<'a>, ExprKind<'a, L>: ArenaSafe")]
pub struct Expr<'a, L: Links<'a>> {
    /// Where it is, in bytes of the file.
    pub at: u32,
    /// What it is.
    pub kind: ExprKind<'a, L>,
}

/// What an expression is.
#[derive(ArenaSafe)]
#[arena(
    bound = "L: Links<'a>, L::Name: ArenaSafe, L::Text: ArenaSafe, L::One<Expr<'a, L>>: ArenaSafe, \
                 L::Many<Expr<'a, L>>: ArenaSafe, L::One<New<'a, L>>: ArenaSafe"
)]
pub enum ExprKind<'a, L: Links<'a>> {
    /// A number.
    Int(i64),
    /// `true` or `false`.
    Bool(bool),
    /// Text.
    Text(L::Text),
    /// A variable, constant or function.
    Name(Use<L::Name>),
    /// A sign before an operand.
    Unary(Unary, L::One<Expr<'a, L>>),
    /// Two operands.
    Binary(Binary, L::One<Expr<'a, L>>, L::One<Expr<'a, L>>),
    /// A call, with its arguments.
    Call(L::One<Expr<'a, L>>, L::Many<Expr<'a, L>>),
    /// A field of a struct.
    Field(L::One<Expr<'a, L>>, L::Name),
    /// An element of a list.
    Index(L::One<Expr<'a, L>>, L::One<Expr<'a, L>>),
    /// A list.
    List(L::Many<Expr<'a, L>>),
    /// A struct.
    New(L::One<New<'a, L>>),
}

/// The value of a struct.
#[derive(ArenaSafe)]
#[arena(bound = "L: Links<'a>, L::Name: ArenaSafe, L::Many<Init<'a, L>>: ArenaSafe")]
pub struct New<'a, L: Links<'a>> {
    /// Which struct.
    pub of: Use<L::Name>,
    /// Its fields.
    pub fields: L::Many<Init<'a, L>>,
}

/// The value of a field.
#[derive(ArenaSafe)]
#[arena(bound = "L: Links<'a>, L::Name: ArenaSafe, Expr<'a, L>: ArenaSafe")]
pub struct Init<'a, L: Links<'a>> {
    /// The field's name.
    pub name: L::Name,
    /// Its value.
    pub value: Expr<'a, L>,
}

/// A sign before an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ArenaSafe)]
pub enum Unary {
    /// `-`
    Minus,
    /// `!`
    Not,
}

/// A sign between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ArenaSafe)]
pub enum Binary {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `%`
    Modulo,
}
