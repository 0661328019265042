//! What scripts are made of, decoded from few bytes each.

use std::{iter, mem::MaybeUninit, panic::resume_unwind};

use arbitrary::{Result, Unstructured};

use crate::shape::Shape;

/// What is thrown on purpose.
pub(crate) struct Thrown;

/// Throws it, in silence.
pub(crate) fn throw() -> ! {
    resume_unwind(Box::new(Thrown))
}

/// One operation. Numbers of handles count from the innermost that can be reached, and wrap.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Make {
        by: u8,
        make: Make,
    },
    /// Opens a handle: of the arena or scope here, or one that is strange to it.
    Open {
        strange: bool,
    },
    Close(u8),
    Forget(u8),
    Exchange(u8, u8),
    /// Opens a scope of a handle.
    LocalScope(u8),
    /// Opens a scope of the arena or of its scope; all handles there are dropped first.
    Scope,
    /// Ends the innermost scope.
    End,
    /// Ends it by a panic.
    Throw,
    Reset,
}

/// Makes a value, a slice or a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Make {
    pub(crate) how: How,
    pub(crate) shape: Shape,
    pub(crate) len: usize,
    pub(crate) hook: Hook,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum How {
    Value,
    TryWith { ok: bool },
    Layout { power: u8 },
    SliceCopy,
    FillCopy,
    FillWith,
    SliceUninit,
    Iter { low: usize, high: Option<usize> },
    Text,
    Format { pieces: usize },
    Boxed { keep: bool },
    Huge(usize),
}

/// What user code does when it is called for the `at`th time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hook {
    pub(crate) at: u8,
    pub(crate) act: Act,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Nothing,
    /// Allocates by the same handle.
    Claim,
    Throw,
}

impl Op {
    pub(crate) fn decode(u: &mut Unstructured<'_>) -> Result<Self> {
        Ok(match u.arbitrary::<u8>()? {
            0..120 => Self::Make { by: u.arbitrary()?, make: Make::decode(u)? },
            120..150 => Self::Open { strange: u.ratio(1, 4)? },
            150..170 => Self::Close(u.arbitrary()?),
            170..173 => Self::Forget(u.arbitrary()?),
            173..190 => Self::Exchange(u.arbitrary()?, u.arbitrary()?),
            190..215 => Self::LocalScope(u.arbitrary()?),
            215..223 => Self::Scope,
            223..244 => Self::End,
            244..252 => Self::Throw,
            252.. => Self::Reset,
        })
    }

    /// Whatever the rest of the bytes says.
    pub(crate) fn decode_all(u: &mut Unstructured<'_>) -> Vec<Self> {
        iter::from_fn(|| if u.is_empty() { None } else { Self::decode(u).ok() }).collect()
    }
}

impl Make {
    fn decode(u: &mut Unstructured<'_>) -> Result<Self> {
        let how = match u.int_in_range(0..=11)? {
            0 => How::Value,
            1 => How::TryWith { ok: u.arbitrary()? },
            2 => How::Layout { power: u.int_in_range(0..=12)? },
            3 => How::SliceCopy,
            4 => How::FillCopy,
            5 => How::FillWith,
            6 => How::SliceUninit,
            7 => How::Iter { low: len(u)?, high: Some(len(u)?).filter(|high| high % 2 == 0) },
            8 => How::Text,
            9 => How::Format { pieces: u.int_in_range(1..=20)? },
            10 => How::Boxed { keep: u.arbitrary()? },
            _ => How::Huge(u.arbitrary::<usize>()?.max(1 << 20)),
        };
        let shape = *u.choose(Shape::ALL)?;
        let (len, at) = (len(u)?, u.arbitrary::<u8>()?);
        let act = match at {
            0..180 => Act::Nothing,
            180..230 => Act::Claim,
            230.. => Act::Throw,
        };
        Ok(Self { how, shape, len, hook: Hook { at: at % 5, act } })
    }

    /// Whether a single claim decides between success and refusal.
    pub(crate) fn claims_once(self) -> bool {
        !matches!(self.how, How::Iter { .. } | How::Format { .. })
    }
}

/// Mostly few, sometimes thousands.
fn len(u: &mut Unstructured<'_>) -> Result<usize> {
    let byte = usize::from(u.arbitrary::<u8>()?);
    Ok(match byte {
        0..192 => byte % 24,
        192..240 => (byte - 190) * 12,
        _ => (byte - 239) * 500,
    })
}

/// The memory of an arena, and how much to leave out before it: mostly little, up to 128 KiB, from
/// any address on.
pub(crate) fn memory(u: &mut Unstructured<'_>) -> Result<(Vec<MaybeUninit<u8>>, usize)> {
    // In the largest there are lanes, and handles leave their runs.
    let limit = *u.choose(&[200, 3000, 20_000, 1 << 17, 1 << 20])?;
    let (offset, capacity) = (u.int_in_range(0..=127)?, u.int_in_range(0..=limit)?);
    Ok((vec![MaybeUninit::uninit(); offset + capacity], offset))
}
