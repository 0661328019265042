//! Attribute macros that evaluate the value of a static once more, without a word of `unsafe`.

use proc_macro::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// Keeps `static NAME: TYPE = VALUE;`, and adds `fn again() -> TYPE { VALUE }`.
///
/// # Panics
///
/// If the item is no static.
#[proc_macro_attribute]
pub fn evaluate_again(_: TokenStream, item: TokenStream) -> TokenStream {
    let declared: Vec<_> = item.clone().into_iter().collect();
    let place = |mark| {
        let is_mark =
            |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if *punct == mark);
        declared.iter().position(is_mark).expect("the item is a static")
    };
    let (colon, equals, semicolon) = (place(':'), place('='), place(';'));
    let word = |text| TokenTree::from(Ident::new(text, Span::call_site()));
    let punct = |mark, spacing| TokenTree::from(Punct::new(mark, spacing));
    let group = |delimiter, tokens| TokenTree::from(Group::new(delimiter, tokens));
    let within = |tokens: &[TokenTree]| tokens.iter().cloned().collect();
    let head = [
        word("fn"),
        word("again"),
        group(Delimiter::Parenthesis, TokenStream::new()),
        punct('-', Spacing::Joint),
        punct('>', Spacing::Alone),
    ];
    let body = group(Delimiter::Brace, within(&declared[equals + 1..semicolon]));
    let kind = declared[colon + 1..equals].iter().cloned();
    item.into_iter().chain(head).chain(kind).chain([body]).collect()
}

/// The same, by the name of an attribute that is built in.
///
/// # Panics
///
/// If the item is no static.
#[proc_macro_attribute]
pub fn deprecated(arguments: TokenStream, item: TokenStream) -> TokenStream {
    evaluate_again(arguments, item)
}
