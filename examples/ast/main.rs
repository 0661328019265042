//! For a tree whose nodes own lists that change after they were made, such as the syntax tree of a
//! compiler between its passes: derive `ArenaSafe`, and let a node have a `Vec` of the arena's.
//!
//! Such a list stands on `&Arena`, so it grows and shrinks for as long as the tree lives, and like
//! everything else in an arena it is never dropped. A list that only has to be kept is better a
//! slice, as in `tree`.
//!
//! The language: numbers, `x`, `+ - * /`, `min(..)`, `max(..)` and `let name = value in body`. Each
//! expression named as an argument, or else those below, is parsed (in `parser`), folded in place as
//! far as it does not depend on `x`, and evaluated (in `expr`).

mod expr;
mod parser;

use std::{env, process::ExitCode};

use arena::Arena;

use crate::parser::parse;

const EXAMPLES: [&str; 4] = [
    "2 * (3 + 4) - x / 2 / 2",
    "max(1, x, 2 * 3, 4)",
    "let half = 1 / 2 in let y = x * half in y * y + 10 * half",
    "min(max(1, 2), 3) * 1.5",
];

/// Shows what becomes of an expression.
fn show(arena: &Arena, text: &str) -> Result<(), parser::Error> {
    let mut expr = parse(arena, text)?;
    println!("{expr}");
    let results = [1.0, 10.0, 100.0].map(|x| (x, expr.evaluate(&mut vec![("x", x)])));
    expr.fold(&mut vec![("x", None)]);
    println!("= {expr}");
    for (x, result) in results {
        println!("  {result} for x = {x}");
        let folded = expr.evaluate(&mut vec![("x", x)]);
        assert_eq!(folded.to_bits(), result.to_bits(), "folding changes no result");
    }
    println!("  {} bytes allocated\n", arena.allocated());
    Ok(())
}

fn main() -> ExitCode {
    let named: Vec<String> = env::args().skip(1).collect();
    let texts = if named.is_empty() { EXAMPLES.map(String::from).to_vec() } else { named };
    let Ok(mut arena) = Arena::new(64 * 1024) else { return ExitCode::FAILURE };
    for text in texts {
        if let Err(error) = show(&arena, &text) {
            eprintln!("ast: {text}: {error}");
            return ExitCode::FAILURE;
        }
        arena.reset();
    }
    ExitCode::SUCCESS
}
