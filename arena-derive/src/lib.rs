//! The derive of the crate `arena`, which exports it beside the trait of the same name. Use it from
//! there.

mod expand;
mod item;
mod model;

use proc_macro::TokenStream;

/// Proves that a type needs no drop, and implements `ArenaSafe` for it.
///
/// A struct or an enum of any shape can have it. Two things are checked when the type is compiled,
/// for generic types too: that every field is `ArenaSafe` itself, and that the type does not
/// implement `Drop`. An error points at the field, or at the name of the type.
///
/// A union is refused, since the compiler cannot tell what it owns: where you can tell, implement
/// the trait by hand.
///
/// # Type parameters
///
/// As with the derives of the standard library, the impl asks of each type parameter what it gives:
/// a `struct Pair<T>(T, T)` is `ArenaSafe` if its `T` is. Where that asks too much or too little,
/// say what it shall ask by the option `bound`.
///
/// # Options of a type
///
/// - `#[arena(bound = "..")]` puts these bounds in the place of the bounds of all type parameters.
///   An associated type needs one of its own: `bound = "I: ArenaSafe, I::Item: ArenaSafe"`. A type
///   that does not own its parameter needs none: `bound = ""`.
/// - `#[arena(crate = path)]` says where the crate `arena` is, if it is not at `::arena`: because
///   it is renamed, or reached through another crate. A macro that makes types in other crates
///   writes `$crate` here.
///
/// # Options of a field
///
/// - `#[arena(copy)]` takes the trait `Copy` for proof, in the place of `ArenaSafe`. It is meant
///   for types of other crates, and for function pointers that are generic over a lifetime, such as
///   `Option<fn(&str)>`. A field that is just such a pointer needs no option.
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
