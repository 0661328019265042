//! Programs to compile, made of a seed: the same on every machine.
//!
//! Names come again as they do in programs: the n-th of the vocabulary about n times less often than the first.

use std::{collections::HashSet, fmt::Write as _, sync::LazyLock};

use super::words::WORDS;
use crate::random::Random;

/// Bytes of the corpus, about.
const BYTES: usize = 20 << 20;

/// The files that are compiled.
pub static FILES: LazyLock<Vec<String>> = LazyLock::new(|| files(BYTES));

/// Files that call each other, of so many bytes together and a little more.
pub fn files(bytes: usize) -> Vec<String> {
    let mut writer = Writer::new();
    let mut files = Vec::new();
    let mut total = 0;
    while total < bytes {
        let file = writer.file();
        total += file.len();
        files.push(file);
    }
    files
}

/// How many names there are for variables and fields.
const VOCABULARY: usize = 1 << 13;

/// Writes one file after the other.
struct Writer {
    random: Random,
    vocabulary: Vec<String>,
    taken: HashSet<String>,
    /// What files may use of others, the oldest first.
    functions: Vec<String>,
    structs: Vec<String>,
    constants: Vec<String>,
    /// The variables that can be seen, the innermost last.
    scope: Vec<String>,
    out: String,
    indent: usize,
}

impl Writer {
    fn new() -> Self {
        let mut writer = Self {
            random: Random(0x2545_F491_4F6C_DD1D),
            vocabulary: Vec::new(),
            // Those that the language has.
            taken: crate::compile::globals::BUILTINS.map(str::to_owned).into(),
            functions: vec!["print".to_owned(), "length".to_owned(), "push".to_owned()],
            structs: Vec::new(),
            constants: Vec::new(),
            scope: Vec::new(),
            out: String::new(),
            indent: 0,
        };
        // Half of the most frequent are short.
        writer.vocabulary = (0..VOCABULARY)
            .map(|rank| {
                let words = if rank % 2 == 0 && rank < WORDS.len() { 1 } else { 2 + rank % 2 };
                writer.unique(words)
            })
            .collect();
        writer
    }

