//! What the derive knows of a type. Every rule that tokens can show is checked here, and every
//! message is here.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DeriveInput, Error, Fields, Generics, Ident, LitStr, Member, Path, Result,
    Token, Type, WherePredicate, parse_quote_spanned,
};

/// Ends every message about an option in the wrong place.
const OPTIONS: &str =
    "a type takes `crate = path` and `bound = \"..\"`, a field takes `copy`, a variant takes none";

/// A type, and how to show that it needs no drop.
pub(crate) struct Model<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// The path of the runtime crate.
    pub(crate) root: Path,
    /// What the impl asks of the type's parameters. By default, that each is `ArenaSafe`.
    pub(crate) bounds: Option<Vec<WherePredicate>>,
    pub(crate) shape: Shape<'a>,
}

pub(crate) enum Shape<'a> {
    Struct(Vec<Field<'a>>),
    Enum(Vec<Variant<'a>>),
}

pub(crate) struct Variant<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    pub(crate) check: Check,
}

/// The trait that shows that a field needs no drop.
pub(crate) enum Check {
    ArenaSafe,
    Copy,
}

/// Why there is no model.
pub(crate) struct Refusal {
    /// The path of the runtime crate.
    pub(crate) root: Path,
    pub(crate) error: Error,
}

impl<'a> Model<'a> {
    pub(crate) fn new(input: &'a DeriveInput) -> core::result::Result<Self, Refusal> {
        let mut mistakes = Mistakes(None);
        let TypeOptions { root, bounds } = TypeOptions::new(&input.attrs, &mut mistakes);
        let shape = Shape::new(input, &mut mistakes);

        let root = root.unwrap_or_else(|| parse_quote_spanned!(Span::mixed_site()=> ::arena));
        if let Some(error) = mistakes.0 {
            return Err(Refusal { root, error });
        }
        Ok(Self { name: &input.ident, generics: &input.generics, root, bounds, shape })
    }
}

impl<'a> Shape<'a> {
    fn new(input: &'a DeriveInput, mistakes: &mut Mistakes) -> Self {
        match &input.data {
            Data::Struct(data) => Self::Struct(Field::all(&data.fields, mistakes)),
            Data::Enum(data) => {
                let variants = data.variants.iter();
                Self::Enum(variants.map(|variant| Variant::new(variant, mistakes)).collect())
            }
            Data::Union(data) => {
                let message = format!(
                    "a union never drops its fields, so the derive cannot tell what it may leak; \
                     if no field owns anything, write `impl ArenaSafe for {} {{}}`",
                    input.ident
                );
                mistakes.add(Error::new(data.union_token.span, message));
                Self::Struct(Vec::new())
            }
        }
    }
}

impl<'a> Variant<'a> {
    fn new(variant: &'a syn::Variant, mistakes: &mut Mistakes) -> Self {
        read_options(&variant.attrs, mistakes, |option| Err(misplaced(option)));
        Self { name: &variant.ident, fields: Field::all(&variant.fields, mistakes) }
    }
}

impl<'a> Field<'a> {
    fn all(fields: &'a Fields, mistakes: &mut Mistakes) -> Vec<Self> {
        let fields = fields.iter().zip(fields.members());
        fields.map(|(field, member)| Self::new(field, member, mistakes)).collect()
    }

    fn new(field: &'a syn::Field, member: Member, mistakes: &mut Mistakes) -> Self {
        let mut copy = None;
        read_options(&field.attrs, mistakes, |option| {
            if !option.path.is_ident("copy") {
                return Err(misplaced(option));
            }
            set_once(&mut copy, option, || Ok(()))
        });
        // A function pointer that is generic over a lifetime has no impl of the trait, but every
        // one is `Copy`.
        let by_copy = copy.is_some() || is_function_pointer(&field.ty);
        let check = if by_copy { Check::Copy } else { Check::ArenaSafe };
        Self { member, ty: &field.ty, check }
    }
}

/// Looks through the invisible group that a `macro_rules` fragment leaves around a type.
fn is_function_pointer(ty: &Type) -> bool {
    match ty {
        Type::BareFn(_) => true,
        Type::Group(group) => is_function_pointer(&group.elem),
        Type::Paren(paren) => is_function_pointer(&paren.elem),
        _ => false,
    }
}

/// The options of `#[arena(..)]` on the type itself.
#[derive(Default)]
struct TypeOptions {
    root: Option<Path>,
    bounds: Option<Vec<WherePredicate>>,
}

impl TypeOptions {
    fn new(attributes: &[Attribute], mistakes: &mut Mistakes) -> Self {
        let mut options = Self::default();
        read_options(attributes, mistakes, |option| {
            if option.path.is_ident("crate") {
                set_once(&mut options.root, option, || parse_root(option))
            } else if option.path.is_ident("bound") {
                set_once(&mut options.bounds, option, || parse_bounds(option))
            } else {
                Err(misplaced(option))
            }
        });
        options
    }
}

fn parse_root(option: &ParseNestedMeta<'_>) -> Result<Path> {
    let value = option.value()?;
    if value.peek(LitStr) {
        return Err(value.error("write the path without quotes: `crate = path`"));
    }
    value.call(Path::parse_mod_style)
}

fn parse_bounds(option: &ParseNestedMeta<'_>) -> Result<Vec<WherePredicate>> {
    let text: LitStr = option.value()?.parse()?;
    let bounds = text.parse_with(Punctuated::<_, Token![,]>::parse_terminated)?;
    Ok(bounds.into_iter().collect())
}

/// Gives every option in the `#[arena(..)]` among the attributes to `read`. The first mistake ends
/// the attribute it is in.
fn read_options(
    attributes: &[Attribute],
    mistakes: &mut Mistakes,
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("arena")) {
        if let Err(mistake) = attribute.parse_nested_meta(|option| read(&option)) {
            mistakes.add(mistake);
        }
    }
}

fn set_once<T>(
    slot: &mut Option<T>,
    option: &ParseNestedMeta<'_>,
    value: impl FnOnce() -> Result<T>,
) -> Result<()> {
    if slot.is_some() {
        return Err(option.error("this option is given twice"));
    }
    *slot = Some(value()?);
    Ok(())
}

fn misplaced(option: &ParseNestedMeta<'_>) -> Error {
    option.error(format!("no such option here: {OPTIONS}"))
}

/// The mistakes found so far, to be reported together.
struct Mistakes(Option<Error>);

impl Mistakes {
    fn add(&mut self, mistake: Error) {
        match &mut self.0 {
            Some(first) => first.combine(mistake),
            none => *none = Some(mistake),
        }
    }
}
