//! From text to nodes.

use std::error;

use arena::{Arena, collections::Vec as List};

use crate::expr::{Expr, greatest, least};

pub(crate) type Error = Box<dyn error::Error>;

/// How deep expressions may lie in each other, so that nobody runs out of stack.
const DEPTH: usize = 100;
/// Words that are no names.
const RESERVED: [&str; 4] = ["let", "in", "min", "max"];

/// Makes a tree of a text, in the arena. The tree does not refer to the text.
pub(crate) fn parse<'a>(arena: &'a Arena, text: &str) -> Result<Expr<'a>, Error> {
    let mut parser = Parser { arena, text, rest: text, names: vec!["x"], depth: 0 };
    let expr = parser.sum()?;
    parser.skip_spaces();
    if parser.rest.is_empty() { Ok(expr) } else { parser.fail("an operator") }
}

struct Parser<'a, 't> {
    arena: &'a Arena,
    text: &'t str,
    /// What is left of the text.
    rest: &'t str,
    names: Vec<&'a str>,
    depth: usize,
}

impl<'a, 't> Parser<'a, 't> {
    fn fail<T>(&self, expected: &str) -> Result<T, Error> {
        let before = &self.text[..self.text.len() - self.rest.len()];
        Err(format!("column {}: expected {expected}", before.chars().count() + 1).into())
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes the characters up to the first that is not as told.
    fn take_while(&mut self, is_as_told: impl Fn(char) -> bool) -> &'t str {
        self.skip_spaces();
        let end = self.rest.find(|c| !is_as_told(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn word(&mut self) -> &'t str {
        self.take_while(char::is_alphabetic)
    }

    /// Takes one of the symbols, if there is one.
    fn take(&mut self, symbols: &str) -> Option<char> {
        self.skip_spaces();
        let symbol = self.rest.chars().next().filter(|c| symbols.contains(*c))?;
        self.rest = &self.rest[symbol.len_utf8()..];
        Some(symbol)
    }

    fn expect(&mut self, symbol: &str) -> Result<(), Error> {
        if self.take(symbol).is_some() { Ok(()) } else { self.fail(&format!("`{symbol}`")) }
    }

    fn sum(&mut self) -> Result<Expr<'a>, Error> {
        self.chain("+-", |parser| parser.chain("*/", Self::operand))
    }

    fn chain(
        &mut self,
        operators: &str,
        operand: fn(&mut Self) -> Result<Expr<'a>, Error>,
    ) -> Result<Expr<'a>, Error> {
        let (first, mut rest) = (operand(self)?, List::new_in(self.arena));
        while let Some(operator) = self.take(operators) {
            rest.try_push((operator, operand(self)?)).map_err(|(_, full)| full)?;
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(Expr::Chain { first: self.arena.try_alloc(first)?, rest })
    }

    fn operand(&mut self) -> Result<Expr<'a>, Error> {
        self.skip_spaces();
        if self.depth == DEPTH {
            return self.fail("less depth");
        }
        self.depth += 1;
        let expr = self.operand_inside()?;
        self.depth -= 1;
        Ok(expr)
    }

    fn operand_inside(&mut self) -> Result<Expr<'a>, Error> {
        if self.take("(").is_some() {
            let expr = self.sum()?;
            self.expect(")")?;
            return Ok(expr);
        }
        let before = self.rest;
        if let Ok(number) = self.take_while(|c| c.is_ascii_digit() || c == '.').parse() {
            return Ok(Expr::Number(number));
        }
        match self.word() {
            "let" => self.binding(),
            "min" => self.call("min", least),
            "max" => self.call("max", greatest),
            word => {
                if let Some(name) = self.names.iter().find(|name| **name == word) {
                    return Ok(Expr::Name(name));
                }
                self.rest = before;
                self.fail("a number, a known name, or `(`")
            }
        }
    }

    fn call(&mut self, name: &'a str, function: fn(f64, f64) -> f64) -> Result<Expr<'a>, Error> {
        self.expect("(")?;
        let mut arguments = List::new_in(self.arena);
        loop {
            arguments.try_push(self.sum()?).map_err(|(_, full)| full)?;
            if self.take(",").is_none() {
                self.expect(")")?;
                return Ok(Expr::Call { name, function, arguments });
            }
        }
    }

    fn binding(&mut self) -> Result<Expr<'a>, Error> {
        let name = self.word();
        if name.is_empty() || RESERVED.contains(&name) {
            return self.fail("a name");
        }
        let name = self.arena.try_alloc_str(name)?;
        self.expect("=")?;
        let value = self.arena.try_alloc(self.sum()?)?;
        if self.word() != "in" {
            return self.fail("`in`");
        }
        self.names.push(name);
        let body = self.arena.try_alloc(self.sum()?)?;
        self.names.pop();
        Ok(Expr::Let { name, value, body })
    }
}