    /// A name of so many words that nothing else has.
    fn unique(&mut self, words: usize) -> String {
        loop {
            let mut name = WORDS[self.random.below(WORDS.len())].to_owned();
            for _ in 1..words {
                name.push('_');
                name.push_str(WORDS[self.random.below(WORDS.len())]);
            }
            // Where all are taken, a number tells them apart.
            if words < 2 && self.taken.len() > WORDS.len() / 2 || self.taken.contains(&name) {
                let _ = write!(name, "{}", self.random.below(1000));
            }
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// A file of three to fifty thousand bytes.
    fn file(&mut self) -> String {
        let size = 2048 << self.random.below(5);
        let size = size + self.random.below(size);
        self.out = String::with_capacity(size + 4096);
        self.comment(3);
        while self.out.len() < size {
            self.out.push('\n');
            match self.random.below(20) {
                0..3 => self.constant(),
                3..5 => self.structure(),
                _ => self.function(),
            }
        }
        std::mem::take(&mut self.out)
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.indent {
            self.out.push_str("    ");
        }
    }

    /// Up to so many lines that say nothing.
    fn comment(&mut self, lines: usize) {
        for _ in 0..=self.random.below(lines) {
            self.line();
            self.out.push_str("//");
            self.sentence();
        }
    }

    fn sentence(&mut self) {
        for _ in 0..4 + self.random.below(9) {
            self.out.push(' ');
            self.out.push_str(WORDS[self.random.below(WORDS.len())]);
        }
    }

    fn constant(&mut self) {
        let words = 2 + self.random.below(2);
        let name = self.unique(words);
        self.line();
        let _ = write!(self.out, "const {name} = ");
        self.literals(2);
        self.out.push(';');
        self.constants.push(name);
    }

    /// Something that can be computed.
    fn literals(&mut self, depth: usize) {
        if depth == 0 || self.random.percent(40) {
            return match self.random.below(8) {
                0 => self.text(),
                _ => self.int(),
            };
        }
        self.out.push('(');
        self.literals(depth - 1);
        self.out.push_str([" + ", " * ", " - "][self.random.below(3)]);
        self.literals(depth - 1);
        self.out.push(')');
    }

    fn int(&mut self) {
        let value = self.random.rank(1 << 16);
        let _ = write!(self.out, "{value}");
    }

    fn text(&mut self) {
        self.out.push('"');
        for word in 0..=self.random.below(5) {
            if word > 0 {
                self.out.push(' ');
            }
            self.out.push_str(WORDS[self.random.below(WORDS.len())]);
        }
        self.out.push_str(if self.random.percent(15) { "\\n\"" } else { "\"" });
    }

    fn structure(&mut self) {
        let words = 1 + self.random.below(2);
        let name = self.unique(words + 1);
        self.comment(2);
        self.line();
        let _ = write!(self.out, "struct {name} {{");
        self.indent = 1;
        for _ in 0..2 + self.random.below(6) {
            self.line();
            self.field();
            self.out.push(',');
        }
        self.indent = 0;
        self.line();
        self.out.push('}');
        self.structs.push(name);
    }

    fn word(&mut self) -> String {
        self.random.pick(&self.vocabulary).clone()
    }

    fn field(&mut self) -> String {
        let name = self.word();
        self.out.push_str(&name);
        self.out.push_str(": ");
        self.type_of();
        name
    }

    fn type_of(&mut self) {
        match self.random.below(10) {
            0..4 => self.out.push_str("int"),
            4..6 => self.out.push_str("text"),
            6 => self.out.push_str("bool"),
            7 => {
                self.out.push('[');
                self.type_of();
                self.out.push(']');
            }
            _ => match self.recent(|writer| &writer.structs) {
                Some(name) => self.out.push_str(&name),
                None => self.out.push_str("int"),
            },
        }
    }

    /// One of these, rather a young one.
    fn recent(&mut self, of: fn(&Self) -> &Vec<String>) -> Option<String> {
        let len = of(self).len();
        let age = if len == 0 { return None } else { self.random.rank(len) };
        Some(of(self)[len - 1 - age].clone())
    }

    fn function(&mut self) {
        let words = 2 + self.random.below(2);
        let name = self.unique(words);
        self.comment(3);
        self.line();
        let _ = write!(self.out, "fn {name}(");
        for parameter in 0..self.random.below(5) {
            if parameter > 0 {
                self.out.push_str(", ");
            }
            let parameter = self.field();
            self.scope.push(parameter);
        }
        self.out.push(')');
        if self.random.percent(70) {
            self.out.push_str(" -> ");
            self.type_of();
        }
        self.out.push(' ');
        // It may call itself.
        self.functions.push(name);
        let stmts = 3 + self.random.below(10);
        self.block(stmts, 0, true);
        self.scope.clear();
    }

    fn block(&mut self, stmts: usize, depth: usize, returns: bool) {
        let outer = self.scope.len();
        self.out.push('{');
        self.indent += 1;
        for _ in 0..stmts {
            self.stmt(depth);
        }
        if returns {
            self.line();
            self.out.push_str("return ");
            self.expr(2);
            self.out.push(';');
        }
        self.indent -= 1;
        self.line();
        self.out.push('}');
        self.scope.truncate(outer);
    }

    fn stmt(&mut self, depth: usize) {
        if self.random.percent(15) {
            self.comment(1);
        }
        self.line();
        let inner = 1 + self.random.below(4);
        match self.random.below(100) {
            0..18 if depth < 3 => {
                self.out.push_str("if ");
                self.condition();
                self.block(inner, depth + 1, false);
                if self.random.percent(40) {
                    self.out.push_str(" else ");
                    self.block(inner, depth + 1, false);
                }
            }
            18..26 if depth < 3 => {
                self.out.push_str("while ");
                self.condition();
                self.block(inner, depth + 1, false);
            }
            26..48 => {
                self.place();
                self.out.push_str(" = ");
                self.expr(3);
                self.out.push(';');
            }
            48..62 => {
                self.call(2);
                self.out.push(';');
            }
            _ => {
                let name = self.word();
                let _ = write!(self.out, "let {name}");
                if self.random.percent(30) {
                    self.out.push_str(": ");
                    self.type_of();
                }
                self.out.push_str(" = ");
                self.expr(3);
                self.out.push(';');
                self.scope.push(name);
            }
        }
    }

    fn condition(&mut self) {
        match self.random.below(20) {
            0 => self.out.push_str("false && "),
            1 => self.out.push_str("1 < 2 || "),
            _ => {}
        }
        self.expr(1);
        self.out.push_str([" < ", " == ", " != ", " >= "][self.random.below(4)]);
        self.expr(1);
        self.out.push(' ');
    }

    /// What can be assigned to.
    fn place(&mut self) {
        self.variable();
        match self.random.below(4) {
            0 => {
                self.out.push('.');
                let name = self.word();
                self.out.push_str(&name);
            }
            1 => {
                self.out.push('[');
                self.expr(0);
                self.out.push(']');
            }
            _ => {}
        }
    }

    fn variable(&mut self) {
        match self.recent(|writer| &writer.scope) {
            Some(name) => self.out.push_str(&name),
            None => self.call(0),
        }
    }

    fn call(&mut self, depth: usize) {
        let name = self.recent(|writer| &writer.functions).expect("the language has some");
        self.out.push_str(&name);
        self.out.push('(');
        for argument in 0..self.random.below(4) {
            if argument > 0 {
                self.out.push_str(", ");
            }
            self.expr(depth.saturating_sub(1));
        }
        self.out.push(')');
    }

    fn leaf(&mut self) {
        match self.random.below(100) {
            0..55 => self.variable(),
            55..80 => self.int(),
            80..88 => self.text(),
            88..90 => self.out.push_str("true"),
            _ => match self.recent(|writer| &writer.constants) {
                Some(name) => self.out.push_str(&name),
                None => self.int(),
            },
        }
    }

    fn expr(&mut self, depth: usize) {
        if depth == 0 {
            return self.leaf();
        }
        match self.random.below(100) {
            0..22 => self.leaf(),
            22..55 => {
                self.expr(depth - 1);
                self.out.push_str(
                    [" + ", " * ", " - ", " / ", " % ", " + ", " < ", " && "][self.random.below(8)],
                );
                self.expr(depth - 1);
            }
            55..72 => self.call(depth),
            72..82 => {
                self.variable();
                self.out.push('.');
                let name = self.word();
                self.out.push_str(&name);
            }
            82..87 => {
                self.variable();
                self.out.push('[');
                self.expr(depth - 1);
                self.out.push(']');
            }
            87..91 => {
                self.out.push(if self.random.percent(50) { '-' } else { '!' });
                self.leaf();
            }
            91..93 => {
                self.out.push('[');
                for _ in 0..self.random.below(5) {
                    self.leaf();
                    self.out.push_str(", ");
                }
                self.out.push(']');
            }
            93..96 => self.literals(2),
            _ => match self.recent(|writer| &writer.structs) {
                None => self.leaf(),
                Some(name) => {
                    let _ = write!(self.out, "new {name} {{ ");
                    for _ in 0..1 + self.random.below(4) {
                        let name = self.word();
                        let _ = write!(self.out, "{name}: ");
                        self.expr(depth - 1);
                        self.out.push_str(", ");
                    }
                    self.out.push('}');
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corpus_is_the_same_everywhere() {
        // FNV-1a.
        let hash =
            files(256 * 1024).concat().bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
            });
        assert_eq!(hash, 13_813_633_902_958_773_515);
    }

    #[test]
    fn the_corpus_is_what_the_question_says() {
        assert_eq!(FILES.len() / 100, 10);
        assert_eq!(FILES.iter().map(String::len).sum::<usize>() >> 20, 20);
    }
}
