//! Takes a struct, an enum or a union apart, and no further than needed: types, bounds and
//! expressions stay the tokens that they are. So all that the compiler takes is taken here, in
//! every edition, and whatever a parser for Rust may know.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Error, Member, Result};

pub(crate) struct Item {
    pub(crate) attributes: Vec<Group>,
    pub(crate) keyword: Ident,
    pub(crate) name: Ident,
    pub(crate) parameters: Vec<Parameter>,
    /// What stands behind `where`.
    pub(crate) bounds: TokenStream,
    /// Around the body, which a unit struct has none of.
    pub(crate) delimiter: Option<Delimiter>,
    pub(crate) body: Body,
}

pub(crate) struct Parameter {
    pub(crate) kind: Kind,
    pub(crate) name: Ident,
    /// What stands behind the colon: bounds, or the type of a constant.
    pub(crate) bounds: TokenStream,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Lifetime,
    Type,
    Const,
}

pub(crate) enum Body {
    Fields(Vec<Field>),
    Variants(Vec<Variant>),
}

pub(crate) struct Variant {
    pub(crate) attributes: Vec<Group>,
    pub(crate) name: Ident,
    /// Around the fields.
    pub(crate) delimiter: Option<Delimiter>,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) attributes: Vec<Group>,
    pub(crate) member: Member,
    pub(crate) ty: TokenStream,
}

impl Item {
    /// The compiler has parsed the item before, so nothing fails here that it would take.
    pub(crate) fn new(item: TokenStream) -> Result<Self> {
        let (attributes, tokens) = head(item);
        let mut tokens = tokens.into_iter().peekable();
        let keyword = ident(tokens.next())?;
        let name = ident(tokens.next())?;
        let mut parameters = Vec::new();
        if tokens.next_if(|token| is_punct(token, '<')).is_some() {
            let mut angles = Angles { depth: 1, ..Angles::default() };
            let inside = core::iter::from_fn(|| tokens.next_if(|token| angles.pass(token) > 0));
            parameters = split(inside).map(Parameter::new).collect::<Result<_>>()?;
            tokens.next();
        }
        let mut rest: Vec<_> = tokens.collect();
        let in_front = matches!(delimiter(rest.first()), Some(Delimiter::Parenthesis));
        let first = in_front.then(|| rest.remove(0));
        // The body in braces, or the semicolon.
        let last = rest.pop();
        let body = first.or(last);
        let delimiter = delimiter(body.as_ref());
        let body = match body {
            Some(TokenTree::Group(body)) if keyword == "enum" => {
                let variants = split_by(Angles::in_expression(), body.stream());
                Body::Variants(variants.map(Variant::new).collect::<Result<_>>()?)
            }
            body => Body::Fields(fields(body)?),
        };
        // Without the word `where`.
        let bounds = rest.into_iter().skip(1).collect();
        Ok(Self { attributes, keyword, name, parameters, bounds, delimiter, body })
    }
}

impl Parameter {
    fn new(tokens: Vec<TokenTree>) -> Result<Self> {
        let (_, tokens) = head(tokens.into_iter().collect());
        let mut tokens = tokens.into_iter().peekable();
        let kind = match tokens.peek() {
            Some(TokenTree::Punct(_)) => Kind::Lifetime,
            Some(TokenTree::Ident(name)) if name == "const" => Kind::Const,
            _ => Kind::Type,
        };
        if kind != Kind::Type {
            tokens.next();
        }
        let name = ident(tokens.next())?;
        tokens.next_if(|token| is_punct(token, ':'));
        // The default is of no use to an impl.
        let mut angles = Angles::default();
        let bounds = tokens.take_while(|token| angles.pass(token) > 0 || !is_punct(token, '='));
        Ok(Self { kind, name, bounds: bounds.collect() })
    }
}

impl Variant {
    fn new(tokens: Vec<TokenTree>) -> Result<Self> {
        let (attributes, tokens) = head(tokens.into_iter().collect());
        let mut tokens = tokens.into_iter();
        let name = ident(tokens.next())?;
        let body = tokens.next();
        let delimiter = delimiter(body.as_ref());
        Ok(Self { attributes, name, delimiter, fields: fields(body)? })
    }
}

/// The fields in braces or in parentheses. Anything else has none.
fn fields(body: Option<TokenTree>) -> Result<Vec<Field>> {
    let Some(TokenTree::Group(body)) = body else { return Ok(Vec::new()) };
    let is_named = body.delimiter() == Delimiter::Brace;
    let fields = split(body.stream()).enumerate().map(|(index, tokens)| {
        let (attributes, mut ty) = head(tokens.into_iter().collect());
        let member = if is_named {
            let name = ident(ty.drain(..2.min(ty.len())).next())?;
            Member::Named(name)
        } else {
            Member::from(index)
        };
        Ok(Field { attributes, member, ty: ty.into_iter().collect() })
    });
    fields.collect()
}

