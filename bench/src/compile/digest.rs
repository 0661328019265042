//! A number of a tree, in place of the code that a compiler would write: whoever did other work has another.

use super::tree::{Def, Expr, ExprKind, Field, ItemKind, Links, Module, Stmt, Type};

/// The number of a file's tree.
pub(super) fn of<'a, L: Links<'a>>(module: &Module<'a, L>) -> u64 {
    let mut digest = Digest(module.items.len() as u64);
    for item in module.items.iter() {
        digest.add(item.at);
        match &item.kind {
            ItemKind::Function { parameters, result, body, locals } => {
                digest.add(*locals);
                digest.fields(parameters);
                result.iter().for_each(|result| digest.type_of(result));
                digest.block(body);
            }
            ItemKind::Struct(fields) => digest.fields(fields),
            ItemKind::Const(value) => digest.expr(value),
        }
    }
    digest.0
}

struct Digest(u64);

impl Digest {
    #[inline]
    fn add(&mut self, value: impl Into<u64>) {
        self.0 = (self.0.rotate_left(5) ^ value.into()).wrapping_mul(0x517C_C1B7_2722_0A95);
    }

    fn def(&mut self, def: Def) {
        let (kind, number) = match def {
            Def::Unknown => (1_u64, 0),
            Def::Local(number) => (2, number),
            Def::Item(number) => (3, number),
            Def::Builtin(number) => (4, number),
        };
        self.add(kind << 32 | u64::from(number));
    }

    fn text(&mut self, text: &str) {
        self.add(text.len() as u64);
        text.bytes().for_each(|byte| self.add(byte));
    }

    fn fields<'a, L: Links<'a>>(&mut self, fields: &[Field<'a, L>]) {
        fields.iter().for_each(|field| self.type_of(&field.of));
    }

    fn type_of<'a, L: Links<'a>>(&mut self, of: &Type<'a, L>) {
        match of {
            Type::Named(name) => self.def(name.def),
            Type::List(inner) => {
                self.add(5_u64);
                self.type_of(inner);
            }
        }
    }

    fn block<'a, L: Links<'a>>(&mut self, stmts: &[Stmt<'a, L>]) {
        self.add(stmts.len() as u64);
        for stmt in stmts {
            match stmt {
                Stmt::Let { local, of, value, .. } => {
                    self.add(*local);
                    of.iter().for_each(|of| self.type_of(of));
                    self.expr(value);
                }
                Stmt::Assign(place, value) => {
                    self.expr(place);
                    self.expr(value);
                }
                Stmt::Expr(value) => self.expr(value),
                Stmt::If { condition, then, otherwise } => {
                    self.expr(condition);
                    self.block(then);
                    self.block(otherwise);
                }
                Stmt::While(condition, body) => {
                    self.expr(condition);
                    self.block(body);
                }
                Stmt::Return(value) => value.iter().for_each(|value| self.expr(value)),
            }
        }
    }

    fn exprs<'a, L: Links<'a>>(&mut self, exprs: &[Expr<'a, L>]) {
        self.add(exprs.len() as u64);
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn expr<'a, L: Links<'a>>(&mut self, expr: &Expr<'a, L>) {
        self.add(expr.at);
        match &expr.kind {
            ExprKind::Int(value) => self.add(value.cast_unsigned()),
            ExprKind::Bool(value) => self.add(*value),
            ExprKind::Text(value) => self.text(value),
            ExprKind::Name(name) => self.def(name.def),
            ExprKind::Unary(op, operand) => {
                self.add(*op as u8);
                self.expr(operand);
            }
            ExprKind::Binary(op, left, right) => {
                self.add(*op as u8);
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Call(callee, arguments) => {
                self.expr(callee);
                self.exprs(arguments);
            }
            ExprKind::Field(of, _) => self.expr(of),
            ExprKind::Index(of, index) => {
                self.expr(of);
                self.expr(index);
            }
            ExprKind::List(elements) => self.exprs(elements),
            ExprKind::New(new) => {
                self.def(new.of.def);
                new.fields.iter().for_each(|field| self.expr(&field.value));
            }
        }
    }
}
