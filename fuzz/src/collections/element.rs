//! What the collections are filled with, and user code that may throw.

use std::{
    cell::Cell,
    fmt::{self, Debug, Write as _},
    hash::{BuildHasher, Hasher},
};

use arena::{AllocError, ArenaSafe, Handle, collections::Vec as List};

use super::pair::called;

/// What the lists and maps are filled with.
pub(super) trait Element: ArenaSafe + Clone + PartialEq + Debug + 'static {
    fn new(seed: u8) -> Self;

    /// Appends them in one step, if they can be copied.
    fn append<'a, H: Handle<'a>>(
        list: &mut List<Self, H>,
        items: &[Self],
        _tried: bool,
    ) -> Result<(), AllocError> {
        list.extend_from_slice(items);
        Ok(())
    }
}

macro_rules! elements {
    ($($type:ty: |$seed:ident| $new:expr;)*) => {$(
        impl Element for $type {
            fn new($seed: u8) -> Self {
                $new
            }

            fn append<'a, H: Handle<'a>>(
                list: &mut List<Self, H>,
                items: &[Self],
                tried: bool,
            ) -> Result<(), AllocError> {
                if tried {
                    return list.try_extend_from_slice_copy(items);
                }
                list.extend_from_slice_copy(items);
                Ok(())
            }
        }
    )*};
}

elements! {
    (): |_seed| ();
    u8: |seed| seed;
    [u64; 3]: |seed| [1, 2, 3].map(|factor| u64::from(seed) * 0x0101_0101 * factor);
    Wide: |seed| Wide([seed; 64]);
}

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub(super) struct Wide([u8; 64]);

impl ArenaSafe for Wide {}

/// Cloned and compared by user code.
#[derive(Debug)]
pub(super) struct Touchy(u32);

impl ArenaSafe for Touchy {}

impl Element for Touchy {
    fn new(seed: u8) -> Self {
        Self(u32::from(seed) * 0x0101_0101)
    }
}

impl Clone for Touchy {
    fn clone(&self) -> Self {
        called();
        Self(self.0)
    }
}

impl PartialEq for Touchy {
    fn eq(&self, other: &Self) -> bool {
        called();
        self.0 == other.0
    }
}

/// A text that is written in pieces.
pub(super) struct Pieces(pub(super) &'static str);

impl fmt::Display for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| {
            called();
            f.write_char(char)
        })
    }
}

thread_local! {
    /// Whether the hasher counts as user code.
    pub(super) static HASHING: Cell<bool> = const { Cell::new(false) };
}

/// A hasher with which half of all keys collide.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mixer(pub(super) u8);

impl ArenaSafe for Mixer {}

impl BuildHasher for Mixer {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        *self
    }
}

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes[0];
    }

    fn finish(&self) -> u64 {
        if HASHING.get() {
            called();
        }
        u64::from(self.0).wrapping_mul(if self.0 < 128 { 0x9E37_79B9_7F4A_7C15 } else { 0 })
    }
}
