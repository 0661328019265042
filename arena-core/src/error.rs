//! The one error of an arena.

#![forbid(unsafe_code)]

use core::{alloc::Layout, error::Error, fmt};

/// Why an allocation, or the making of an arena, failed.
///
/// What the arena holds is as it was before. A slice or a text of unknown length that is refused
/// midway may leave bytes unused.
///
/// ```
/// # use arena_core::AllocError;
/// use core::alloc::Layout;
///
/// let error = AllocError::Full { requested: Layout::new::<[u64; 512]>(), remaining: 112 };
/// assert_eq!(error.to_string(), "arena full: 4096 bytes (align 8) requested, 112 remaining");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AllocError {
    /// The request does not fit in what remains.
    Full {
        /// What was asked for.
        requested: Layout,
        /// The bytes that were free in total. It may exceed the size requested: alignment costs
        /// padding, and the free bytes may lie apart. What open handles keep for themselves is not
        /// free.
        remaining: usize,
    },
    /// The size itself is larger than `isize::MAX` bytes: no memory of any kind can hold it.
    TooLarge,
    /// The system gave no memory for a new arena.
    OutOfMemory {
        /// The capacity asked for, in bytes.
        capacity: usize,
    },
}

impl fmt::Display for AllocError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full { requested, remaining } => write!(
                f,
                "arena full: {} bytes (align {}) requested, {remaining} remaining",
                requested.size(),
                requested.align(),
            ),
            Self::TooLarge => {
                write!(f, "allocation too large: its size exceeds {} bytes", isize::MAX)
            }
            Self::OutOfMemory { capacity } => {
                write!(f, "out of memory: the system refused {capacity} bytes for an arena")
            }
        }
    }
}

impl Error for AllocError {}

/// What a `try_` method that hands its value back is refused for, so that `?` drops the value.
///
/// ```
/// # use arena_core::AllocError;
/// fn put(value: u32) -> Result<(), AllocError> {
///     Err::<(), (u32, AllocError)>((value, AllocError::TooLarge))?;
///     Ok(())
/// }
/// assert_eq!(put(7), Err(AllocError::TooLarge));
/// ```
impl<T> From<(T, AllocError)> for AllocError {
    fn from((_, error): (T, AllocError)) -> Self {
        error
    }
}
