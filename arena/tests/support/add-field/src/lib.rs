//! Attribute macros that change a struct after a derive above them has read it.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// Adds the fields in its argument to those of the struct.
#[proc_macro_attribute]
pub fn add_field(fields: TokenStream, item: TokenStream) -> TokenStream {
    with_body(item, |body| body.into_iter().chain(fields.clone()).collect())
}

/// Puts the fields in its argument in the place of those of the struct.
#[proc_macro_attribute]
pub fn set_fields(fields: TokenStream, item: TokenStream) -> TokenStream {
    with_body(item, |_| fields.clone())
}

fn with_body(item: TokenStream, change: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
    let change = |token| match token {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
            Group::new(Delimiter::Brace, change(body.stream())).into()
        }
        other => other,
    };
    item.into_iter().map(change).collect()
}
