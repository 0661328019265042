//! A parser of JSON as RFC 8259 has it, whose trees are in an arena.
//!
//! Elements wait on a stack until their list or object ends: then they are copied to the arena, as
//! a slice of the right length.

use std::str;

use arena::Local;

use super::{
    error::{Result, refuse},
    value::{Number, Value},
};

/// How deep lists and objects may be nested: each takes a piece of the thread's stack.
pub const MAX_DEPTH: usize = 512;

/// Parses a text into a tree that lives as long as the arena. A byte order mark is skipped.
///
/// # Errors
///
/// If the text is not JSON in UTF-8, or nested deeper than [`MAX_DEPTH`], or if the arena is full.
pub fn parse<'a>(json: &[u8], local: &Local<'a>) -> Result<Value<'a>> {
    let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
    let json = str::from_utf8(json)
        .or_else(|error| refuse(json, error.valid_up_to(), "this is not UTF-8"))?;
    let (items, members, scratch) = (Vec::new(), Vec::new(), String::new());
    let mut parser = Parser { json, at: 0, depth: 0, items, members, scratch, local };
    let value = parser.value()?;
    parser.skip_space();
    if parser.at == json.len() { Ok(value) } else { parser.fail("expected the end") }
}

struct Parser<'t, 'h, 'a> {
    json: &'t str,
    /// The first byte that has not been read.
    at: usize,
    /// How many lists and objects have begun and not ended.
    depth: usize,
    /// The elements of all lists that have begun, and those of all objects.
    items: Vec<Value<'a>>,
    members: Vec<(&'a str, Value<'a>)>,
    /// A text with escapes, while it is read.
    scratch: String,
    local: &'h Local<'a>,
}

