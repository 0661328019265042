//! Turns a model into the impls and their proof. Cannot fail.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::Member;

use crate::item::{self, Item, Kind};
use crate::model::{Bounds, Check, Field, Model, Refusal, Shape, Variant};

/// The impl of `ArenaSafe` with its proof, which is in two parts:
///
/// - the type has no `impl Drop`;
/// - no field has drop glue, or the body of the proof would not type-check under the bounds of the
///   impl.
///
/// The proof is an impl too, since what the user writes may name `Self`. Nobody calls it: so nothing
/// is compiled for it, and it does not count as a reader of fields, unless dead code is allowed. A
/// `deny` in our code reports nothing to the user.
///
/// An attribute macro below the derive may change the type after the derive has read it. So the
/// body names every field without `..`, and takes the types of the fields from a value, never from
/// the tokens.
pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let root = &model.root;
    let Header { parameters, ty, bounds } = Header::new(model.item);
    let more_bounds = match &model.bounds {
        Bounds::Given(bounds) => bounds.clone(),
        Bounds::Default(parameters) => {
            let bounds = parameters.iter().map(|(name, check)| {
                let name = ours_as(name);
                match check {
                    Check::Copy => quote_spanned!(ours()=> #name: ::core::marker::Copy,),
                    Check::CopyOrArenaSafe => quote_spanned!(ours()=> #name: __arena::ArenaSafe,),
                }
            });
            bounds.collect()
        }
    };
    // A type error is reported at the name of the type.
    let type_name = at(model.item.name.span());
    let no_drop = quote_spanned! {type_name=>
        __arena::type_is_not_drop(__arena::Place(&raw const *self).__arena_type());
    };
    let checks = match &model.shape {
        Shape::Struct(fields) => check_struct(fields),
        Shape::Enum(variants) => check_enum(variants),
    };
    let allowed = allowed(model.item);
    quote_spanned! {ours()=>
        #allowed
        const _: () = {
            use #root::__private as __arena;
            use __arena::AnyPlace as _;
            #[deny(dead_code)]
            trait __ArenaProof {
                fn check(&self);
            }
            #[automatically_derived]
            impl <#parameters> __arena::ArenaSafe for #ty where #bounds #more_bounds {}
            #[automatically_derived]
            #[deny(dead_code)]
            impl <#parameters> __ArenaProof for #ty where #bounds #more_bounds {
                fn check(&self) {
                    #no_drop
                    #checks
                }
            }
        };
    }
}

/// The error, and an impl without proof: the type counts as safe, so that nothing else is reported.
pub(crate) fn refuse(item: &Item, refusal: &Refusal) -> TokenStream {
    let Refusal { root, error } = refusal;
    let Header { parameters, ty, bounds } = Header::new(item);
    let error = error.to_compile_error();
    quote_spanned! {ours()=>
        #error
        #[automatically_derived]
        impl <#parameters> #root::ArenaSafe for #ty where #bounds {}
    }
}

