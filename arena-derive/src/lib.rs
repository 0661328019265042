//! The derive of the crate `arena`, which exports it beside the trait of the same name. Use it from
//! there.

mod attributes;
mod case;
mod deserialize;
mod expand;
mod item;
mod model;
mod reading;

use proc_macro::TokenStream;

/// Proves that a type needs no drop, and implements `ArenaSafe` for it.
///
/// Every struct and every enum can have it that the compiler takes: generic, unsized, packed,
/// recursive, made by a macro, of any edition, with any expression in a type. Two things are
/// checked when the type is compiled, for generic types too: that every field is `Copy` or
/// `ArenaSafe`, and that the type does not implement `Drop`. An error points at the field, or at
/// the name of the type.
///
/// A union is refused, since the compiler cannot tell what it owns: where you can tell, implement
/// the trait by hand.
///
/// # Type parameters
///
/// As with the derives of the standard library, the impl asks of each type parameter what it gives:
/// a `struct Pair<T>(T, T)` is `ArenaSafe` if its `T` is. Where that asks too much or too little,
/// say what it shall ask by the option `bound`, or mark the fields of a parameter that is `Copy`.
///
/// # Options of a type
///
/// - `#[arena(bound = "..")]` puts these bounds in the place of the bounds of all type parameters.
///   An associated type needs one of its own: `bound = "I: ArenaSafe, I::Item: ArenaSafe"`. A type
///   that does not own its parameter needs none: `bound = ""`. They may name `Self`.
/// - `#[arena(crate = path)]` says where the crate `arena` is, if it is not at `::arena`: because
///   it is renamed, or reached through another crate. A macro that makes types in other crates
///   writes `$crate` here.
///
/// # Options of a field
///
/// - `#[arena(copy)]` takes the trait `Copy` for proof, and nothing else. Types of other crates and
///   pointers to functions need it no more than others. But a type parameter that only fields with
///   this option name is asked to be `Copy` instead of `ArenaSafe`: `struct Held<T>(#[arena(copy)]
///   T)` can hold a type of another crate.
///
/// # Neither `Copy` nor `ArenaSafe`
///
/// A type is looked at as a whole: a `Cell` of a `Copy` type of another crate is not `Copy`, and
/// `ArenaSafe` only if that type is. Put the `Plain` of the crate `arena` in between. A type that
/// needs no drop, but does not say so, goes into a type of your own that says so:
/// `impl ArenaSafe for Wrapper {}`.
#[proc_macro_derive(ArenaSafe, attributes(arena))]
pub fn derive_arena_safe(input: TokenStream) -> TokenStream {
    let tokens = match item::Item::new(input.into()) {
        Ok(item) => match model::Model::new(&item) {
            Ok(model) => expand::expand(&model),
            Err(refusal) => expand::refuse(&item, &refusal),
        },
        Err(error) => error.to_compile_error(),
    };
    tokens.into()
}

/// Implements `DeserializeIn`: reads a type into an arena, from any format that serde knows.
#[proc_macro_derive(DeserializeIn, attributes(arena, serde))]
pub fn derive_deserialize_in(input: TokenStream) -> TokenStream {
    let tokens = match item::Item::new(input.into()) {
        Ok(item) => deserialize::expand(&item),
        Err(error) => error.to_compile_error(),
    };
    tokens.into()
}
