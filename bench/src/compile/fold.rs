//! Constant folding: a new tree, in which what can be computed is, and what can never run is left out.
//!
//! The old tree stays, as compilers keep it for their messages.

use super::{
    memory::Memory,
    scratch::Scratch,
    tree::{
        Binary, Def, Expr, ExprKind, Field, Init, Item, ItemKind, Links, Module, New, Stmt, Type,
        Unary,
    },
};

/// Folds one file after the other.
pub(super) struct Folder<'f, 'a, L: Links<'a>, M> {
    memory: &'f M,
    scratch: Scratch<'a, L>,
    /// The number of the file's first item.
    first: u32,
    /// What the file's items are, if they are constants that could be computed.
    constants: Vec<Option<Constant<L::Text>>>,
}

#[derive(Clone)]
enum Constant<T> {
    Int(i64),
    Bool(bool),
    Text(T),
}

/// Moves the nodes from this one on to the memory.
macro_rules! list {
    ($folder:ident, $nodes:ident, $first:ident) => {
        $folder.memory.many($folder.scratch.$nodes.drain($first..))
    };
}

impl<'f, 'a, L: Links<'a>, M: Memory<'a, L>> Folder<'f, 'a, L, M> {
    pub(super) fn new(memory: &'f M) -> Self {
        Self { memory, scratch: Scratch::default(), first: 0, constants: Vec::new() }
    }

