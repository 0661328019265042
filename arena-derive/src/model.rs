//! What the derive knows of a type. Every rule that tokens can show is checked here, and every
//! message is here.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::{Attribute, Error, Lifetime, LitStr, Member, Path, Result, parse_quote_spanned};

use crate::item::{self, Body, Item, Kind};

/// Ends every message about an option in the wrong place.
const OPTIONS: &str = "a type takes `crate = path`, `bound = \"..\"`, and for `DeserializeIn` `lifetime = 'a` and \
     `deserialize_bound = \"..\"`; a field takes `copy`, a variant takes none";

/// A type, and how to show that it needs no drop.
pub(crate) struct Model<'a> {
    pub(crate) item: &'a Item,
    /// The path of the runtime crate.
    pub(crate) root: Path,
    pub(crate) bounds: Bounds<'a>,
    pub(crate) shape: Shape<'a>,
}

/// What the impl asks of the type's parameters, besides what the type does.
pub(crate) enum Bounds<'a> {
    /// That each is what shows that its fields need no drop.
    Default(Vec<(&'a Ident, Check)>),
    Given(TokenStream),
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
    pub(crate) member: &'a Member,
    pub(crate) ty: &'a TokenStream,
    pub(crate) check: Check,
}

/// What shows that a field needs no drop.
#[derive(PartialEq)]
pub(crate) enum Check {
    CopyOrArenaSafe,
    Copy,
}

/// Why there is no model.
pub(crate) struct Refusal {
    /// The path of the runtime crate.
    pub(crate) root: Path,
    pub(crate) error: Error,
}

impl<'a> Model<'a> {
    pub(crate) fn new(item: &'a Item) -> core::result::Result<Self, Refusal> {
        let mut mistakes = Mistakes::default();
        let TypeOptions { root, bounds, .. } = TypeOptions::new(&item.attributes, &mut mistakes);
        let shape = Shape::new(item, &mut mistakes);

        let root = root.unwrap_or_else(default_root);
        if let Some(error) = mistakes.0 {
            return Err(Refusal { root, error });
        }
        let bounds = match bounds {
            Some(bounds) => Bounds::Given(bounds),
            None => Bounds::Default(default_bounds(item, &shape)),
        };
        Ok(Self { item, root, bounds, shape })
    }
}

pub(crate) fn default_root() -> Path {
    parse_quote_spanned!(Span::mixed_site()=> ::arena)
}

/// Every type parameter shall be `ArenaSafe`, but `Copy` if only fields with the option `copy` name
/// it.
fn default_bounds<'a>(item: &'a Item, shape: &Shape<'_>) -> Vec<(&'a Ident, Check)> {
    let fields: Vec<_> = match shape {
        Shape::Struct(fields) => fields.iter().collect(),
        Shape::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields).collect(),
    };
    let types = item.parameters.iter().filter(|parameter| parameter.kind == Kind::Type);
    let bounds = types.map(|parameter| {
        let mut naming = fields.iter().filter(|field| names(field.ty, &parameter.name)).peekable();
        let is_copy = naming.peek().is_some() && naming.all(|field| field.check == Check::Copy);
        (&parameter.name, if is_copy { Check::Copy } else { Check::CopyOrArenaSafe })
    });
    bounds.collect()
}

pub(crate) fn names(tokens: &TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(other) => other == *name,
        TokenTree::Group(group) => names(&group.stream(), name),
        _ => false,
    })
}

impl<'a> Shape<'a> {
    fn new(item: &'a Item, mistakes: &mut Mistakes) -> Self {
        if item.keyword == "union" {
            let message = format!(
                "a union never drops its fields, so the derive cannot tell what it may leak; \
                 if no field owns anything, write `impl ArenaSafe for {} {{}}`",
                item.name
            );
            mistakes.add(Error::new(item.keyword.span(), message));
            return Self::Struct(Vec::new());
        }
        match &item.body {
            Body::Fields(fields) => Self::Struct(Field::all(fields, mistakes)),
            Body::Variants(variants) => {
                let variants = variants.iter();
                Self::Enum(variants.map(|variant| Variant::new(variant, mistakes)).collect())
            }
        }
    }
}

