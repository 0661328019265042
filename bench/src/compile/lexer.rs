//! Tokens, one after the other, without any allocation.

/// A piece of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Its first byte.
    pub(super) start: u32,
    /// The first byte after it.
    pub(super) end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Int,
    /// With its quotes.
    Text,
    Fn,
    Struct,
    Const,
    Let,
    If,
    Else,
    While,
    Return,
    New,
    True,
    False,
    Open,
    Close,
    OpenBlock,
    CloseBlock,
    OpenList,
    CloseList,
    Comma,
    Colon,
    Semicolon,
    Dot,
    Arrow,
    Assign,
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
    Not,
    /// The end of the file.
    End,
    /// No token at all.
    Wrong,
}

/// Reads a file.
pub(super) struct Lexer<'s> {
    source: &'s [u8],
    /// The first byte that is not read yet.
    at: usize,
}

const WORD: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 4;

/// What each byte may be a part of.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => WORD,
            b'0'..=b'9' => WORD | DIGIT,
            b' ' | b'\n' | b'\r' | b'\t' => SPACE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

impl<'s> Lexer<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source: source.as_bytes(), at: 0 }
    }

    fn peek(&self) -> u8 {
        self.source.get(self.at).copied().unwrap_or(0)
    }

    fn skip(&mut self, class: u8) {
        while CLASSES[usize::from(self.peek())] & class != 0 {
            self.at += 1;
        }
    }

    /// Skips spaces and comments.
    fn skip_space(&mut self) {
        loop {
            self.skip(SPACE);
            if !self.source[self.at..].starts_with(b"//") {
                return;
            }
            let rest = &self.source[self.at..];
            self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        }
    }

    /// The next token.
    pub(super) fn token(&mut self) -> Token {
        self.skip_space();
        let start = self.at;
        let first = self.peek();
        self.at += 1;
        let kind = match first {
            b'0'..=b'9' => {
                self.skip(DIGIT);
                Kind::Int
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                self.skip(WORD);
                keyword(&self.source[start..self.at])
            }
            b'"' => self.text(),
            b'(' => Kind::Open,
            b')' => Kind::Close,
            b'{' => Kind::OpenBlock,
            b'}' => Kind::CloseBlock,
            b'[' => Kind::OpenList,
            b']' => Kind::CloseList,
            b',' => Kind::Comma,
            b':' => Kind::Colon,
            b';' => Kind::Semicolon,
            b'.' => Kind::Dot,
            b'+' => Kind::Plus,
            b'*' => Kind::Times,
            b'/' => Kind::Over,
            b'%' => Kind::Modulo,
            b'-' => self.either(b'>', Kind::Arrow, Kind::Minus),
            b'=' => self.either(b'=', Kind::Equal, Kind::Assign),
            b'!' => self.either(b'=', Kind::NotEqual, Kind::Not),
            b'<' => self.either(b'=', Kind::AtMost, Kind::Less),
            b'>' => self.either(b'=', Kind::AtLeast, Kind::Greater),
            b'|' => self.either(b'|', Kind::Or, Kind::Wrong),
            b'&' => self.either(b'&', Kind::And, Kind::Wrong),
            _ if start == self.source.len() => {
                self.at = start;
                Kind::End
            }
            _ => Kind::Wrong,
        };
        Token { kind, start: start as u32, end: self.at as u32 }
    }

    /// One kind if this byte comes next, which is read then, and the other if not.
    fn either(&mut self, byte: u8, with: Kind, without: Kind) -> Kind {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        if found { with } else { without }
    }

    /// The rest of a text, after its first quote.
    fn text(&mut self) -> Kind {
        loop {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Kind::Text;
                }
                b'\\' => self.at += 2,
                b'\n' | 0 => return Kind::Wrong,
                _ => self.at += 1,
            }
            if self.at >= self.source.len() {
                self.at = self.source.len();
                return Kind::Wrong;
            }
        }
    }
}

fn keyword(word: &[u8]) -> Kind {
    match word {
        b"fn" => Kind::Fn,
        b"struct" => Kind::Struct,
        b"const" => Kind::Const,
        b"let" => Kind::Let,
        b"if" => Kind::If,
        b"else" => Kind::Else,
        b"while" => Kind::While,
        b"return" => Kind::Return,
        b"new" => Kind::New,
        b"true" => Kind::True,
        b"false" => Kind::False,
        _ => Kind::Name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_where_they_stand() {
        let source = "let a1 = \"b\\\"c\" // no\n>= x.y->";
        let mut lexer = Lexer::new(source);
        let mut found = Vec::new();
        loop {
            let token = lexer.token();
            if token.kind == Kind::End {
                break;
            }
            found.push((token.kind, &source[token.start as usize..token.end as usize]));
        }
        let wanted = [
            (Kind::Let, "let"),
            (Kind::Name, "a1"),
            (Kind::Assign, "="),
            (Kind::Text, "\"b\\\"c\""),
            (Kind::AtLeast, ">="),
            (Kind::Name, "x"),
            (Kind::Dot, "."),
            (Kind::Name, "y"),
            (Kind::Arrow, "->"),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn what_is_no_token_is_wrong() {
        for source in ["\"open", "\"open\\", "#", "|", "\"line\n\"", "é", "\0"] {
            assert_eq!(Lexer::new(source).token().kind, Kind::Wrong, "{source:?}");
        }
        assert_eq!(Lexer::new(" // the end").token().kind, Kind::End);
    }
}
