//! What a document of a shape is read as, and what documents are made of.

use std::fmt::Write as _;

use arena::ArenaSafe;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::by_hand::ReadIn;
use crate::{random::Random, texts::PROSE};

/// A document, and what it is read as.
pub(crate) trait Sample: 'static {
    /// What its shape is called.
    const NAME: &'static str;
    /// Whether there are maps in it.
    const HAS_MAPS: bool = false;
    /// In an arena.
    type InArena<'a>: arena::DeserializeIn<'a, 'a> + ArenaSafe + Serialize;
    /// The same, with text that stays where it is read, if it has no escapes.
    type Staying<'a>: arena::DeserializeIn<'a, 'a> + ArenaSafe + Serialize;
    /// In memory of its own.
    type Owned: DeserializeOwned + Serialize;
    /// The same, with maps that keys are looked up in.
    type Hashed: DeserializeOwned + Serialize;
    /// The first, with text that stays where it is read, if it has no escapes.
    type Borrowed<'a>: Deserialize<'a> + Serialize;
    /// In a `Bump`.
    type InBump<'a>: ReadIn<'a> + Serialize;

    /// The document.
    fn json() -> &'static str;
}

/// Words of prose.
pub(super) fn words(random: &mut Random, count: usize) -> String {
    let first = random.below(PROSE.len() - count);
    PROSE[first..][..count].join(" ")
}

/// Text without spaces, whose characters take three bytes each.
pub(super) fn kana(random: &mut Random, count: usize) -> String {
    let char = |_| char::from_u32(0x3041 + random.below(86) as u32);
    (0..count).filter_map(char).collect()
}

/// So many digits, in base 16.
pub(super) fn hexadecimal(random: &mut Random, digits: usize) -> String {
    let mut text = String::new();
    while text.len() < digits {
        let _ = write!(text, "{:08x}", random.next() as u32);
    }
    text.truncate(digits);
    text
}