impl<'a> Parser<'_, '_, 'a> {
    fn fail<T>(&self, message: &'static str) -> Result<T> {
        refuse(self.json.as_bytes(), self.at, message)
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    /// Reads a byte if it is this one.
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Value<'a>> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => Ok(Value::Text(self.text()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.fail("expected a value"),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>> {
        if !self.json.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return self.fail("expected a value");
        }
        self.at += word.len();
        Ok(value)
    }

    /// Reads the elements of a list or an object, from one bracket to the other.
    fn elements<T: Copy>(
        &mut self,
        close: u8,
        stack: impl Fn(&mut Self) -> &mut Vec<T>,
        element: impl Fn(&mut Self) -> Result<T>,
    ) -> Result<&'a [T]> {
        if self.depth == MAX_DEPTH {
            return self.fail("nested too deep");
        }
        self.depth += 1;
        self.at += 1;
        self.skip_space();
        let first = stack(self).len();
        let mut end = self.eat(close);
        while !end {
            let element = element(self)?;
            stack(self).push(element);
            self.skip_space();
            end = self.eat(close);
            if !end && !self.eat(b',') {
                return self.fail("expected a comma or a closing bracket");
            }
        }
        self.depth -= 1;
        let elements = self.local.try_alloc_slice_copy(&stack(self)[first..])?;
        stack(self).truncate(first);
        Ok(elements)
    }

    fn list(&mut self) -> Result<Value<'a>> {
        Ok(Value::List(self.elements(b']', |parser| &mut parser.items, Self::value)?))
    }

    fn object(&mut self) -> Result<Value<'a>> {
        Ok(Value::Object(self.elements(b'}', |parser| &mut parser.members, Self::member)?))
    }

    fn member(&mut self) -> Result<(&'a str, Value<'a>)> {
        self.skip_space();
        if self.peek() != Some(b'"') {
            return self.fail("expected a name in quotes");
        }
        let name = self.text()?;
        self.skip_space();
        if !self.eat(b':') {
            return self.fail("expected a colon");
        }
        Ok((name, self.value()?))
    }

    fn number(&mut self) -> Result<Value<'a>> {
        let start = self.at;
        // The number is `digits * 10^(up - down - decimals)`, and has `count` digits in all.
        let (mut digits, mut decimals, mut up, mut down, mut count) = (0, 0, 0, 0, 0);
        let negative = self.eat(b'-');
        let zero = self.eat(b'0');
        if !zero {
            count = self.digits(&mut digits)?;
        } else if let Some(b'0'..=b'9') = self.peek() {
            return self.fail("a digit after a leading zero");
        }
        if self.eat(b'.') {
            decimals = self.digits(&mut digits)?;
            count += decimals;
        }
        let exponent = self.eat(b'e') || self.eat(b'E');
        if exponent {
            let minus = self.eat(b'-');
            if !minus {
                self.eat(b'+');
            }
            count += self.digits(if minus { &mut down } else { &mut up })?;
        }

        // So few digits are never too large for a `u64`.
        let number = if count > 19 {
            None
        } else if decimals > 0 || exponent || (zero && negative) {
            Number::float(negative, digits, up, down + decimals)
        } else {
            Number::int(negative, digits)
        };
        Ok(Value::Number(match number {
            Some(number) => number,
            None => Number::Text(self.local.try_alloc_str(&self.json[start..self.at])?),
        }))
    }

    /// Reads digits, of which there must be some, behind those of `number`. Returns how many.
    fn digits(&mut self, number: &mut u64) -> Result<u64> {
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            *number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        if self.at == start { self.fail("expected a digit") } else { Ok((self.at - start) as u64) }
    }

    /// Reads text in quotes.
    fn text(&mut self) -> Result<&'a str> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.peek() == Some(b'"') {
            let text = self.local.try_alloc_str(&self.json[start..self.at])?;
            self.at += 1;
            return Ok(text);
        }
        self.escaped(start)
    }

    /// Reads the rest of a text that is not plain up to its end, and began at `start`.
    fn escaped(&mut self, start: usize) -> Result<&'a str> {
        self.scratch.clear();
        self.scratch.push_str(&self.json[start..self.at]);
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    let char = self.escape()?;
                    self.scratch.push(char);
                }
                Some(b' '..) => {
                    let start = self.at;
                    self.skip_plain();
                    self.scratch.push_str(&self.json[start..self.at]);
                }
                Some(_) => return self.fail("a control character must be escaped"),
                None => return self.fail("expected a quote"),
            }
        }
        self.at += 1;
        Ok(self.local.try_alloc_str(&self.scratch)?)
    }

    /// Goes to the next byte that ends a text, escapes something, or is not allowed.
    fn skip_plain(&mut self) {
        const ONES: u64 = u64::MAX / 0xFF;
        // Eight bytes at a time. The lowest bit in `found` is the highest of the first such byte.
        while let Some(bytes) = self.json.as_bytes()[self.at..].first_chunk() {
            let word = u64::from_le_bytes(*bytes);
            let below = |limit: u8, word: u64| word.wrapping_sub(ONES * u64::from(limit)) & !word;
            let equal = |byte: u8| below(1, word ^ (ONES * u64::from(byte)));
            let found = (below(b' ', word) | equal(b'"') | equal(b'\\')) & (ONES << 7);
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

    /// Reads a backslash and what belongs to it.
    fn escape(&mut self) -> Result<char> {
        self.at += 1;
        let char = match self.peek() {
            Some(char @ (b'"' | b'\\' | b'/')) => char::from(char),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return self.fail("unknown escape"),
        };
        self.at += 1;
        Ok(char)
    }

    /// Reads `uXXXX`, or two of them that are a surrogate pair.
    fn code_point(&mut self) -> Result<char> {
        let backslash = self.at - 1;
        let mut code = self.code_unit()?;
        if (0xD800..0xDC00).contains(&code) && self.eat(b'\\') && self.peek() == Some(b'u') {
            if let low @ 0xDC00..0xE000 = self.code_unit()? {
                code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            }
        }
        if let Some(char) = char::from_u32(code) {
            return Ok(char);
        }
        self.at = backslash;
        self.fail("half of a surrogate pair")
    }

    /// Reads `uXXXX`.
    fn code_unit(&mut self) -> Result<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            self.at += 1;
            let Some(digit) = self.peek().and_then(|digit| char::from(digit).to_digit(16)) else {
                return self.fail("expected a hexadecimal digit");
            };
            unit = unit * 16 + digit;
        }
        self.at += 1;
        Ok(unit)
    }
}
