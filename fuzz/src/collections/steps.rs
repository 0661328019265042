//! What a script says: rounds of operations, each round on one handle.

use std::iter;

use arbitrary::{Result, Unstructured};

use super::pair::{NEVER, called};
use crate::make::Lying;

/// Lists of the names of operations.
macro_rules! choices {
    ($($name:ident: $($choice:ident)*;)*) => {$(
        #[derive(Clone, Copy, Debug)]
        pub(super) enum $name {
            $($choice),*
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$choice),*];
        }
    )*};
}

choices! {
    On: Arena Local Scope LocalOfScope ScopeOfLocal;
    ListOp: Push Pop Insert Remove SwapRemove Truncate Clear Set Extend ExtendFromSlice Copy
        Resize Retain Dedup Drain Append Reserve ShrinkToFit Clone Collect FromElem WithCapacity
        IntoIter IntoSlice;
    TextOp: Push PushStr Pop Insert InsertStr Remove Truncate Clear Write AddAssign ExtendChars
        ExtendStrs Upper Reserve ShrinkToFit Clone Collect FromStr Bytes IntoStr;
    MapOp: Insert Extend Entry Vacate Set SetAll Remove RemoveEntry Retain Drain Clear Reserve
        WithCapacity Clone Collect IntoIter Hash;
}

/// What is done on one handle.
#[derive(Debug)]
pub(super) struct Round {
    pub(super) on: On,
    pub(super) element: u8,
    pub(super) reset: bool,
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    List(ListOp),
    Text(TextOp),
    Map(MapOp),
}

/// One operation on one of two collections.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) what: What,
    pub(super) second: bool,
    /// Whether a refusal shall be a value, an iterator tells its length, or a drain is forgotten.
    pub(super) tried: bool,
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) seed: u8,
    /// The call of user code that throws.
    pub(super) throw: u32,
}

impl Round {
    pub(super) fn decode(u: &mut Unstructured<'_>) -> Result<Self> {
        let (on, element, reset) = (*u.choose(On::ALL)?, u.int_in_range(0..=4)?, u.arbitrary()?);
        let mut steps = Vec::new();
        // Until an operation is none.
        while let (false, flags @ 0..250) = (u.is_empty(), u.arbitrary::<u8>()?) {
            steps.push(Step::decode(flags, u)?);
        }
        Ok(Self { on, element, reset, steps })
    }
}

impl Step {
    fn decode(flags: u8, u: &mut Unstructured<'_>) -> Result<Self> {
        let what = match flags % 4 {
            0 | 1 => What::List(*u.choose(ListOp::ALL)?),
            2 => What::Text(*u.choose(TextOp::ALL)?),
            _ => What::Map(*u.choose(MapOp::ALL)?),
        };
        let len = match usize::from(u.arbitrary::<u8>()?) {
            255 => usize::MAX,
            len @ 240.. => (len - 239) * 4,
            len => len % 20,
        };
        Ok(Self {
            what,
            second: flags & 4 > 0,
            tried: flags & 8 > 0,
            at: u.arbitrary::<u8>()?.into(),
            len,
            seed: u.arbitrary()?,
            throw: Some(u.arbitrary::<u8>()?).filter(|at| *at < 16).map_or(NEVER, u32::from),
        })
    }

    /// A length that there is memory for.
    pub(super) fn few(&self) -> usize {
        self.len.min(64)
    }

    /// An iterator of `make`'s values that says or hides how many there are.
    pub(super) fn items<R>(&self, make: impl Fn(u8) -> R) -> impl Iterator<Item = R> {
        let (len, seed) = (self.few(), self.seed);
        let seeds = iter::successors(Some(seed), |seed| Some(seed.wrapping_add(1)));
        // Each twice, so that there are equal ones side by side.
        let items = seeds.flat_map(|seed| [seed, seed]).take(len).map(move |seed| {
            called();
            make(seed)
        });
        let hint = if self.tried { (len, Some(len)) } else { (self.at, None) };
        Lying { items, hint }
    }
}
