//! The texts whose words are copied: prose, a text with code, and the names in it, in long cycles and in short ones.
//!
//! Lengths that repeat soon are learnt by heart by the processor, and those of a long text are not: what wins on the one may
//! lose on the other.

use std::sync::LazyLock;

/// Newton, *Opticks*, fourth edition (1730), the first book, part I: in the public domain, as the Distributed Proofreaders typed it.
pub const OPTICKS: &str = include_str!("../text/opticks.txt");

/// What describes this library and what it is made of: sentences, code, and sentences in code.
const TECHNICAL: &str = concat!(
    include_str!("../../README.md"),
    include_str!("../../CHANGELOG.md"),
    include_str!("../../arena-core/src/cursor.rs"),
    include_str!("../../arena-core/src/memory.rs"),
    include_str!("../../arena/src/arena.rs"),
    include_str!("../../arena/src/local.rs"),
    include_str!("../../arena/src/methods/mod.rs"),
    include_str!("../../arena/src/methods/values.rs"),
    include_str!("../../arena/src/methods/slices.rs"),
    include_str!("../../arena/src/methods/text.rs"),
    include_str!("../../arena/src/methods/raw.rs"),
    include_str!("../../arena/src/methods/owners.rs"),
);

/// The words of `OPTICKS`, each followed by at least 16 bytes that may be read.
pub static PROSE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let padded: &'static str = String::leak(format!("{OPTICKS}{:16}", ""));
    padded.split_whitespace().collect()
});

static TECHNICAL_WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| TECHNICAL.split_whitespace().collect());

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let part_of_no_name = |char: char| !char.is_alphanumeric() && char != '_';
    TECHNICAL.split(part_of_no_name).filter(|name| !name.is_empty()).collect()
});

/// One of the texts.
#[derive(Clone, Copy)]
pub struct Text {
    /// Its name.
    pub name: &'static str,
    words: fn() -> &'static [&'static str],
    /// How many times a pass goes through its words.
    pub cycles: usize,
}

/// Every text; the first is the one that all peers copy.
pub const ALL: &[Text] = &[
    Text { name: "prose", words: || &PROSE, cycles: 1 },
    Text { name: "2,000 words of prose", words: || &PROSE[..2_000], cycles: 10 },
    Text { name: "200 words of prose", words: || &PROSE[..200], cycles: 100 },
    Text { name: "2,000 words of text with code", words: || &TECHNICAL_WORDS[..2_000], cycles: 10 },
    Text { name: "text with code", words: || &TECHNICAL_WORDS, cycles: 1 },
    Text { name: "names", words: || &NAMES, cycles: 1 },
];

/// Texts in lines, which are longer than words.
pub const LINES: &[Text] = &[
    Text { name: "prose", words: || &PROSE_LINES, cycles: 2 },
    Text { name: "text with code", words: || &TECHNICAL_LINES, cycles: 2 },
];

static PROSE_LINES: LazyLock<Vec<&'static str>> = LazyLock::new(|| OPTICKS.lines().collect());

static TECHNICAL_LINES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| TECHNICAL.lines().map(str::trim).collect());

impl Text {
    /// Its words, or lines.
    pub fn words(self) -> &'static [&'static str] {
        (self.words)()
    }

    /// Bytes of a pass.
    pub fn bytes(self) -> usize {
        self.cycles * self.words().iter().map(|word| word.len()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prose_is_what_the_question_says() {
        assert_eq!(PROSE.len(), 26_608);
        assert_eq!(PROSE.iter().map(|word| word.len()).max(), Some(16));
        let bytes: usize = PROSE.iter().map(|word| word.len()).sum();
        assert_eq!((bytes * 10).div_ceil(PROSE.len()), 45, "4.5 bytes on average");
    }

    #[test]
    fn every_text_is_long_enough_for_its_name() {
        for text in ALL {
            let enough = if text.cycles == 1 { 10_000 } else { 200 };
            assert!(text.words().len() >= enough, "{}", text.name);
        }
    }
}
