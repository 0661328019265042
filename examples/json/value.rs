//! A JSON document as a tree in an arena.

use arena::ArenaSafe;

/// An `f64` gives back the digits of every number that has fewer of them than this one.
const EXACT: u64 = 1_000_000_000_000_000;
/// The powers of ten that an `f64` holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// A value and all that is in it.
///
/// Nothing here needs drop: a tree of any size is freed with its arena, in one step.
#[derive(Clone, Copy, Debug, PartialEq, ArenaSafe)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Number(Number<'a>),
    Text(&'a str),
    List(&'a [Value<'a>]),
    /// Names and values in the order of the text, repeated names included.
    Object(&'a [(&'a str, Value<'a>)]),
}

/// A number, exactly as the text has it: JSON limits neither its size nor its digits.
#[derive(Clone, Copy, Debug, PartialEq, ArenaSafe)]
pub enum Number<'a> {
    /// One without fraction and exponent.
    Int(i64),
    /// One of at most 15 digits, which an `f64` gives back.
    Float(f64),
    /// Any other, in its own digits.
    Text(&'a str),
}

impl Number<'_> {
    pub fn int(negative: bool, digits: u64) -> Option<Self> {
        let number =
            if negative { 0_i64.checked_sub_unsigned(digits) } else { digits.try_into().ok() };
        number.map(Self::Int)
    }

    /// `digits` times ten to the power `up - down`, if that is exact.
    pub fn float(negative: bool, digits: u64, up: u64, down: u64) -> Option<Self> {
        let power = |exponent: u64| POWERS.get(usize::try_from(exponent).ok()?);
        let (times, over) = (power(up.saturating_sub(down))?, power(down.saturating_sub(up))?);
        if digits >= EXACT {
            return None;
        }
        // One of them is 1, and all three are exact: the result is the closest `f64` there is.
        #[expect(clippy::cast_precision_loss, reason = "there is none below `EXACT`")]
        let number = digits as f64 * times / over;
        Some(Self::Float(if negative { -number } else { number }))
    }
}