    /// Folds a file, whose first item has this number.
    pub(super) fn module(&mut self, number: u32, module: &Module<'a, L>) -> Module<'a, L> {
        self.first = number;
        self.constants.clear();
        let first = self.scratch.items.len();
        for item in module.items.iter() {
            let kind = self.item(&item.kind);
            self.constants.push(match &kind {
                ItemKind::Const(value) => constant(value),
                _ => None,
            });
            self.scratch.items.push(Item { at: item.at, name: item.name.clone(), kind });
        }
        Module { items: list!(self, items, first) }
    }

    fn item(&mut self, item: &ItemKind<'a, L>) -> ItemKind<'a, L> {
        match item {
            ItemKind::Function { parameters, result, body, locals } => ItemKind::Function {
                parameters: self.fields(parameters),
                result: result.as_ref().map(|result| self.type_of(result)),
                body: self.block(body),
                locals: *locals,
            },
            ItemKind::Struct(fields) => ItemKind::Struct(self.fields(fields)),
            ItemKind::Const(value) => ItemKind::Const(self.expr(value)),
        }
    }

    fn fields(&mut self, fields: &[Field<'a, L>]) -> L::Many<Field<'a, L>> {
        self.memory.many(
            fields
                .iter()
                .map(|field| Field { name: field.name.clone(), of: self.type_of(&field.of) }),
        )
    }

    fn type_of(&self, of: &Type<'a, L>) -> Type<'a, L> {
        match of {
            Type::Named(name) => Type::Named(name.clone()),
            Type::List(inner) => {
                let inner = self.type_of(inner);
                Type::List(self.memory.one(inner))
            }
        }
    }

    fn block(&mut self, stmts: &[Stmt<'a, L>]) -> L::Many<Stmt<'a, L>> {
        let first = self.scratch.stmts.len();
        self.stmts(stmts);
        list!(self, stmts, first)
    }

    /// Puts what can run of these onto the stack. What is declared in them has numbers already.
    fn stmts(&mut self, stmts: &[Stmt<'a, L>]) {
        for stmt in stmts {
            let folded = match stmt {
                Stmt::Let { name, local, of, value } => Stmt::Let {
                    name: name.clone(),
                    local: *local,
                    of: of.as_ref().map(|of| self.type_of(of)),
                    value: self.expr(value),
                },
                Stmt::Assign(place, value) => Stmt::Assign(self.expr(place), self.expr(value)),
                Stmt::Expr(value) => Stmt::Expr(self.expr(value)),
                Stmt::If { condition, then, otherwise } => {
                    let condition = self.expr(condition);
                    if let ExprKind::Bool(way) = condition.kind {
                        self.stmts(if way { then } else { otherwise });
                        continue;
                    }
                    Stmt::If { condition, then: self.block(then), otherwise: self.block(otherwise) }
                }
                Stmt::While(condition, body) => {
                    let condition = self.expr(condition);
                    if let ExprKind::Bool(false) = condition.kind {
                        continue;
                    }
                    Stmt::While(condition, self.block(body))
                }
                Stmt::Return(value) => Stmt::Return(value.as_ref().map(|value| self.expr(value))),
            };
            let ends = matches!(folded, Stmt::Return(_));
            self.scratch.stmts.push(folded);
            if ends {
                break;
            }
        }
    }

    fn one(&mut self, expr: &Expr<'a, L>) -> L::One<Expr<'a, L>> {
        let expr = self.expr(expr);
        self.memory.one(expr)
    }

    fn exprs(&mut self, exprs: &[Expr<'a, L>]) -> L::Many<Expr<'a, L>> {
        let first = self.scratch.exprs.len();
        for expr in exprs {
            let folded = self.expr(expr);
            self.scratch.exprs.push(folded);
        }
        list!(self, exprs, first)
    }

    fn expr(&mut self, expr: &Expr<'a, L>) -> Expr<'a, L> {
        let kind = match &expr.kind {
            ExprKind::Int(value) => ExprKind::Int(*value),
            ExprKind::Bool(value) => ExprKind::Bool(*value),
            ExprKind::Text(value) => ExprKind::Text(value.clone()),
            ExprKind::Name(name) => match self.constant(name.def) {
                Some(Constant::Int(value)) => ExprKind::Int(*value),
                Some(Constant::Bool(value)) => ExprKind::Bool(*value),
                Some(Constant::Text(value)) => ExprKind::Text(value.clone()),
                None => ExprKind::Name(name.clone()),
            },
            ExprKind::Unary(op, operand) => {
                let operand = self.expr(operand);
                match (op, &operand.kind) {
                    (Unary::Minus, ExprKind::Int(value)) => ExprKind::Int(value.wrapping_neg()),
                    (Unary::Not, ExprKind::Bool(value)) => ExprKind::Bool(!value),
                    _ => ExprKind::Unary(*op, self.memory.one(operand)),
                }
            }
            ExprKind::Binary(op, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.binary(*op, left, right)
            }
            ExprKind::Call(callee, arguments) => {
                ExprKind::Call(self.one(callee), self.exprs(arguments))
            }
            ExprKind::Field(of, name) => ExprKind::Field(self.one(of), name.clone()),
            ExprKind::Index(of, index) => ExprKind::Index(self.one(of), self.one(index)),
            ExprKind::List(elements) => ExprKind::List(self.exprs(elements)),
            ExprKind::New(new) => {
                let first = self.scratch.inits.len();
                for field in new.fields.iter() {
                    let value = self.expr(&field.value);
                    self.scratch.inits.push(Init { name: field.name.clone(), value });
                }
                let fields = list!(self, inits, first);
                ExprKind::New(self.memory.one(New { of: new.of.clone(), fields }))
            }
        };
        Expr { at: expr.at, kind }
    }

    /// What a name stands for. Constants of other files are computed where they are.
    fn constant(&self, def: Def) -> Option<&Constant<L::Text>> {
        let Def::Item(number) = def else { return None };
        let own = number.checked_sub(self.first)?;
        self.constants.get(own as usize)?.as_ref()
    }

    fn binary(&mut self, op: Binary, left: Expr<'a, L>, right: Expr<'a, L>) -> ExprKind<'a, L> {
        match (op, &left.kind, &right.kind) {
            (_, ExprKind::Int(a), ExprKind::Int(b)) => {
                if let Some(folded) = of_ints(op, *a, *b) {
                    return folded;
                }
            }
            (Binary::Plus, ExprKind::Text(a), ExprKind::Text(b)) => {
                let text = &mut self.scratch.text;
                text.clear();
                text.push_str(a);
                text.push_str(b);
                return ExprKind::Text(self.memory.text(text));
            }
            (Binary::And, ExprKind::Bool(true), _) | (Binary::Or, ExprKind::Bool(false), _) => {
                return right.kind;
            }
            (Binary::And, ExprKind::Bool(false), _) => return ExprKind::Bool(false),
            (Binary::Or, ExprKind::Bool(true), _) => return ExprKind::Bool(true),
            (Binary::Plus | Binary::Minus, _, ExprKind::Int(0))
            | (Binary::Times | Binary::Over, _, ExprKind::Int(1)) => return left.kind,
            (Binary::Plus, ExprKind::Int(0), _) | (Binary::Times, ExprKind::Int(1), _) => {
                return right.kind;
            }
            _ => {}
        }
        ExprKind::Binary(op, self.memory.one(left), self.memory.one(right))
    }
}

fn constant<'a, L: Links<'a>>(value: &Expr<'a, L>) -> Option<Constant<L::Text>> {
    match &value.kind {
        ExprKind::Int(value) => Some(Constant::Int(*value)),
        ExprKind::Bool(value) => Some(Constant::Bool(*value)),
        ExprKind::Text(value) => Some(Constant::Text(value.clone())),
        _ => None,
    }
}

fn of_ints<'a, L: Links<'a>>(op: Binary, a: i64, b: i64) -> Option<ExprKind<'a, L>> {
    Some(match op {
        Binary::Or | Binary::And => return None,
        Binary::Equal => ExprKind::Bool(a == b),
        Binary::NotEqual => ExprKind::Bool(a != b),
        Binary::Less => ExprKind::Bool(a < b),
        Binary::AtMost => ExprKind::Bool(a <= b),
        Binary::Greater => ExprKind::Bool(a > b),
        Binary::AtLeast => ExprKind::Bool(a >= b),
        Binary::Plus => ExprKind::Int(a.wrapping_add(b)),
        Binary::Minus => ExprKind::Int(a.wrapping_sub(b)),
        Binary::Times => ExprKind::Int(a.wrapping_mul(b)),
        Binary::Over => ExprKind::Int(a.checked_div(b)?),
        Binary::Modulo => ExprKind::Int(a.checked_rem(b)?),
    })
}
