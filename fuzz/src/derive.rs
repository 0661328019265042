//! The derive, on types of every shape and on any text.

use std::{collections::HashMap, sync::LazyLock};

use arbitrary::{Result, Unstructured};
use syn::{Data, DeriveInput, Expr, File, Item, Stmt};

use crate::{
    expand::{expand, refuse},
    model::Model,
};

/// Longer texts nest too deeply for the parser's stack.
const LONGEST: usize = 600;

/// Takes the bytes for a text, and for choices of a grammar.
pub fn run(data: &[u8], show: bool) {
    let generated = generate(&mut Unstructured::new(data)).unwrap_or_default();
    for text in [str::from_utf8(data).unwrap_or_default(), &generated] {
        if text.len() <= LONGEST {
            check(text, show);
        }
    }
}

/// Derives for the text, if it is a type.
fn check(text: &str, show: bool) {
    let Ok(input) = syn::parse_str::<DeriveInput>(text) else { return };
    if show {
        println!("{text}");
    }
    let (tokens, accepted) = match Model::new(&input) {
        Ok(model) => (expand(&model), true),
        Err(refusal) => (refuse(&input, &refusal), false),
    };
    let file: File = syn::parse2(tokens.clone())
        .unwrap_or_else(|error| panic!("{error}\nin the output {tokens}\nfor {text}"));
    if accepted {
        assert_eq!(checks(&file), fields(&input.data), "a field is not checked: {tokens}");
    } else {
        let Some(Item::Macro(error)) = file.items.first() else { panic!("no message: {tokens}") };
        assert!(error.mac.path.segments.iter().any(|word| word.ident == "compile_error"));
        assert!(matches!(file.items.last(), Some(Item::Impl(_))), "no impl: {tokens}");
    }
}

/// Checks of fields in the output.
fn checks(file: &File) -> Option<usize> {
    let [Item::Const(proof)] = &file.items[..] else { return None };
    let Expr::Block(block) = &*proof.expr else { return None };
    let [_, _, Stmt::Item(Item::Impl(_)), Stmt::Item(Item::Fn(check))] = &block.block.stmts[..]
    else {
        return None;
    };
    match &check.block.stmts[..] {
        [Stmt::Expr(Expr::Match(variants), None)] => variants
            .arms
            .iter()
            .map(|arm| match &*arm.body {
                Expr::Block(body) => Some(body.block.stmts.len()),
                _ => None,
            })
            .sum(),
        [Stmt::Local(_), checks @ ..] => Some(checks.len()),
        _ => None,
    }
}

/// Fields of the input; none of a union, which must be refused.
fn fields(data: &Data) -> Option<usize> {
    match data {
        Data::Struct(data) => Some(data.fields.len()),
        Data::Enum(data) => Some(data.variants.iter().map(|variant| variant.fields.len()).sum()),
        Data::Union(_) => None,
    }
}

/// Each rule with its alternatives.
static GRAMMAR: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let rules = include_str!("derive.grammar").split("\n$").skip(1);
    rules
        .filter_map(|rule| rule.split_once('\n'))
        .map(|(name, lines)| (name, lines.lines().map(str::trim).collect()))
        .collect()
});

/// A text that may be a type, by the grammar.
fn generate(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    write("$item", 0, u, &mut text)?;
    Ok(text)
}

fn write(word: &str, depth: usize, u: &mut Unstructured<'_>, text: &mut String) -> Result<()> {
    let Some(rule) = word.strip_prefix('$') else {
        text.push_str(word);
        text.push(' ');
        return Ok(());
    };
    let Some(choices) = GRAMMAR.get(rule) else { return Ok(()) };
    let choice = if depth < 16 && text.len() < LONGEST { u.choose(choices)? } else { &choices[0] };
    choice.split(' ').try_for_each(|word| write(word, depth + 1, u, text))
}
