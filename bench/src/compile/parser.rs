//! The parser: a function for each rule of the grammar.

use std::iter;

use super::{
    lexer::{Kind, Lexer, Token},
    memory::Memory,
    names::Names,
    scratch::Scratch,
    tree::{
        Binary, Def, Expr, ExprKind, Field, Init, Item, ItemKind, Links, Module, New, Stmt, Type,
        Unary, Use,
    },
};

/// Where a file is not of the language, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// The first byte of the token that is not expected.
    pub at: u32,
}

type Result<T> = std::result::Result<T, Error>;

/// Parses one file after the other.
pub(super) struct Parser<'p, 'a, L: Links<'a>, M, T> {
    memory: &'p M,
    names: &'p mut T,
    scratch: Scratch<'a, L>,
}

impl<'p, 'a, L, M, T> Parser<'p, 'a, L, M, T>
where
    L: Links<'a>,
    M: Memory<'a, L>,
    T: Names<Name = L::Name>,
{
    pub(super) fn new(memory: &'p M, names: &'p mut T) -> Self {
        Self { memory, names, scratch: Scratch::default() }
    }

    /// Parses a file.
    pub(super) fn module(&mut self, source: &str) -> Result<Module<'a, L>> {
        let mut lexer = Lexer::new(source);
        let token = lexer.token();
        let Self { memory, names, scratch } = self;
        File { source, lexer, token, memory: *memory, names: *names, scratch }.module()
    }
}

/// Parses a file.
struct File<'s, 'f, 'a, L: Links<'a>, M, T> {
    source: &'s str,
    lexer: Lexer<'s>,
    /// The first token that is not read yet.
    token: Token,
    memory: &'f M,
    names: &'f mut T,
    scratch: &'f mut Scratch<'a, L>,
}

/// Moves the nodes from this one on to the memory.
macro_rules! list {
    ($file:ident, $nodes:ident, $first:ident) => {
        $file.memory.many($file.scratch.$nodes.drain($first..))
    };
}

