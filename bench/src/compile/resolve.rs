//! What each name means: a variable of the function, an item of the file, an item of another, or what the language brings.

use hashbrown::HashMap;

use super::{
    globals::Globals,
    tree::{Def, Expr, ExprKind, Field, ItemKind, Links, Module, Name, Stmt, Type, Use},
};

/// Resolves one file after the other.
pub(super) struct Resolver<'g, N> {
    globals: &'g Globals<N>,
    /// The items of the file.
    own: HashMap<N, Def>,
    /// The variables that can be seen, the innermost last.
    scope: Vec<(N, u32)>,
    /// How many variables the function has so far.
    locals: u32,
    unknown: usize,
}

impl<'g, N: Name> Resolver<'g, N> {
    pub(super) fn new(globals: &'g Globals<N>) -> Self {
        Self { globals, own: HashMap::new(), scope: Vec::new(), locals: 0, unknown: 0 }
    }

    /// How many names meant nothing so far.
    pub(super) fn unknown(&self) -> usize {
        self.unknown
    }

    /// Resolves a file.
    pub(super) fn module<'a, L: Links<'a, Name = N>>(
        &mut self,
        file: usize,
        module: &mut Module<'a, L>,
    ) {
        self.own.clear();
        for (number, item) in (self.globals.first_of(file)..).zip(module.items.iter()) {
            self.own.entry(item.name.clone()).or_insert(Def::Item(number));
        }
        for item in module.items.iter_mut() {
            match &mut item.kind {
                ItemKind::Function { parameters, result, body, locals } => {
                    self.locals = 0;
                    for parameter in parameters.iter_mut() {
                        self.type_of(&mut parameter.of);
                        self.declare(&parameter.name);
                    }
                    result.iter_mut().for_each(|result| self.type_of(result));
                    self.block(body);
                    self.scope.clear();
                    *locals = self.locals;
                }
                ItemKind::Struct(fields) => fields
                    .iter_mut()
                    .for_each(|field: &mut Field<'a, L>| self.type_of(&mut field.of)),
                ItemKind::Const(value) => self.expr(value),
            }
        }
    }

    /// Makes a variable that can be seen from here on.
    fn declare(&mut self, name: &N) -> u32 {
        let local = self.locals;
        self.locals += 1;
        self.scope.push((name.clone(), local));
        local
    }

    #[inline]
    fn find(&mut self, name: &mut Use<N>) {
        let local = self.scope.iter().rev().find(|(local, _)| *local == name.name);
        name.def = match local {
            Some((_, local)) => Def::Local(*local),
            None => self.find_item(&name.name),
        };
    }

    fn find_item(&mut self, name: &N) -> Def {
        let own = self.own.get(name).copied();
        own.or_else(|| self.globals.find(name)).unwrap_or_else(|| {
            self.unknown += 1;
            Def::Unknown
        })
    }

    fn type_of<'a, L: Links<'a, Name = N>>(&mut self, of: &mut Type<'a, L>) {
        match of {
            Type::Named(name) => name.def = self.find_item(&name.name),
            Type::List(inner) => self.type_of(inner),
        }
    }

    fn block<'a, L: Links<'a, Name = N>>(&mut self, stmts: &mut [Stmt<'a, L>]) {
        let outer = self.scope.len();
        for stmt in stmts {
            self.stmt(stmt);
        }
        self.scope.truncate(outer);
    }

    fn stmt<'a, L: Links<'a, Name = N>>(&mut self, stmt: &mut Stmt<'a, L>) {
        match stmt {
            Stmt::Let { name, local, of, value } => {
                of.iter_mut().for_each(|of| self.type_of(of));
                self.expr(value);
                *local = self.declare(name);
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
            Stmt::Return(value) => value.iter_mut().for_each(|value| self.expr(value)),
        }
    }

    fn expr<'a, L: Links<'a, Name = N>>(&mut self, expr: &mut Expr<'a, L>) {
        match &mut expr.kind {
            ExprKind::Int(_) | ExprKind::Bool(_) | ExprKind::Text(_) => {}
            ExprKind::Name(name) => self.find(name),
            ExprKind::Unary(_, operand) => self.expr(operand),
            ExprKind::Binary(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Call(callee, arguments) => {
                self.expr(callee);
                arguments.iter_mut().for_each(|argument| self.expr(argument));
            }
            // Which fields there are is a question of types.
            ExprKind::Field(of, _) => self.expr(of),
            ExprKind::Index(of, index) => {
                self.expr(of);
                self.expr(index);
            }
            ExprKind::List(elements) => {
                elements.iter_mut().for_each(|element| self.expr(element));
            }
            ExprKind::New(new) => {
                new.of.def = self.find_item(&new.of.name);
                new.fields.iter_mut().for_each(|field| self.expr(&mut field.value));
            }
        }
    }
}
