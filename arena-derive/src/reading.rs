//! How a type is read, and the rules of it.

use proc_macro2::{Delimiter, Ident, TokenStream};
use quote::quote_spanned;
use syn::{Error, LitStr, Member, Path};

use crate::attributes::{OfField, OfType, OfVariant, unraw};
use crate::expand::{ours, ours_as};
use crate::item::{self, Body, Item, Kind};
use crate::model::{Mistakes, TypeOptions, default_root, names};

/// A type, and how it is read.
pub(crate) struct Model<'a> {
    pub(crate) item: &'a Item,
    pub(crate) root: Path,
    pub(crate) options: OfType,
    /// The arena's, unless it is of the impl alone.
    pub(crate) lifetime: Option<&'a Ident>,
    /// In the place of those of the type parameters.
    pub(crate) bounds: Option<TokenStream>,
    pub(crate) shape: Shape<'a>,
}

pub(crate) enum Shape<'a> {
    Struct(Fields<'a>),
    Enum(Vec<Variant<'a>>),
}

pub(crate) struct Variant<'a> {
    pub(crate) options: OfVariant,
    pub(crate) names: (String, Vec<String>),
    pub(crate) fields: Fields<'a>,
}

/// The fields of a struct or of a variant.
pub(crate) struct Fields<'a> {
    /// Zero, or the place of the variant.
    pub(crate) of: usize,
    pub(crate) style: Style,
    pub(crate) path: TokenStream,
    /// As in what is expected.
    pub(crate) what: String,
    pub(crate) all: Vec<Field<'a>>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Style {
    Unit,
    Newtype,
    Tuple,
    Named,
}

pub(crate) struct Field<'a> {
    pub(crate) member: &'a Member,
    pub(crate) ty: &'a TokenStream,
    pub(crate) options: OfField,
    pub(crate) names: (String, Vec<String>),
}

impl<'a> Model<'a> {
    pub(crate) fn new(item: &'a Item, mistakes: &mut Mistakes) -> Self {
        let of_arena = TypeOptions::new(&item.attributes, mistakes);
        let options = OfType::new(&item.attributes, mistakes);
        let lifetimes = || item.parameters.iter().filter(|it| it.kind == Kind::Lifetime);
        let lifetime = match &of_arena.lifetime {
            Some(said) => {
                let lifetime = lifetimes().find(|lifetime| lifetime.name == said.ident);
                if lifetime.is_none() {
                    mistakes.add(Error::new(said.span(), "the type has no such lifetime"));
                }
                lifetime
            }
            None if lifetimes().count() > 1 => {
                let message = "which lifetime is the arena's? Say so by `#[arena(lifetime = 'a)]`";
                mistakes.add(Error::new(item.name.span(), message));
                None
            }
            None => lifetimes().next(),
        };
        let shape = match &item.body {
            _ if item.keyword == "union" => {
                let message = "nobody knows which field of a union is there, so it cannot be read";
                mistakes.add(Error::new(item.keyword.span(), message));
                Shape::Enum(Vec::new())
            }
            Body::Fields(fields) => {
                Shape::Struct(Fields::of_struct(item, fields, &options, mistakes))
            }
            Body::Variants(variants) => {
                let variants = variants.iter().enumerate();
                let variants =
                    variants.map(|(of, it)| Variant::new(item, of, it, &options, mistakes));
                Shape::Enum(variants.collect())
            }
        };
        let root = of_arena.root.unwrap_or_else(default_root);
        let model = Self {
            item,
            root,
            options,
            lifetime: lifetime.map(|lifetime| &lifetime.name),
            bounds: of_arena.deserialize_bounds,
            shape,
        };
        model.check(mistakes);
        model
    }

    /// What several options say together.
    fn check(&self, mistakes: &mut Mistakes) {
        let mut refuse = |place: &Ident, message| mistakes.add(Error::new_spanned(place, message));
        let options = &self.options;
        let is_enum = matches!(self.shape, Shape::Enum(_));
        if let Some(transparent) = &options.transparent {
            if self.transparent_field().is_none() {
                refuse(transparent, "this is for structs with one field, apart from those skipped");
            }
        }
        if let Some(untagged) = &options.untagged {
            refuse(untagged, "`DeserializeIn` reads enums that are tagged outside");
        }
        if let (true, Some(default)) = (is_enum, &options.default) {
            refuse(&default.option, "this is for structs");
        }
        for text in [&options.tag, &options.content].into_iter().flatten() {
            let message = "`DeserializeIn` reads enums that are tagged outside";
            mistakes.add(Error::new(text.span(), message));
        }
    }