/// Takes attributes and visibility from the front of the tokens. They may be in the invisible group
/// that a fragment of a `macro_rules` macro leaves.
fn head(tokens: TokenStream) -> (Vec<Group>, Vec<TokenTree>) {
    let mut attributes = Vec::new();
    let mut tokens = tokens.into_iter();
    loop {
        let rest = tokens.clone();
        match (tokens.next(), rest.clone().nth(1)) {
            (Some(TokenTree::Group(group)), _) if group.delimiter() == Delimiter::None => {
                tokens =
                    group.stream().into_iter().chain(tokens).collect::<TokenStream>().into_iter();
            }
            (Some(TokenTree::Punct(punct)), Some(TokenTree::Group(attribute)))
                if punct.as_char() == '#' =>
            {
                attributes.push(attribute);
                tokens.next();
            }
            (Some(TokenTree::Ident(word)), next) if word == "pub" => {
                if next.is_some_and(|next| is_restriction(&next)) {
                    tokens.next();
                }
            }
            _ => return (attributes, rest.collect()),
        }
    }
}

/// Whether this is the `(crate)` of `pub(crate)`, and not the type of a field in parentheses.
fn is_restriction(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let mut tokens = group.stream().into_iter();
    let (Some(TokenTree::Ident(word)), second) = (tokens.next(), tokens.next()) else {
        return false;
    };
    let is_alone = second.is_none() && ["crate", "self", "super"].iter().any(|path| word == path);
    group.delimiter() == Delimiter::Parenthesis && (is_alone || word == "in")
}

/// Splits at the commas that are in no angle brackets.
pub(crate) fn split(
    tokens: impl IntoIterator<Item = TokenTree>,
) -> impl Iterator<Item = Vec<TokenTree>> {
    split_by(Angles::default(), tokens)
}

fn split_by(
    mut angles: Angles,
    tokens: impl IntoIterator<Item = TokenTree>,
) -> impl Iterator<Item = Vec<TokenTree>> {
    let mut tokens = tokens.into_iter().peekable();
    core::iter::from_fn(move || {
        tokens.peek()?;
        let is_inside = |token: &TokenTree| angles.pass(token) > 0 || !is_punct(token, ',');
        Some(tokens.by_ref().take_while(is_inside).collect())
    })
}

/// Whether a colon stands behind something, as in every bound. A path has two at a time.
pub(crate) fn is_bound(tokens: &[TokenTree]) -> bool {
    let mut angles = Angles::default();
    tokens.iter().enumerate().any(|(index, token)| {
        let is_second = angles.follows(':');
        let is_outside = angles.pass(token) == 0;
        index > 0 && is_outside && !is_second && is_punct(token, ':') && !angles.follows(':')
    })
}

/// What follows the name in `#[name ..]`, if it is this name.
pub(crate) fn arguments(attribute: &Group, name: &str) -> Option<TokenStream> {
    let (_, tokens) = head(attribute.stream());
    let mut tokens = tokens.into_iter();
    matches!(tokens.next(), Some(TokenTree::Ident(first)) if first == name)
        .then(|| tokens.collect())
}

/// The first half of a lifetime.
pub(crate) fn apostrophe(span: Span) -> Punct {
    let mut apostrophe = Punct::new('\'', Spacing::Joint);
    apostrophe.set_span(span);
    apostrophe
}

/// Counts angle brackets, which are no groups of tokens.
#[derive(Default)]
struct Angles {
    depth: usize,
    /// A `<` is a bracket in a type, but in an expression only where an operand begins.
    in_expression: bool,
    previous: Option<TokenTree>,
}

impl Angles {
    fn in_expression() -> Self {
        Self { in_expression: true, ..Self::default() }
    }

    /// How deep the token is, or what follows it.
    fn pass(&mut self, token: &TokenTree) -> usize {
        if is_punct(token, '<') && (!self.in_expression || self.depth > 0 || self.is_operand()) {
            self.depth += 1;
        } else if is_punct(token, '>') && !self.follows('-') {
            self.depth = self.depth.saturating_sub(1);
        }
        self.previous = Some(token.clone());
        self.depth
    }

    fn is_operand(&self) -> bool {
        matches!(self.previous, Some(TokenTree::Punct(_))) && !self.follows('<')
    }

    fn follows(&self, wanted: char) -> bool {
        matches!(&self.previous, Some(TokenTree::Punct(punct))
            if punct.as_char() == wanted && punct.spacing() == Spacing::Joint)
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn delimiter(token: Option<&TokenTree>) -> Option<Delimiter> {
    let Some(TokenTree::Group(group)) = token else { return None };
    Some(group.delimiter())
}

fn ident(token: Option<TokenTree>) -> Result<Ident> {
    match token {
        Some(TokenTree::Ident(name)) => Ok(name),
        other => Err(Error::new_spanned(quote!(#other), "expected a name")),
    }
}
