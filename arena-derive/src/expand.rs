//! Turns a model into the impls and their proof. Cannot fail.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{
    DeriveInput, GenericParam, Generics, Ident, Member, Type, TypeParam, WhereClause,
    WherePredicate, parse_quote, parse_quote_spanned,
};

use crate::model::{Check, Field, Model, Refusal, Shape, Variant};

/// The impl of `ArenaSafe` with its proof, which is in two parts:
///
/// - the type has no `impl Drop`, or it would conflict with our impl of `MustNotImplDrop`;
/// - no field has drop glue, or the body of `__arena_check` would not type-check under the bounds
///   of the impl.
///
/// An attribute macro below the derive may change the type after the derive has read it. So the
/// body names every field without `..`, and takes the types of the fields from a value, never from
/// the tokens.
pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let root = &model.root;
    let name = &moved(model.name, ours());
    let generics = &moved_parameters(model.generics);
    let (impl_generics, type_generics, own_bounds) = generics.split_for_impl();
    let all_bounds = all_bounds(model);
    let checks = match &model.shape {
        Shape::Struct(fields) => check_struct(name, fields),
        Shape::Enum(variants) => check_enum(name, variants),
    };
    // A conflict is reported at the name of the type. The impl takes no bounds of ours, so that it
    // conflicts whatever they are.
    let place = at(model.name.span());
    let no_drop = quote_spanned! {place=>
        #[automatically_derived]
        impl #impl_generics __arena::MustNotImplDrop for #name #type_generics #own_bounds {}
    };
    quote_spanned! {ours()=>
        #[allow(clippy::multiple_bound_locations)]
        const _: () = {
            use #root::__private as __arena;
            #[automatically_derived]
            impl #impl_generics __arena::ArenaSafe for #name #type_generics #all_bounds {}
            #no_drop
            // The reference implies what the type asks of its lifetimes, such as `T: 'a`.
            fn __arena_check #impl_generics (__arena_this: &#name #type_generics) #all_bounds {
                #checks
            }
        };
    }
}

/// The error, and an impl without proof: the type counts as safe, so that nothing else is reported.
pub(crate) fn refuse(input: &DeriveInput, refusal: &Refusal) -> TokenStream {
    let Refusal { root, error } = refusal;
    let name = &input.ident;
    let (impl_generics, type_generics, own_bounds) = input.generics.split_for_impl();
    let error = error.to_compile_error();
    quote_spanned! {ours()=>
        #error
        #[automatically_derived]
        impl #impl_generics #root::ArenaSafe for #name #type_generics #own_bounds {}
    }
}

/// What the type asks of its parameters, and what the impl asks besides.
fn all_bounds(model: &Model<'_>) -> WhereClause {
    let own = model.generics.where_clause.clone();
    let mut all = own.unwrap_or_else(|| parse_quote!(where));
    match &model.bounds {
        Some(bounds) => all.predicates.extend(bounds.iter().cloned()),
        None => all.predicates.extend(model.generics.type_params().map(arena_safe)),
    }
    all
}

fn arena_safe(parameter: &TypeParam) -> WherePredicate {
    let name = &parameter.ident;
    parse_quote_spanned!(ours()=> #name: __arena::ArenaSafe)
}

/// Names all fields, then checks each through a raw pointer: a packed struct does not lend its
/// fields.
fn check_struct(name: &Ident, fields: &[Field<'_>]) -> TokenStream {
    let members = fields.iter().map(|field| &field.member);
    let pattern = quote_spanned!(ours()=> #name { #(#members: _),* });
    let checks = fields.iter().map(|field| {
        let (first, last) = ends(field.ty);
        let mut member = field.member.clone();
        match &mut member {
            Member::Named(name) => name.set_span(last),
            Member::Unnamed(index) => index.span = last,
        }
        check(field, &quote_spanned!(first=> &raw const (*__arena_this).#member))
    });
    quote_spanned! {ours()=>
        let #pattern = *__arena_this;
        #(#checks)*
    }
}

/// The match is exhaustive, so no variant is left out.
fn check_enum(name: &Ident, variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let variant_name = moved(variant.name, ours());
        let members = variant.fields.iter().map(|field| &field.member);
        let bindings = (0..variant.fields.len()).map(|index| binding(index, ours()));
        let pattern = quote_spanned! {ours()=>
            #name::#variant_name { #(#members: ref #bindings),* }
        };
        let checks = variant.fields.iter().enumerate().map(|(index, field)| {
            let (first, last) = ends(field.ty);
            let binding = binding(index, last);
            check(field, &quote_spanned!(first=> &raw const *#binding))
        });
        quote_spanned!(ours()=> #pattern => { #(#checks)* })
    });
    quote_spanned! {ours()=>
        match *__arena_this { #(#arms)* }
    }
}

/// All locals begin with `__arena_`: a pattern with the name of a user's constant would mean the
/// constant.
fn binding(index: usize, span: Span) -> Ident {
    Ident::new(&format!("__arena_field_{index}"), span)
}

/// A call that type-checks only if the field needs no drop. Both the function and its argument lie
/// where the type of the field is written, so that a type error is reported there.
fn check(field: &Field<'_>, pointer: &TokenStream) -> TokenStream {
    let (first, last) = ends(field.ty);
    let function = match field.check {
        Check::ArenaSafe => Ident::new("field_is_arena_safe", last),
        Check::Copy => Ident::new("field_is_copy", last),
    };
    quote_spanned!(first=> __arena::#function(#pointer);)
}

/// Where a type begins and ends. Stable compilers cannot join two spans, but they join those of the
/// first and the last token of an expression.
fn ends(ty: &Type) -> (Span, Span) {
    let mut spans = ty.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(ours);
    let last = spans.last().unwrap_or(first);
    (at(first), at(last))
}

/// Lints look at tokens of the user, and pass over ours: so the names that we have to repeat become
/// ours.
fn moved_parameters(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for parameter in &mut generics.params {
        match parameter {
            GenericParam::Lifetime(parameter) => parameter.lifetime.set_span(ours()),
            GenericParam::Type(parameter) => parameter.ident.set_span(ours()),
            GenericParam::Const(parameter) => parameter.ident.set_span(ours()),
        }
    }
    generics
}

fn moved(name: &Ident, span: Span) -> Ident {
    let mut name = name.clone();
    name.set_span(span);
    name
}

/// The place of the user's tokens, with the name resolution of ours.
fn at(place: Span) -> Span {
    place.resolved_at(ours())
}

/// The place of the derive, with locals and crate names that the user's code cannot touch.
fn ours() -> Span {
    Span::mixed_site()
}
