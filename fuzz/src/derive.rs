//! The derives, on types of every shape and on any text.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use syn::{Data, DeriveInput, Expr, File, ImplItem, Item, Stmt};

use crate::{
    deserialize,
    expand::{expand, refuse},
    grammar::Grammar,
    item,
    model::Model,
};

/// Longer texts nest too deeply for the parser's stack.
const LONGEST: usize = 600;

static GRAMMAR: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(include_str!("derive.grammar"), LONGEST, " "));

/// Takes the bytes for a text, and for choices of a grammar.
pub fn run(data: &[u8], show: bool) {
    let generated = GRAMMAR.text(&mut Unstructured::new(data)).unwrap_or_default();
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
    let tokens = text.parse().expect("the text has been parsed");
    let item = item::Item::new(tokens).unwrap_or_else(|error| panic!("{error}\nfor {text}"));
    let (tokens, accepted) = match Model::new(&item) {
        Ok(model) => (expand(&model), true),
        Err(refusal) => (refuse(&item, &refusal), false),
    };
    let read = deserialize::expand(&item);
    let _: File = syn::parse2(read.clone())
        .unwrap_or_else(|error| panic!("{error}\nin the output {read}\nfor {text}"));
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
    let [
        _,
        _,
        Stmt::Item(Item::Trait(_)),
        Stmt::Item(Item::Impl(_)),
        Stmt::Item(Item::Impl(proof)),
    ] = &block.block.stmts[..]
    else {
        return None;
    };
    let [ImplItem::Fn(check)] = &proof.items[..] else { return None };
    // The first statement looks at the type itself.
    match &check.block.stmts[1..] {
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
