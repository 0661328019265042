//! Documents of the shapes and sizes of three that benchmarks of JSON go by, made of a seed, and the types that they are read as.
//!
//! The well-known ones are `twitter.json`, `citm_catalog.json` and `canada.json`. Each type is defined once, and stamped for every
//! memory that it may be read into.

pub(crate) mod by_hand;
pub(crate) mod catalogue;
pub(crate) mod coordinates;
mod records;
pub(crate) mod tweets;

use std::fmt::Write as _;

use arena::ArenaSafe;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use self::by_hand::ReadIn;
use crate::{random::Random, texts::PROSE};

/// A document, and what it is read as.
pub(crate) trait Sample: 'static {
    /// What its shape is called.
    const NAME: &'static str;
    /// Whether there are maps in it.
    const HAS_MAPS: bool = false;
    /// In an arena.
    type InArena<'a>: arena::DeserializeIn<'a, 'a> + ArenaSafe + Serialize;
    /// In memory of its own.
    type Owned: DeserializeOwned + Serialize;
    /// The same, with maps that keys are looked up in.
    type Hashed: DeserializeOwned + Serialize;
    /// Lists of its own, with text that stays where it is read, if it has no escapes.
    type Borrowed<'a>: Deserialize<'a> + Serialize;
    /// In a `Bump`.
    type InBump<'a>: ReadIn<'a> + Serialize;

    /// The document.
    fn json() -> &'static str;
}

/// Words of prose.
fn words(random: &mut Random, count: usize) -> String {
    let first = random.below(PROSE.len() - count);
    PROSE[first..][..count].join(" ")
}

/// Text without spaces, whose characters take three bytes each.
fn kana(random: &mut Random, count: usize) -> String {
    let char = |_| char::from_u32(0x3041 + random.below(86) as u32);
    (0..count).filter_map(char).collect()
}

/// So many digits, in base 16.
fn hexadecimal(random: &mut Random, digits: usize) -> String {
    let mut text = String::new();
    while text.len() < digits {
        let _ = write!(text, "{:08x}", random.next() as u32);
    }
    text.truncate(digits);
    text
}
