//! Why a text has become no tree.

use std::{error, fmt, result};

use arena::AllocError;

/// What the parser returns. The error is in a box, to make it no larger than what it stands for.
pub type Result<T> = result::Result<T, Box<Error>>;

/// What is wrong with the text, or with the arena.
#[derive(Debug, PartialEq)]
pub enum Error {
    /// The text is not JSON from this place on. Lines and columns count from 1, columns in
    /// characters.
    Malformed { line: usize, column: usize, message: &'static str },
    /// The arena cannot hold the tree.
    Arena(AllocError),
}

/// Refuses a text for what is at this byte.
///
/// # Errors
///
/// [`Error::Malformed`], always.
#[cold]
pub fn refuse<T>(json: &[u8], at: usize, message: &'static str) -> Result<T> {
    let before = String::from_utf8_lossy(&json[..at]);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|char| *char != '\n').count() + 1;
    Err(Box::new(Error::Malformed { line, column, message }))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line, column, message } => write!(f, "{line}:{column}: {message}"),
            Self::Arena(error) => error.fmt(f),
        }
    }
}

impl error::Error for Error {}

impl From<AllocError> for Box<Error> {
    #[cold]
    fn from(error: AllocError) -> Self {
        Self::new(Error::Arena(error))
    }
}