    pub(crate) fn type_name(&self) -> String {
        let rename = self.options.rename.as_ref();
        rename.map_or_else(|| unraw(&self.item.name), LitStr::value)
    }

    /// Whether the field's type needs a default.
    pub(crate) fn defaults(&self, field: &Field<'a>) -> bool {
        match &field.options.default {
            Some(default) => default.path.is_none(),
            None => field.is_skipped() && self.options.default.is_none(),
        }
    }

    /// Those that are read, and those that are skipped beside them.
    pub(crate) fn all_fields(&self) -> Vec<&Field<'a>> {
        match &self.shape {
            Shape::Struct(fields) => fields.all.iter().collect(),
            Shape::Enum(variants) => {
                let read = variants.iter().filter(|variant| variant.options.skip.is_none());
                read.flat_map(|variant| &variant.fields.all).collect()
            }
        }
    }

    pub(crate) fn transparent_field(&self) -> Option<&Field<'a>> {
        let Shape::Struct(fields) = &self.shape else { return None };
        let mut read = fields.all.iter().filter(|field| !field.is_skipped() && !field.is_phantom());
        read.next().filter(|_| read.next().is_none())
    }
}

impl<'a> Variant<'a> {
    fn new(
        item: &Item,
        of: usize,
        variant: &'a item::Variant,
        of_type: &OfType,
        mistakes: &mut Mistakes,
    ) -> Self {
        let options = OfVariant::new(&variant.attributes, mistakes);
        let names = options.names.of_variant(&variant.name, of_type.rename_all.as_ref());
        let style = Style::new(variant.delimiter, variant.fields.len());
        let name = ours_as(&variant.name);
        let kind = if style == Style::Named { "struct" } else { "tuple" };
        let case = options.rename_all.as_ref().or(of_type.rename_all_fields.as_ref());
        let fields = Fields {
            of,
            style,
            path: quote_spanned!(ours()=> Self::#name),
            what: format!("{kind} variant {}::{}", item.name, variant.name),
            all: Field::all(&variant.fields, case, mistakes),
        };
        Self { options, names, fields }
    }
}

impl<'a> Fields<'a> {
    fn of_struct(
        item: &Item,
        fields: &'a [item::Field],
        options: &OfType,
        mistakes: &mut Mistakes,
    ) -> Self {
        let style = Style::new(item.delimiter, fields.len());
        let kind = match style {
            Style::Unit => "unit struct",
            Style::Newtype | Style::Tuple => "tuple struct",
            Style::Named => "struct",
        };
        Self {
            of: 0,
            style,
            path: quote_spanned!(ours()=> Self),
            what: format!("{kind} {}", item.name),
            all: Field::all(fields, options.rename_all.as_ref(), mistakes),
        }
    }

    pub(crate) fn read(&self) -> impl Iterator<Item = &Field<'a>> + Clone {
        self.all.iter().filter(|field| !field.is_skipped())
    }

    pub(crate) fn count(&self) -> usize {
        self.read().count()
    }
}

impl Style {
    fn new(delimiter: Option<Delimiter>, count: usize) -> Self {
        match delimiter {
            Some(Delimiter::Brace) => Self::Named,
            Some(Delimiter::Parenthesis) if count == 1 => Self::Newtype,
            Some(Delimiter::Parenthesis) => Self::Tuple,
            _ => Self::Unit,
        }
    }
}

impl<'a> Field<'a> {
    fn all(fields: &'a [item::Field], case: Option<&LitStr>, mistakes: &mut Mistakes) -> Vec<Self> {
        let fields = fields.iter().map(|field| {
            let options = OfField::new(&field.attributes, mistakes);
            let names = match &field.member {
                Member::Named(name) => options.names.of_field(name, case),
                Member::Unnamed(_) => (String::new(), Vec::new()),
            };
            Self { member: &field.member, ty: &field.ty, options, names }
        });
        fields.collect()
    }

    pub(crate) fn is_skipped(&self) -> bool {
        self.options.skip.is_some()
    }

    pub(crate) fn is_phantom(&self) -> bool {
        names(self.ty, &Ident::new("PhantomData", ours()))
    }
}
