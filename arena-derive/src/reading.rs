//! How a type is read, and the rules of it.

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
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
    bounds: Option<TokenStream>,
    pub(crate) shape: Shape<'a>,
}

pub(crate) enum Shape<'a> {
    Struct(Fields<'a>),
    Enum(Vec<Variant<'a>>),
}

pub(crate) struct Variant<'a> {
    place: Span,
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
        let mut refuse = |place, message| mistakes.add(Error::new(place, message));
        let OfType { tag, content, untagged, transparent, default, .. } = &self.options;
        if let (Some(transparent), None) = (transparent, self.transparent_field()) {
            refuse(transparent.span(), "for structs of one field, apart from those skipped");
        }
        for (field, borrow) in self.borrowing() {
            if names(field.ty, &Ident::new("str", ours())) {
                refuse(borrow.span(), "a `&str` is a copy: what may stay in the input is a `Text`");
            } else if self.lifetime.is_none_or(|lifetime| !names(field.ty, lifetime)) {
                refuse(borrow.span(), "for types with the lifetime of the arena");
            }
        }
        let untagged = untagged.as_ref().map(Ident::span);
        match &self.shape {
            Shape::Struct(_) => {
                if let Some(place) = untagged.or(content.as_ref().map(LitStr::span)) {
                    refuse(place, "for enums");
                }
            }
            Shape::Enum(variants) => {
                if let Some(default) = default {
                    refuse(default.option.span(), "for structs");
                }
                let tag_text = tag.as_ref().map(LitStr::value);
                match (tag, content, untagged) {
                    (Some(_), _, Some(place)) => refuse(place, "either with a tag or without"),
                    (None, Some(content), _) => refuse(content.span(), "needs a `tag` too"),
                    (Some(_), None, None) => {
                        for variant in variants.iter().filter(|it| it.options.skip.is_none()) {
                            let mut fields = variant.fields.read();
                            if variant.fields.style == Style::Tuple {
                                refuse(
                                    variant.place,
                                    "a variant with several fields that have no names cannot have a `tag`",
                                );
                            } else if fields
                                .any(|it| it.names.1.iter().any(|it| Some(it) == tag_text.as_ref()))
                            {
                                refuse(variant.place, "a field has the name of the tag");
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// As in what is expected.
    pub(crate) fn kind_of_enum(&self) -> &'static str {
        match (&self.options.tag, &self.options.content) {
            _ if self.options.untagged.is_some() => {
                "data did not match any variant of untagged enum"
            }
            (Some(_), Some(_)) => "adjacently tagged enum",
            (Some(_), None) => "internally tagged enum",
            (None, _) => "enum",
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

    /// Those that refer to the input, and where they say so.
    fn borrowing(&self) -> impl Iterator<Item = (&Field<'a>, &Ident)> {
        let read = self.all_fields().into_iter().filter(|field| !field.is_skipped());
        read.filter_map(|field| Some((field, field.options.borrow.as_ref()?)))
    }

    /// That the input lives long enough, that each type parameter that is read can be, and that each has
    /// a default that needs one.
    pub(crate) fn bounds(&self) -> TokenStream {
        let arena = self.arena();
        let mut bounds = TokenStream::new();
        if self.borrowing().next().is_some() {
            bounds.extend(quote_spanned!(ours()=> '__de: #arena,));
        }
        if let Some(given) = &self.bounds {
            bounds.extend(given.clone());
            return bounds;
        }
        let fields = self.all_fields();
        for parameter in self.item.parameters.iter().filter(|it| it.kind == Kind::Type) {
            let name = ours_as(&parameter.name);
            let naming = || fields.iter().filter(|field| names(field.ty, &parameter.name));
            if naming().any(|field| !field.is_skipped() && !field.is_phantom()) {
                let trait_name = quote_spanned!(ours()=> __arena::DeserializeIn<'__de, #arena>);
                bounds.extend(quote_spanned!(ours()=> #name: #trait_name + __arena::ArenaSafe,));
            }
            if naming().any(|field| self.defaults(field)) {
                bounds.extend(quote_spanned!(ours()=> #name: __arena::Default,));
            }
        }
        bounds
    }

    pub(crate) fn arena(&self) -> TokenStream {
        let Some(name) = self.lifetime else { return quote_spanned!(ours()=> '__arena) };
        let (apostrophe, name) = (item::apostrophe(ours()), ours_as(name));
        quote_spanned!(ours()=> #apostrophe #name)
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
        Self { place: variant.name.span(), options, names, fields }
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
