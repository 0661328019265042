//! The impl of `DeserializeIn`: names and fields, as tables and calls. The visitors over them are the
//! crate's.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::LitStr;

use crate::attributes::Default;
use crate::expand::{Header, all_at, allowed, binding, ends, member_at, ours};
use crate::item::Item;
use crate::model::Mistakes;
use crate::reading::{Field, Fields, Model, Shape, Style, Variant};

/// The impl, or the mistakes and an impl that does nothing, so that nothing else is reported.
pub(crate) fn expand(item: &Item) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let model = Model::new(item, &mut mistakes);
    let allowed = allowed(item);
    let root = &model.root;
    let (error, items) = match mistakes.0 {
        Some(mistakes) => (
            mistakes.to_compile_error(),
            model.read(&quote_spanned!(ours()=> __arena::unreachable!())),
        ),
        None => (TokenStream::new(), model.expand()),
    };
    quote_spanned! {ours()=>
        #error
        #allowed
        const _: () = {
            use #root::__private::de as __arena;
            #items
        };
    }
}

impl Model<'_> {
    fn expand(&self) -> TokenStream {
        let name = self.type_name();
        let (read, more) = match &self.shape {
            Shape::Struct(_) if self.options.transparent.is_some() => {
                (self.read_transparent(), TokenStream::new())
            }
            Shape::Struct(fields) => (self.read_struct(fields, &name), self.fields(fields)),
            Shape::Enum(variants) => {
                let read = self.read_enum(&name);
                (read, self.variants(variants))
            }
        };
        let read = self.read(&read);
        quote_spanned!(ours()=> #read #more)
    }

    /// The impl of the trait, by that expression.
    fn read(&self, read: &TokenStream) -> TokenStream {
        let arena = self.arena();
        let of_trait = quote_spanned!(ours()=> __arena::DeserializeIn<'__de, #arena>);
        self.implement(&of_trait, &self.function("deserialize_in", "Deserializer", read))
    }

    fn read_transparent(&self) -> TokenStream {
        let read = self.transparent_field();
        let fields = self.all_fields();
        let values = fields.iter().map(|field| {
            let value = if read.is_some_and(|read| core::ptr::eq(*field, read)) {
                field.call("read", &quote_spanned!(ours()=> (__from, __local)?))
            } else {
                self.missing(field).unwrap_or_else(default)
            };
            field.set(&value)
        });
        quote_spanned!(ours()=> __arena::Ok(Self { #(#values),* }))
    }

    fn read_struct(&self, fields: &Fields<'_>, name: &str) -> TokenStream {
        let visitor = quote_spanned!(ours()=> __arena::VisitFields::<Self, 0>::new(__local));
        let count = fields.count();
        match fields.style {
            Style::Unit => {
                let expecting = self.expecting(&fields.what);
                quote_spanned! {ours()=>
                    let __unit = __arena::VisitUnit(#expecting);
                    __arena::Deserializer::deserialize_unit_struct(__from, #name, __unit)?;
                    __arena::Ok(Self {})
                }
            }
            Style::Newtype => quote_spanned! {ours()=>
                __arena::Deserializer::deserialize_newtype_struct(__from, #name, #visitor)
            },
            Style::Tuple => quote_spanned! {ours()=>
                __arena::Deserializer::deserialize_tuple_struct(__from, #name, #count, #visitor)
            },
            Style::Named => quote_spanned! {ours()=>
                let __names = <Self as __arena::Names<0>>::NAMES;
                __arena::Deserializer::deserialize_struct(__from, #name, __names, #visitor)
            },
        }
    }

    fn read_enum(&self, name: &str) -> TokenStream {
        let is_strict = self.options.deny_unknown_fields.is_some();
        match (&self.options.tag, &self.options.content) {
            _ if self.options.untagged.is_some() => {
                quote_spanned!(ours()=> __arena::read_untagged(__from, __local))
            }
            (Some(tag), Some(content)) => quote_spanned! {ours()=>
                __arena::read_adjacent(__from, __local, #name, &[#tag, #content], #is_strict)
            },
            (Some(tag), None) => {
                quote_spanned!(ours()=> __arena::read_internal(__from, __local, #tag))
            }
            (None, _) => quote_spanned! {ours()=>
                let __names = <Self as __arena::Names<{ __arena::VARIANTS }>>::NAMES;
                let __visitor = __arena::VisitVariants::<Self>::new(__local);
                __arena::Deserializer::deserialize_enum(__from, #name, __names, __visitor)
            },
        }
    }

    fn variants(&self, variants: &[Variant<'_>]) -> TokenStream {
        let read: Vec<_> = variants.iter().filter(|it| it.options.skip.is_none()).collect();
        let other = read.iter().position(|variant| variant.options.other.is_some());
        let names = self.names(
            &quote_spanned!(ours()=> { __arena::VARIANTS }),
            read.iter().map(|variant| &*variant.names.1),
            other.map(|index| quote_spanned!(ours()=> #index)),
        );
        let fields = read.iter().map(|variant| &variant.fields);
        let arms = fields.clone().enumerate().map(|(index, fields)| {
            let variant = self.read_variant(fields);
            quote_spanned!(ours()=> #index => { #variant })
        });
        let arena = self.arena();
        let expecting = self.expecting(&format!("{} {}", self.kind_of_enum(), self.item.name));
        let units = fields.clone().map(|fields| fields.what.replacen("tuple", "unit", 1));
        let read = quote_spanned! {ours()=>
            match __index {
                #(#arms)*
                _ => __arena::unreachable!(),
            }
        };
        let read = self.function("from_variant", "VariantAccess", &read);
        let variants = self.implement(
            &quote_spanned!(ours()=> __arena::Variants<'__de, #arena>),
            &quote_spanned! {ours()=>
                const EXPECTING: &'static str = #expecting;
                const UNITS: &'static [&'static str] = &[#(#units),*];
                #read
            },
        );
        let fields = fields.filter(|it| matches!(it.style, Style::Tuple | Style::Named));
        let fields = fields.map(|fields| self.fields(fields));
        quote_spanned!(ours()=> #names #variants #(#fields)*)
    }

    fn read_variant(&self, fields: &Fields<'_>) -> TokenStream {
        let Fields { of, path, .. } = fields;
        let visitor = quote_spanned!(ours()=> __arena::VisitFields::<Self, #of>::new(__local));
        let count = fields.count();
        match (fields.style, &*fields.all) {
            (Style::Newtype, [field]) if !field.is_skipped() => {
                let call = quote_spanned!(ours()=> (__from, __local)?);
                let value = field.set(&field.call("newtype_variant", &call));
                quote_spanned!(ours()=> __arena::Ok(#path { #value }))
            }
            (Style::Unit | Style::Newtype, all) => {
                let values = all.iter().filter_map(|it| Some(it.set(&self.missing(it)?)));
                quote_spanned! {ours()=>
                    __arena::VariantAccess::unit_variant(__from)?;
                    __arena::Ok(#path { #(#values),* })
                }
            }
            (Style::Tuple, _) => quote_spanned! {ours()=>
                __arena::VariantAccess::tuple_variant(__from, #count, #visitor)
            },
            (Style::Named, _) => quote_spanned! {ours()=>
                let __names = <Self as __arena::Names<#of>>::NAMES;
                __arena::VariantAccess::struct_variant(__from, __names, #visitor)
            },
        }
    }

    /// What reads fields, other than none.
    fn fields(&self, fields: &Fields<'_>) -> TokenStream {
        if fields.style == Style::Unit {
            return TokenStream::new();
        }
        let Fields { of, .. } = fields;
        let arena = self.arena();
        let expecting = self.expecting(&fields.what);
        let from_seq = self.read_seq(fields);
        let (mut names, mut more) = (TokenStream::new(), TokenStream::new());
        if fields.style == Style::Named {
            let ignores = self.options.deny_unknown_fields.is_none();
            let other = ignores.then(|| quote_spanned!(ours()=> __arena::IGNORED));
            let all = fields.read().map(|field| &*field.names.1);
            names = self.names(&quote_spanned!(ours()=> #of), all, other);
            more = self.read_map(fields);
        } else if let (Style::Newtype, [field]) = (fields.style, &*fields.all) {
            // Also if it is skipped, as serde's derive does.
            let value =
                field.set(&field.call("read", &quote_spanned!(ours()=> (__from, __local)?)));
            let read = quote_spanned!(ours()=> __arena::Ok(Self { #value }));
            more = self.function("from_newtype", "Deserializer", &read);
        }
        let fields = self.implement(
            &quote_spanned!(ours()=> __arena::Fields<'__de, #arena, #of>),
            &quote_spanned!(ours()=> const EXPECTING: &'static str = #expecting; #from_seq #more),
        );
        quote_spanned!(ours()=> #names #fields)
    }

    fn read_seq(&self, fields: &Fields<'_>) -> TokenStream {
        let path = &fields.path;
        let default = self.default();
        let elements = if fields.count() == 1 { "element" } else { "elements" };
        let expecting =
            self.expecting(&format!("{} with {} {elements}", fields.what, fields.count()));
        let mut indices = 0_usize..;
        let values = fields.all.iter().map(|field| {
            if let (true, Some(value)) = (field.is_skipped(), self.missing(field)) {
                return field.set(&value);
            }
            let index = indices.next();
            let next =
                field.call("next_element", &quote_spanned!(ours()=> (&mut __from, __local)?));
            let missing = self
                .missing(field)
                .unwrap_or_else(|| quote_spanned!(ours()=> __arena::too_few(#index, #expecting)?));
            field.set(&or(&next, &missing))
        });
        let read = quote_spanned!(ours()=> #default __arena::Ok(#path { #(#values),* }));
        self.function("from_seq", "SeqAccess", &read)
    }

    fn read_map(&self, fields: &Fields<'_>) -> TokenStream {
        let Fields { of, path, .. } = fields;
        let default = self.default();
        let slot = |index| binding(index, ours());
        let slots = fields.read().enumerate().map(|(index, _)| slot(index));
        let arms = fields.read().enumerate().map(|(index, field)| {
            let (slot, name) = (slot(index), &field.names.0);
            let arguments = quote_spanned!(ours()=> (&mut #slot, #name, &mut __from, __local)?);
            let read = field.call("read_field", &arguments);
            quote_spanned!(ours()=> #index => #read,)
        });
        let mut indices = 0..;
        let values = fields.all.iter().map(|field| {
            if let (true, Some(value)) = (field.is_skipped(), self.missing(field)) {
                return field.set(&value);
            }
            let slot = slot(indices.next().unwrap_or_default());
            let name = &field.names.0;
            let missing = self.missing(field).unwrap_or_else(|| {
                field.call("missing_field", &quote_spanned!(ours()=> (#name, __local)?))
            });
            field.set(&or(&quote_spanned!(ours()=> #slot), &missing))
        });
        let read = quote_spanned! {ours()=>
            #(let mut #slots = __arena::None;)*
            while let __arena::Some(__index) = __arena::next_field::<Self, #of, _>(&mut __from)? {
                match __index {
                    #(#arms)*
                    _ => __arena::pass_field(&mut __from)?,
                }
            }
            #default
            __arena::Ok(#path { #(#values),* })
        };
        self.function("from_map", "MapAccess", &read)
    }

    /// A function that reads from what is of that trait; a variant is also told by its index.
    fn function(&self, name: &str, of_trait: &str, read: &TokenStream) -> TokenStream {
        let arena = self.arena();
        let index = (name == "from_variant").then(|| quote_spanned!(ours()=> __index: usize,));
        let (name, of_trait) = (Ident::new(name, ours()), Ident::new(of_trait, ours()));
        quote_spanned! {ours()=>
            fn #name<__F: __arena::#of_trait<'__de>>(
                mut __from: __F,
                __local: &__arena::Local<#arena>,
                #index
            ) -> __arena::Result<Self, __F::Error> {
                #read
            }
        }
    }

    /// The table of names of that number.
    fn names<'n>(
        &self,
        of: &TokenStream,
        names: impl Iterator<Item = &'n [String]> + Clone,
        other: Option<TokenStream>,
    ) -> TokenStream {
        let other = other.map_or_else(
            || quote_spanned!(ours()=> __arena::None),
            |index| quote_spanned!(ours()=> __arena::Some(#index)),
        );
        let count = names.clone().count();
        let all = names.clone().flatten();
        let arms = names
            .enumerate()
            .map(|(index, names)| quote_spanned!(ours()=> #(#names)|* => __arena::Some(#index),));
        self.implement(
            &quote_spanned!(ours()=> __arena::Names<#of>),
            &quote_spanned! {ours()=>
                const NAMES: &'static [&'static str] = &[#(#all),*];
                const COUNT: usize = #count;
                const OTHER: __arena::Option<usize> = #other;

                #[inline]
                fn index(__name: &str) -> __arena::Option<usize> {
                    match __name {
                        #(#arms)*
                        _ => __arena::None,
                    }
                }
            },
        )
    }

    /// An impl for the type.
    fn implement(&self, of_trait: &TokenStream, items: &TokenStream) -> TokenStream {
        let Header { parameters, ty, bounds } = Header::new(self.item);
        let fresh = self.lifetime.is_none().then(|| self.arena());
        let fresh = fresh.map(|lifetime| quote_spanned!(ours()=> #lifetime,));
        let more_bounds = self.bounds();
        quote_spanned! {ours()=>
            #[automatically_derived]
            #[allow(unused)]
            impl <'__de, #fresh #parameters> #of_trait for #ty where #bounds #more_bounds {
                #items
            }
        }
    }

    /// What stands for a field that is not there, if something may.
    fn missing(&self, field: &Field<'_>) -> Option<TokenStream> {
        let member = member_at(field.member, ours());
        match (&field.options.default, &self.options.default) {
            (Some(default), _) => Some(value_of(default)),
            (None, Some(_)) => Some(quote_spanned!(ours()=> __default.#member)),
            (None, None) => field.is_skipped().then(default),
        }
    }

    /// The value that fields are taken from that are not there.
    fn default(&self) -> Option<TokenStream> {
        let value = value_of(self.options.default.as_ref()?);
        Some(quote_spanned!(ours()=> let __default: Self = #value;))
    }

    fn expecting(&self, what: &str) -> String {
        self.options.expecting.as_ref().map_or_else(|| what.to_owned(), LitStr::value)
    }
}

impl Field<'_> {
    /// A call of our crate's function, at the place of the type, where its errors are reported.
    fn call(&self, function: &str, arguments: &TokenStream) -> TokenStream {
        let (first, last) = ends(self.ty);
        let function = Ident::new(function, last);
        let arguments = all_at(arguments, last);
        quote_spanned!(first=> __arena::#function #arguments)
    }

    fn set(&self, value: &TokenStream) -> TokenStream {
        let member = member_at(self.member, ours());
        quote_spanned!(ours()=> #member: #value)
    }
}

fn or(value: &TokenStream, otherwise: &TokenStream) -> TokenStream {
    quote_spanned! {ours()=>
        match #value {
            __arena::Some(__value) => __value,
            __arena::None => #otherwise,
        }
    }
}

fn value_of(option: &Default) -> TokenStream {
    option.path.as_ref().map_or_else(default, |path| quote_spanned!(ours()=> #path()))
}

fn default() -> TokenStream {
    quote_spanned!(ours()=> __arena::Default::default())
}