impl<'a> Variant<'a> {
    fn new(variant: &'a item::Variant, mistakes: &mut Mistakes) -> Self {
        read_options("arena", &variant.attributes, mistakes, |option| Err(misplaced(option)));
        Self { name: &variant.name, fields: Field::all(&variant.fields, mistakes) }
    }
}

impl<'a> Field<'a> {
    fn all(fields: &'a [item::Field], mistakes: &mut Mistakes) -> Vec<Self> {
        fields.iter().map(|field| Self::new(field, mistakes)).collect()
    }

    fn new(field: &'a item::Field, mistakes: &mut Mistakes) -> Self {
        let mut copy = None;
        read_options("arena", &field.attributes, mistakes, |option| {
            if !option.path.is_ident("copy") {
                return Err(misplaced(option));
            }
            set_once(&mut copy, option, || Ok(()))
        });
        let check = if copy.is_some() { Check::Copy } else { Check::CopyOrArenaSafe };
        Self { member: &field.member, ty: &field.ty, check }
    }
}

/// The options of `#[arena(..)]` on the type itself.
#[derive(Default)]
pub(crate) struct TypeOptions {
    pub(crate) root: Option<Path>,
    bounds: Option<TokenStream>,
    /// The arena's, for `DeserializeIn`.
    pub(crate) lifetime: Option<Lifetime>,
    pub(crate) deserialize_bounds: Option<TokenStream>,
}

impl TypeOptions {
    pub(crate) fn new(attributes: &[Group], mistakes: &mut Mistakes) -> Self {
        let mut options = Self::default();
        read_options("arena", attributes, mistakes, |option| {
            if option.path.is_ident("crate") {
                set_once(&mut options.root, option, || parse_root(option))
            } else if option.path.is_ident("bound") {
                set_once(&mut options.bounds, option, || parse_bounds(option))
            } else if option.path.is_ident("deserialize_bound") {
                set_once(&mut options.deserialize_bounds, option, || parse_bounds(option))
            } else if option.path.is_ident("lifetime") {
                set_once(&mut options.lifetime, option, || option.value()?.parse())
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

/// Looks at the bounds no closer than to see that each is one.
fn parse_bounds(option: &ParseNestedMeta<'_>) -> Result<TokenStream> {
    let text: LitStr = option.value()?.parse()?;
    let bounds: TokenStream = text.parse()?;
    if item::split(bounds.clone()).any(|bound| !item::is_bound(&bound)) {
        return Err(Error::new(text.span(), "expected bounds, such as `T: ArenaSafe, U: Copy`"));
    }
    Ok(bounds)
}

/// Gives every option in the `#[name(..)]` among the attributes to `read`. The first mistake ends
/// the attribute it is in.
pub(crate) fn read_options(
    name: &str,
    attributes: &[Group],
    mistakes: &mut Mistakes,
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>,
) {
    let ours = attributes.iter().filter(|it| item::arguments(it, name).is_some());
    for attribute in ours {
        let parsed = Attribute::parse_outer.parse2(quote!(# #attribute));
        let read_all = |attributes: Vec<Attribute>| {
            attributes.iter().try_for_each(|it| it.parse_nested_meta(|option| read(&option)))
        };
        if let Err(mistake) = parsed.and_then(read_all) {
            mistakes.add(mistake);
        }
    }
}

pub(crate) fn set_once<T>(
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
#[derive(Default)]
pub(crate) struct Mistakes(pub(crate) Option<Error>);

impl Mistakes {
    pub(crate) fn add(&mut self, mistake: Error) {
        match &mut self.0 {
            Some(first) => first.combine(mistake),
            none => *none = Some(mistake),
        }
    }
}