impl<'a, L, M, T> File<'_, '_, 'a, L, M, T>
where
    L: Links<'a>,
    M: Memory<'a, L>,
    T: Names<Name = L::Name>,
{
    fn wrong<V>(&self) -> Result<V> {
        Err(Error { at: self.token.start })
    }

    /// Reads the next token, whatever it is.
    #[inline]
    fn read(&mut self) -> Token {
        std::mem::replace(&mut self.token, self.lexer.token())
    }

    /// Reads the next token if it is of this kind.
    #[inline]
    fn eat(&mut self, kind: Kind) -> bool {
        let found = self.token.kind == kind;
        if found {
            self.read();
        }
        found
    }

    /// Reads the next token, which must be of this kind.
    #[inline]
    fn expect(&mut self, kind: Kind) -> Result<Token> {
        if self.token.kind == kind { Ok(self.read()) } else { self.wrong() }
    }

    fn name(&mut self) -> Result<L::Name> {
        let token = self.expect(Kind::Name)?;
        Ok(self.names.name(&self.source[token.start as usize..token.end as usize]))
    }

    fn name_to_resolve(&mut self) -> Result<Use<L::Name>> {
        Ok(Use { name: self.name()?, def: Def::Unknown })
    }

    fn module(&mut self) -> Result<Module<'a, L>> {
        let first = self.scratch.items.len();
        while self.token.kind != Kind::End {
            let item = self.item()?;
            self.scratch.items.push(item);
        }
        Ok(Module { items: list!(self, items, first) })
    }

    fn item(&mut self) -> Result<Item<'a, L>> {
        let Token { kind, start: at, .. } = self.read();
        let name = self.name()?;
        let kind = match kind {
            Kind::Fn => self.function()?,
            Kind::Struct => {
                self.expect(Kind::OpenBlock)?;
                ItemKind::Struct(self.fields(Kind::CloseBlock)?)
            }
            Kind::Const => {
                self.expect(Kind::Assign)?;
                let value = self.expr()?;
                self.expect(Kind::Semicolon)?;
                ItemKind::Const(value)
            }
            _ => return Err(Error { at }),
        };
        Ok(Item { at, name, kind })
    }

    fn function(&mut self) -> Result<ItemKind<'a, L>> {
        self.expect(Kind::Open)?;
        let parameters = self.fields(Kind::Close)?;
        let result = if self.eat(Kind::Arrow) { Some(self.type_of()?) } else { None };
        let body = self.block()?;
        Ok(ItemKind::Function { parameters, result, body, locals: 0 })
    }

    fn fields(&mut self, end: Kind) -> Result<L::Many<Field<'a, L>>> {
        let first = self.scratch.fields.len();
        while !self.eat(end) {
            let name = self.name()?;
            self.expect(Kind::Colon)?;
            let of = self.type_of()?;
            self.scratch.fields.push(Field { name, of });
            self.comma_or(end)?;
        }
        Ok(list!(self, fields, first))
    }

    /// Reads a comma, which may be left out before the end of a list.
    fn comma_or(&mut self, end: Kind) -> Result<()> {
        if self.eat(Kind::Comma) || self.token.kind == end { Ok(()) } else { self.wrong() }
    }

    fn type_of(&mut self) -> Result<Type<'a, L>> {
        if !self.eat(Kind::OpenList) {
            return self.name_to_resolve().map(Type::Named);
        }
        let inner = self.type_of()?;
        self.expect(Kind::CloseList)?;
        Ok(Type::List(self.memory.one(inner)))
    }

    fn block(&mut self) -> Result<L::Many<Stmt<'a, L>>> {
        self.expect(Kind::OpenBlock)?;
        let first = self.scratch.stmts.len();
        while !self.eat(Kind::CloseBlock) {
            let stmt = self.stmt()?;
            self.scratch.stmts.push(stmt);
        }
        Ok(list!(self, stmts, first))
    }

    fn stmt(&mut self) -> Result<Stmt<'a, L>> {
        let stmt = match self.token.kind {
            Kind::If => return self.branch(),
            Kind::While => {
                self.read();
                return Ok(Stmt::While(self.expr()?, self.block()?));
            }
            Kind::Let => {
                self.read();
                let name = self.name()?;
                let of = if self.eat(Kind::Colon) { Some(self.type_of()?) } else { None };
                self.expect(Kind::Assign)?;
                Stmt::Let { name, local: 0, of, value: self.expr()? }
            }
            Kind::Return => {
                self.read();
                let ends = self.token.kind == Kind::Semicolon;
                Stmt::Return(if ends { None } else { Some(self.expr()?) })
            }
            _ => {
                let place = self.expr()?;
                if self.eat(Kind::Assign) {
                    Stmt::Assign(place, self.expr()?)
                } else {
                    Stmt::Expr(place)
                }
            }
        };
        self.expect(Kind::Semicolon)?;
        Ok(stmt)
    }

    fn branch(&mut self) -> Result<Stmt<'a, L>> {
        self.expect(Kind::If)?;
        let (condition, then) = (self.expr()?, self.block()?);
        let otherwise = if !self.eat(Kind::Else) {
            self.memory.many(iter::empty::<Stmt<'a, L>>())
        } else if self.token.kind == Kind::If {
            let branch = self.branch()?;
            self.memory.many(iter::once(branch))
        } else {
            self.block()?
        };
        Ok(Stmt::If { condition, then, otherwise })
    }

    fn expr(&mut self) -> Result<Expr<'a, L>> {
        self.binary(1)
    }

    /// Operands, and the signs between them that bind at least as tightly as `least`.
    fn binary(&mut self, least: u8) -> Result<Expr<'a, L>> {
        let mut left = self.prefix()?;
        while let Some((op, binds)) = sign(self.token.kind)
            && binds >= least
        {
            let at = self.read().start;
            let right = self.binary(binds + 1)?;
            let kind = ExprKind::Binary(op, self.memory.one(left), self.memory.one(right));
            left = Expr { at, kind };
        }
        Ok(left)
    }

    fn prefix(&mut self) -> Result<Expr<'a, L>> {
        let op = match self.token.kind {
            Kind::Minus => Unary::Minus,
            Kind::Not => Unary::Not,
            _ => return self.postfix(),
        };
        let at = self.read().start;
        let operand = self.prefix()?;
        Ok(Expr { at, kind: ExprKind::Unary(op, self.memory.one(operand)) })
    }

    fn postfix(&mut self) -> Result<Expr<'a, L>> {
        let mut expr = self.primary()?;
        loop {
            let at = self.token.start;
            let kind = match self.token.kind {
                Kind::Dot => {
                    self.read();
                    let name = self.name()?;
                    ExprKind::Field(self.memory.one(expr), name)
                }
                Kind::Open => {
                    self.read();
                    let arguments = self.exprs(Kind::Close)?;
                    ExprKind::Call(self.memory.one(expr), arguments)
                }
                Kind::OpenList => {
                    self.read();
                    let index = self.expr()?;
                    self.expect(Kind::CloseList)?;
                    ExprKind::Index(self.memory.one(expr), self.memory.one(index))
                }
                _ => return Ok(expr),
            };
            expr = Expr { at, kind };
        }
    }

    fn exprs(&mut self, end: Kind) -> Result<L::Many<Expr<'a, L>>> {
        let first = self.scratch.exprs.len();
        while !self.eat(end) {
            let expr = self.expr()?;
            self.scratch.exprs.push(expr);
            self.comma_or(end)?;
        }
        Ok(list!(self, exprs, first))
    }

    fn primary(&mut self) -> Result<Expr<'a, L>> {
        let at = self.token.start;
        let kind = match self.token.kind {
            Kind::Name => ExprKind::Name(self.name_to_resolve()?),
            Kind::Int => ExprKind::Int(self.int()?),
            Kind::Text => ExprKind::Text(self.text()),
            Kind::True | Kind::False => ExprKind::Bool(self.read().kind == Kind::True),
            Kind::Open => {
                self.read();
                let expr = self.expr()?;
                self.expect(Kind::Close)?;
                return Ok(expr);
            }
            Kind::OpenList => {
                self.read();
                ExprKind::List(self.exprs(Kind::CloseList)?)
            }
            Kind::New => {
                self.read();
                let new = self.new_struct()?;
                ExprKind::New(self.memory.one(new))
            }
            _ => return self.wrong(),
        };
        Ok(Expr { at, kind })
    }

    fn new_struct(&mut self) -> Result<New<'a, L>> {
        let of = self.name_to_resolve()?;
        self.expect(Kind::OpenBlock)?;
        let first = self.scratch.inits.len();
        while !self.eat(Kind::CloseBlock) {
            let name = self.name()?;
            self.expect(Kind::Colon)?;
            let value = self.expr()?;
            self.scratch.inits.push(Init { name, value });
            self.comma_or(Kind::CloseBlock)?;
        }
        Ok(New { of, fields: list!(self, inits, first) })
    }

    fn int(&mut self) -> Result<i64> {
        let token = self.token;
        let digits = &self.source[token.start as usize..token.end as usize];
        let Ok(value) = digits.parse() else { return self.wrong() };
        self.read();
        Ok(value)
    }

    fn text(&mut self) -> L::Text {
        let token = self.read();
        let inner = &self.source[token.start as usize + 1..token.end as usize - 1];
        if !inner.contains('\\') {
            return self.memory.text(inner);
        }
        let text = &mut self.scratch.text;
        text.clear();
        let mut chars = inner.chars();
        while let Some(char) = chars.next() {
            text.push(match char {
                // The lexer saw to it that something follows.
                '\\' => match chars.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    other => other.unwrap_or('\\'),
                },
                char => char,
            });
        }
        self.memory.text(text)
    }
}

/// The sign between two operands, and how tightly it binds.
#[inline]
fn sign(kind: Kind) -> Option<(Binary, u8)> {
    Some(match kind {
        Kind::Or => (Binary::Or, 1),
        Kind::And => (Binary::And, 2),
        Kind::Equal => (Binary::Equal, 3),
        Kind::NotEqual => (Binary::NotEqual, 3),
        Kind::Less => (Binary::Less, 4),
        Kind::AtMost => (Binary::AtMost, 4),
        Kind::Greater => (Binary::Greater, 4),
        Kind::AtLeast => (Binary::AtLeast, 4),
        Kind::Plus => (Binary::Plus, 5),
        Kind::Minus => (Binary::Minus, 5),
        Kind::Times => (Binary::Times, 6),
        Kind::Over => (Binary::Over, 6),
        Kind::Modulo => (Binary::Modulo, 6),
        _ => return None,
    })
}
