//! The nodes, and what is done with them.

use std::{fmt, mem};

use arena::{Arena, ArenaSafe, collections::Vec as List};

/// An expression. Its names have values in a list of those around it, the innermost last.
#[derive(ArenaSafe)]
pub(crate) enum Expr<'a> {
    Number(f64),
    Name(&'a str),
    /// Operators that bind alike, from left to right, each with what stands behind it.
    Chain {
        first: &'a mut Expr<'a>,
        rest: List<(char, Expr<'a>), &'a Arena>,
    },
    /// The least or the greatest argument.
    Call {
        name: &'a str,
        function: fn(f64, f64) -> f64,
        arguments: List<Expr<'a>, &'a Arena>,
    },
    Let {
        name: &'a str,
        value: &'a mut Expr<'a>,
        body: &'a mut Expr<'a>,
    },
}

fn operate(left: f64, operator: char, right: f64) -> f64 {
    match operator {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => left / right,
    }
}

/// In an order that has a place for every number, so that it does not matter which two come first.
pub(crate) fn least(one: f64, other: f64) -> f64 {
    if one.total_cmp(&other).is_lt() { one } else { other }
}

/// As `least`.
pub(crate) fn greatest(one: f64, other: f64) -> f64 {
    if one.total_cmp(&other).is_gt() { one } else { other }
}

fn look_up<T: Copy>(names: &[(&str, T)], name: &str) -> T {
    names.iter().rfind(|(known, _)| *known == name).expect("the parser knows every name").1
}

impl<'a> Expr<'a> {
    fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn evaluate(&self, names: &mut Vec<(&'a str, f64)>) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Name(name) => look_up(names, name),
            Self::Chain { first, rest } => {
                let first = first.evaluate(names);
                rest.iter().fold(first, |left, (operator, right)| {
                    operate(left, *operator, right.evaluate(names))
                })
            }
            Self::Call { function, arguments, .. } => {
                let values = arguments.iter().map(|argument| argument.evaluate(names));
                values.reduce(function).expect("a call has arguments")
            }
            Self::Let { name, value, body } => {
                let value = value.evaluate(names);
                names.push((name, value));
                let result = body.evaluate(names);
                names.pop();
                result
            }
        }
    }

    /// Replaces everything by its value, in place, that has one whatever the names without are.
    pub(crate) fn fold(&mut self, names: &mut Vec<(&'a str, Option<f64>)>) {
        let folded = match self {
            Self::Number(_) => None,
            Self::Name(name) => look_up(names, name).map(Self::Number),
            Self::Chain { first, rest } => {
                first.fold(names);
                rest.iter_mut().for_each(|(_, right)| right.fold(names));
                if let Self::Number(left) = first {
                    // Only from the left: rounding depends on which two come first.
                    let constants = rest.iter().map_while(|(_, right)| right.number()).count();
                    for (operator, right) in rest.drain(..constants) {
                        let right = right.number().expect("a constant");
                        *left = operate(*left, operator, right);
                    }
                }
                rest.is_empty().then(|| mem::replace(*first, Self::Number(0.0)))
            }
            Self::Call { function, arguments, .. } => {
                arguments.iter_mut().for_each(|argument| argument.fold(names));
                if let Some(value) = arguments.iter().filter_map(Self::number).reduce(*function) {
                    arguments.retain(|argument| argument.number().is_none());
                    arguments.push(Self::Number(value));
                }
                if arguments.len() == 1 { arguments.pop() } else { None }
            }
            Self::Let { name, value, body } => {
                value.fold(names);
                names.push((name, value.number()));
                body.fold(names);
                names.pop();
                value.number().map(|_| mem::replace(*body, Self::Number(0.0)))
            }
        };
        if let Some(folded) = folded {
            *self = folded;
        }
    }
}

impl fmt::Display for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => write!(f, "{name}"),
            Self::Chain { first, rest } => {
                write!(f, "({first}")?;
                rest.iter().try_for_each(|(operator, right)| write!(f, " {operator} {right}"))?;
                write!(f, ")")
            }
            Self::Call { name, arguments, .. } => {
                write!(f, "{name}(")?;
                for (index, argument) in arguments.iter().enumerate() {
                    write!(f, "{}{argument}", if index > 0 { ", " } else { "" })?;
                }
                write!(f, ")")
            }
            Self::Let { name, value, body } => write!(f, "(let {name} = {value} in {body})"),
        }
    }
}