/// What the user lets pass at the type, lints shall let pass where we repeat its bounds.
pub(crate) fn allowed(item: &Item) -> TokenStream {
    let lints = item.attributes.iter().filter_map(|attribute| {
        item::arguments(attribute, "allow").or_else(|| item::arguments(attribute, "expect"))
    });
    lints.map(|lints| quote_spanned!(ours()=> #[allow #lints])).collect()
}

/// What every impl for a type repeats of it.
pub(crate) struct Header {
    pub(crate) parameters: TokenStream,
    pub(crate) ty: TokenStream,
    /// Empty, or with a comma at the end.
    pub(crate) bounds: TokenStream,
}

impl Header {
    pub(crate) fn new(item: &Item) -> Self {
        let mut parameters = TokenStream::new();
        let mut arguments = TokenStream::new();
        for parameter in &item.parameters {
            let (name, bounds) = (ours_as(&parameter.name), &parameter.bounds);
            let (declared, argument) = match parameter.kind {
                Kind::Lifetime => {
                    let apostrophe = item::apostrophe(ours());
                    let lifetime = quote_spanned!(ours()=> #apostrophe #name);
                    (lifetime.clone(), lifetime)
                }
                Kind::Type => (quote_spanned!(ours()=> #name), quote_spanned!(ours()=> #name)),
                // Without braces, a type of the same name would be meant.
                Kind::Const => {
                    (quote_spanned!(ours()=> const #name), quote_spanned!(ours()=> { #name }))
                }
            };
            parameters.extend(quote_spanned!(ours()=> #declared: #bounds,));
            arguments.extend(quote_spanned!(ours()=> #argument,));
        }
        let name = ours_as(&item.name);
        let bounds = item::split(item.bounds.clone());
        let bounds = bounds.map(|bound| quote_spanned!(ours()=> #(#bound)*,)).collect();
        Self { parameters, ty: quote_spanned!(ours()=> #name<#arguments>), bounds }
    }
}

/// Names all fields, then checks each through a raw pointer: a packed struct does not lend its
/// fields.
fn check_struct(fields: &[Field<'_>]) -> TokenStream {
    let members = fields.iter().map(|field| member(field, ours()));
    let pattern = quote_spanned!(ours()=> Self { #(#members: _),* });
    let checks = fields.iter().map(|field| {
        let (first, last) = ends(field.ty);
        let member = member(field, last);
        check(field, &quote_spanned!(first=> &raw const (*self).#member))
    });
    quote_spanned! {ours()=>
        let #pattern = *self;
        #(#checks)*
    }
}

/// The match is exhaustive, so no variant is left out.
fn check_enum(variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let name = ours_as(variant.name);
        let members = variant.fields.iter().map(|field| member(field, ours()));
        let bindings = (0..variant.fields.len()).map(|index| binding(index, ours()));
        let pattern = quote_spanned!(ours()=> Self::#name { #(#members: ref #bindings),* });
        let checks = variant.fields.iter().enumerate().map(|(index, field)| {
            let (first, last) = ends(field.ty);
            let binding = binding(index, last);
            check(field, &quote_spanned!(first=> &raw const *#binding))
        });
        quote_spanned!(ours()=> #pattern => { #(#checks)* })
    });
    quote_spanned! {ours()=>
        match *self { #(#arms)* }
    }
}

/// All locals begin with `__arena_`: a pattern with the name of a user's constant would mean the
/// constant.
pub(crate) fn binding(index: usize, span: Span) -> Ident {
    Ident::new(&format!("__arena_field_{index}"), span)
}

/// A call that type-checks only if the field needs no drop. Both the function and its argument lie
/// where the type of the field is written, so that a type error is reported there.
fn check(field: &Field<'_>, pointer: &TokenStream) -> TokenStream {
    let (first, last) = ends(field.ty);
    let (function, argument) = match field.check {
        Check::Copy => ("field_is_copy", pointer.clone()),
        Check::CopyOrArenaSafe => {
            let mark = quote_spanned!(last=> .__arena_field());
            ("field_is_arena_safe", quote_spanned!(first=> __arena::Place(#pointer) #mark))
        }
    };
    let function = Ident::new(function, last);
    quote_spanned!(first=> __arena::#function(#argument);)
}

fn member(field: &Field<'_>, span: Span) -> Member {
    member_at(field.member, span)
}

pub(crate) fn member_at(member: &Member, span: Span) -> Member {
    match member {
        Member::Named(name) => Member::Named(raw(name, span)),
        Member::Unnamed(index) => Member::Unnamed(syn::Index { index: index.index, span }),
    }
}

/// Where a type begins and ends. Stable compilers cannot join two spans, but they join those of the
/// first and the last token of an expression.
pub(crate) fn ends(ty: &TokenStream) -> (Span, Span) {
    let mut spans = ty.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(ours);
    let last = spans.last().unwrap_or(first);
    (at(first), at(last))
}

/// Lints look at tokens of the user, and pass over ours: so the names that we have to repeat become
/// ours.
pub(crate) fn ours_as(name: &Ident) -> Ident {
    raw(name, ours())
}

/// The name in raw form: what is a name in the user's edition may be a keyword in ours. Those that
/// have no raw form name nothing, as in the mistake `'_`.
pub(crate) fn raw(name: &Ident, span: Span) -> Ident {
    let text = name.to_string();
    match text.strip_prefix("r#").unwrap_or(&text) {
        text @ ("_" | "crate" | "self" | "Self" | "super") => Ident::new(text, span),
        text => Ident::new_raw(text, span),
    }
}

/// The place of the user's tokens, with the name resolution of ours.
pub(crate) fn at(place: Span) -> Span {
    place.resolved_at(ours())
}

/// The tokens, and those in them, at that place.
pub(crate) fn all_at(tokens: &TokenStream, place: Span) -> TokenStream {
    let tokens = tokens.clone().into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), all_at(&group.stream(), place)).into();
        }
        token.set_span(place);
        token
    });
    tokens.collect()
}

/// The place of the derive, with locals and crate names that the user's code cannot touch.
pub(crate) fn ours() -> Span {
    Span::mixed_site()
}
