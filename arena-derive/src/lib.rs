//! The derives of the crate `arena`, which exports them beside the traits of the same names. Use them
//! from there.

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
/// Two more are for `DeserializeIn` alone, and say nothing here.
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
///
/// Every field needs the trait, or to be skipped. A type parameter that is read is asked for it and for
/// `ArenaSafe`, and for `Default` where a field takes one.
///
/// # The arena's lifetime
///
/// It is the one lifetime of the type. A type that has several says which it is, by
/// `#[arena(lifetime = 'a)]`. What the others lend has to come from elsewhere: by `#[serde(skip)]`.
///
/// # Options of serde
///
/// They mean what they mean to serde's own derive, so that a type may have `Serialize` too, and one set
/// of them:
///
/// - of a type: `rename`, `rename_all`, `rename_all_fields`, `deny_unknown_fields`, `default`,
///   `transparent`, `expecting`, and of an enum `tag`, `content` and `untagged`;
/// - of a variant: `rename`, `alias`, `rename_all`, `skip`, `skip_deserializing`, `other`;
/// - of a field: `rename`, `alias`, `default`, `skip`, `skip_deserializing`, `borrow`.
///
/// What speaks of writing alone is passed over. Anything else is refused where it stands: `flatten`,
/// `with`, `deserialize_with`, `from`, `try_from`, `remote`, and `untagged` of a variant.
///
/// `borrow` stands at each field that refers to the input: by a `Text` of `arena::deserialize`, or by a
/// type that has such a field. The type can then be read only from what outlives the arena's lifetime.
/// Where the option is missing, the compiler asks for the bound `'__de: 'a`.
///
/// An enum with a `tag` is read as it comes if the tag comes first; what comes before it is kept in
/// the arena, and so is all of an `untagged` enum. What was kept stays there when it has been read.
///
/// # Options of ours
///
/// - `#[arena(deserialize_bound = "..")]` puts these bounds in the place of those of all type
///   parameters, as `bound` does for `ArenaSafe`. The lifetime of the input is `'__de` in them.
/// - `#[arena(crate = path)]`, as for `ArenaSafe`.
#[proc_macro_derive(DeserializeIn, attributes(arena, serde))]
pub fn derive_deserialize_in(input: TokenStream) -> TokenStream {
    let tokens = match item::Item::new(input.into()) {
        Ok(item) => deserialize::expand(&item),
        Err(error) => error.to_compile_error(),
    };
    tokens.into()
}
