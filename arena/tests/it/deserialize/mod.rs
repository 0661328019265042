//! Values read into an arena, beside what serde's own derive makes of the same input.
#![cfg(feature = "derive")]

mod borrowed;
mod both;
mod documents;
mod hostile;
mod same;
mod types;
