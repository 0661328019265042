//! One parser of JSON for every arena, after that of `examples/json`.
//!
//! Elements of the lists and objects around the current place wait on two stacks of the heap; a list moves to the arena when it ends.

use std::str;

use crate::subject::Keep;

/// How deep lists and objects may be nested.
const MAX_DEPTH: usize = 512;

/// A value and all that is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number, as near as may be.
    Float(f64),
    /// Text.
    Text(&'a str),
    /// Values in square brackets.
    List(&'a [Self]),
    /// Names and values in the order of the text.
    Object(&'a [(&'a str, Self)]),
}

/// Parses a whole text. Returns `None` if it is not JSON, or nested more than 512 deep.
pub fn parse<'k, K: Keep>(json: &[u8], keep: &'k K) -> Option<Value<'k>> {
    let text = str::from_utf8(json).ok()?;
    let (items, members) = (Vec::new(), Vec::new());
    let scratch = String::new();
    let mut parser = Parser { text, at: 0, depth: 0, items, members, scratch, keep };
    let value = parser.value()?;
    parser.skip_space();
    (parser.at == text.len()).then_some(value)
}

struct Parser<'t, 'k, K> {
    text: &'t str,
    /// The first byte that is not read yet.
    at: usize,
    /// How many lists and objects are open.
    depth: usize,
    items: Vec<Value<'k>>,
    members: Vec<(&'k str, Value<'k>)>,
    scratch: String,
    keep: &'k K,
}

impl<'k, K: Keep> Parser<'_, 'k, K> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads a byte if it is this one.
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Option<Value<'k>> {
        self.skip_space();
        match self.peek()? {
            b'"' => self.string().map(Value::Text),
            b'-' | b'0'..=b'9' => self.number(),
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::list),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => None,
        }
    }

    fn word(&mut self, word: &str, value: Value<'k>) -> Option<Value<'k>> {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(value)
    }

    /// Reads a bracket, and with `inner` what follows it.
    fn nested(&mut self, inner: fn(&mut Self) -> Option<Value<'k>>) -> Option<Value<'k>> {
        self.depth += 1;
        self.at += 1;
        self.skip_space();
        let value = if self.depth > MAX_DEPTH { None } else { inner(self) };
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Option<Value<'k>> {
        let first = self.items.len();
        if !self.eat(b']') {
            loop {
                let item = self.value()?;
                self.items.push(item);
                self.skip_space();
                if self.eat(b']') {
                    break;
                }
                self.eat(b',').then_some(())?;
            }
        }
        let items = self.keep.slice(&self.items[first..]);
        self.items.truncate(first);
        Some(Value::List(items))
    }

    fn object(&mut self) -> Option<Value<'k>> {
        let first = self.members.len();
        if !self.eat(b'}') {
            loop {
                self.skip_space();
                (self.peek()? == b'"').then_some(())?;
                let name = self.string()?;
                self.skip_space();
                self.eat(b':').then_some(())?;
                let value = self.value()?;
                self.members.push((name, value));
                self.skip_space();
                if self.eat(b'}') {
                    break;
                }
                self.eat(b',').then_some(())?;
            }
        }
        let members = self.keep.slice(&self.members[first..]);
        self.members.truncate(first);
        Some(Value::Object(members))
    }

    fn number(&mut self) -> Option<Value<'k>> {
        let start = self.at;
        self.eat(b'-');
        let (zero, first) = (self.peek() == Some(b'0'), self.at);
        let number = self.digits(0)?;
        let digits = self.at - first;
        if zero && digits > 1 {
            return None;
        }
        if !matches!(self.peek(), Some(b'.' | b'e' | b'E')) && digits < 19 {
            return Some(Value::Int(if first > start { -number } else { number }));
        }
        if self.eat(b'.') {
            self.digits(0)?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'-') {
                self.eat(b'+');
            }
            self.digits(0)?;
        }
        self.text[start..self.at].parse().ok().map(Value::Float)
    }

    /// Reads digits, of which there must be some, and appends them to a number.
    fn digits(&mut self, mut number: i64) -> Option<i64> {
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            number = number.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
        }
        (self.at > start).then_some(number)
    }

    /// Reads text in quotes.
    fn string(&mut self) -> Option<&'k str> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.peek()? == b'"' {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Some(self.keep.text(text));
        }
        self.escaped(start)
    }

    /// Goes to the first byte from here that ends a piece of text or is not allowed in one.
    fn skip_plain(&mut self) {
        const ONES: u64 = u64::MAX / 0xFF;
        let bytes = self.text.as_bytes();
        while let Some(chunk) = bytes[self.at..].first_chunk() {
            let word = u64::from_le_bytes(*chunk);
            let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
            let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
            let found = (below(word, b' ') | equal(b'"') | equal(b'\\')) & (ONES << 7);
            if found != 0 {
                self.at += found.trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
        }
        while self.peek().is_some_and(|byte| !matches!(byte, ..b' ' | b'"' | b'\\')) {
            self.at += 1;
        }
    }

    /// Reads the rest of a text that has escapes.
    fn escaped(&mut self, start: usize) -> Option<&'k str> {
        self.scratch.clear();
        let mut piece = start;
        loop {
            self.scratch.push_str(&self.text[piece..self.at]);
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    let char = self.escape()?;
                    self.scratch.push(char);
                }
                _ => return None,
            }
            piece = self.at;
            self.skip_plain();
        }
        self.at += 1;
        Some(self.keep.text(&self.scratch))
    }

    /// Reads a backslash and what it stands for.
    fn escape(&mut self) -> Option<char> {
        self.at += 1;
        let char = match self.peek()? {
            char @ (b'"' | b'\\' | b'/') => char::from(char),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_units(),
            _ => return None,
        };
        self.at += 1;
        Some(char)
    }

    /// Reads `uXXXX`, and a second escape if the first is the high half of a surrogate pair.
    fn code_units(&mut self) -> Option<char> {
        let first = self.code_unit()?;
        let second = match first {
            0xD800..0xDC00 if self.eat(b'\\') => Some(self.code_unit()?),
            _ => None,
        };
        char::decode_utf16([first].into_iter().chain(second)).next()?.ok()
    }

    /// Reads `uXXXX`.
    fn code_unit(&mut self) -> Option<u16> {
        self.eat(b'u').then_some(())?;
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(unit as u16)
    }
}
