//! What `#[serde(..)]` says of reading a type. What the derive does not know is refused, at its place;
//! what speaks of writing alone is passed over.

use proc_macro2::{Group, Ident};
use syn::meta::ParseNestedMeta;
use syn::{Error, ExprPath, LitStr, Result, Token};

use crate::case::{self, CASES};
use crate::model::{Mistakes, read_options, set_once};

/// The option `default`: what a value is that was not there.
pub(crate) struct Default {
    pub(crate) option: Ident,
    /// What returns it, if not the trait `Default`.
    pub(crate) path: Option<ExprPath>,
}

#[derive(core::default::Default)]
pub(crate) struct OfType {
    pub(crate) rename: Option<LitStr>,
    pub(crate) rename_all: Option<LitStr>,
    pub(crate) rename_all_fields: Option<LitStr>,
    pub(crate) default: Option<Default>,
    pub(crate) deny_unknown_fields: Option<Ident>,
    pub(crate) transparent: Option<Ident>,
    pub(crate) expecting: Option<LitStr>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) content: Option<LitStr>,
    pub(crate) untagged: Option<Ident>,
}

#[derive(core::default::Default)]
pub(crate) struct OfVariant {
    pub(crate) names: Names,
    pub(crate) rename_all: Option<LitStr>,
    pub(crate) skip: Option<Ident>,
    pub(crate) other: Option<Ident>,
}

#[derive(core::default::Default)]
pub(crate) struct OfField {
    pub(crate) names: Names,
    pub(crate) default: Option<Default>,
    pub(crate) skip: Option<Ident>,
    /// The input lives as long as the arena.
    pub(crate) borrow: Option<Ident>,
}

/// What a field or a variant is called, if not by its name.
#[derive(core::default::Default)]
pub(crate) struct Names {
    rename: Option<LitStr>,
    aliases: Vec<LitStr>,
}

impl OfType {
    pub(crate) fn new(attributes: &[Group], mistakes: &mut Mistakes) -> Self {
        let mut this = Self::default();
        read_options("serde", attributes, mistakes, |option| match &*name(option) {
            "rename" => set_side(&mut this.rename, option),
            "rename_all" => set_case(&mut this.rename_all, option),
            "rename_all_fields" => set_case(&mut this.rename_all_fields, option),
            "default" => set_default(&mut this.default, option),
            "deny_unknown_fields" => set_flag(&mut this.deny_unknown_fields, option),
            "transparent" => set_flag(&mut this.transparent, option),
            "expecting" => set_once(&mut this.expecting, option, || text(option)),
            "tag" => set_once(&mut this.tag, option, || text(option)),
            "content" => set_once(&mut this.content, option, || text(option)),
            "untagged" => set_flag(&mut this.untagged, option),
            "into" | "crate" => text(option).map(drop),
            _ => other(option),
        });
        this
    }
}

impl OfVariant {
    pub(crate) fn new(attributes: &[Group], mistakes: &mut Mistakes) -> Self {
        let mut this = Self::default();
        read_options("serde", attributes, mistakes, |option| match &*name(option) {
            "rename" | "alias" => this.names.add(option),
            "rename_all" => set_case(&mut this.rename_all, option),
            "skip" | "skip_deserializing" => set_flag(&mut this.skip, option),
            "skip_serializing" => Ok(()),
            "other" => set_flag(&mut this.other, option),
            "serialize_with" => text(option).map(drop),
            _ => other(option),
        });
        this
    }
}

impl OfField {
    pub(crate) fn new(attributes: &[Group], mistakes: &mut Mistakes) -> Self {
        let mut this = Self::default();
        read_options("serde", attributes, mistakes, |option| match &*name(option) {
            "rename" | "alias" => this.names.add(option),
            "default" => set_default(&mut this.default, option),
            "skip" | "skip_deserializing" => set_flag(&mut this.skip, option),
            "borrow" => set_flag(&mut this.borrow, option),
            "skip_serializing" => Ok(()),
            "skip_serializing_if" | "serialize_with" => text(option).map(drop),
            _ => other(option),
        });
        this
    }
}

impl Names {
    fn add(&mut self, option: &ParseNestedMeta<'_>) -> Result<()> {
        if option.path.is_ident("rename") {
            return set_side(&mut self.rename, option);
        }
        self.aliases.push(text(option)?);
        Ok(())
    }

    /// The one name, and all that it may be called, in the order of serde's derive.
    pub(crate) fn of_field(&self, name: &Ident, case: Option<&LitStr>) -> (String, Vec<String>) {
        self.all(name, case, case::field)
    }

    /// The same.
    pub(crate) fn of_variant(&self, name: &Ident, case: Option<&LitStr>) -> (String, Vec<String>) {
        self.all(name, case, case::variant)
    }

    fn all(
        &self,
        name: &Ident,
        case: Option<&LitStr>,
        apply: fn(&str, &str) -> String,
    ) -> (String, Vec<String>) {
        let name = unraw(name);
        let name = match (&self.rename, case) {
            (Some(rename), _) => rename.value(),
            (None, Some(case)) => apply(&name, &case.value()),
            (None, None) => name,
        };
        let mut all: Vec<_> = self.aliases.iter().map(LitStr::value).collect();
        all.push(name.clone());
        all.sort();
        all.dedup();
        (name, all)
    }
}

/// The name without the mark that it is no keyword.
pub(crate) fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

fn name(option: &ParseNestedMeta<'_>) -> String {
    option.path.get_ident().map(Ident::to_string).unwrap_or_default()
}

/// The option is known to serde only, or to nobody. Of a bound, half is of writing.
fn other(option: &ParseNestedMeta<'_>) -> Result<()> {
    let name = name(option);
    let why = match &*name {
        "bound" => match side(option)? {
            Some(_) => "write `#[arena(deserialize_bound = \"..\")]`",
            None => return Ok(()),
        },
        "flatten" => "fields would have to be kept until it is known whose they are",
        "with" | "deserialize_with" => {
            "such a function knows no arena: write `impl DeserializeIn` for a type around it, or \
             take `Plain` for one that is `Copy`"
        }
        "borrow" => "a field has it that refers to the input",
        "from" | "try_from" => "write `impl DeserializeIn`",
        _ => "options that it does not know are refused",
    };
    Err(option.error(format!("`DeserializeIn` has no option `{name}` here: {why}")))
}

fn set_flag(slot: &mut Option<Ident>, option: &ParseNestedMeta<'_>) -> Result<()> {
    set_once(slot, option, || option.path.require_ident().cloned())
}

fn set_default(slot: &mut Option<Default>, option: &ParseNestedMeta<'_>) -> Result<()> {
    set_once(slot, option, || {
        let has_path = option.input.peek(Token![=]);
        let path = has_path.then(|| text(option)?.parse()).transpose()?;
        Ok(Default { option: option.path.require_ident()?.clone(), path })
    })
}

fn set_case(slot: &mut Option<LitStr>, option: &ParseNestedMeta<'_>) -> Result<()> {
    set_side(slot, option)?;
    match slot {
        Some(case) if !CASES.contains(&&*case.value()) => {
            Err(Error::new(case.span(), format!("expected one of {CASES:?}")))
        }
        _ => Ok(()),
    }
}

fn set_side(slot: &mut Option<LitStr>, option: &ParseNestedMeta<'_>) -> Result<()> {
    match side(option)? {
        Some(text) => set_once(slot, option, || Ok(text)),
        None => Ok(()),
    }
}

/// The text of `name = ".."`, or of `name(serialize = "..", deserialize = "..")` that of reading.
fn side(option: &ParseNestedMeta<'_>) -> Result<Option<LitStr>> {
    if option.input.peek(Token![=]) {
        return text(option).map(Some);
    }
    let mut read = None;
    option.parse_nested_meta(|side| match &*name(&side) {
        "deserialize" => set_once(&mut read, &side, || text(&side)),
        "serialize" => text(&side).map(drop),
        _ => Err(side.error("expected `serialize` or `deserialize`")),
    })?;
    Ok(read)
}

fn text(option: &ParseNestedMeta<'_>) -> Result<LitStr> {
    option.value()?.parse()
}
